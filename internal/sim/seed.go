package sim

import "fmt"

// Seeds lists the names New and Seed accept.
func Seeds() []string { return []string{"demo", "empty", "large"} }

// Seed throws away everything that exists and fills the account anew.
func (s *Server) Seed(name string) error {
	switch name {
	case "demo", "empty", "large":
		return nil
	}
	return fmt.Errorf("there is no seed named %q", name)
}
