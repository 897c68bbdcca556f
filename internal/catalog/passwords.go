package catalog

import "yunque/internal/resource"

// Limits of passwords. The provider gives no rule of its own, only samples
// that all pass.
const (
	leastPassword = 8
	mostPassword  = 30
	passwordKinds = 3 // of upper case, lower case, digits and signs
)

// passwordMistake is what is wrong with a new password by the rules the form
// shows.
func passwordMistake(p string) resource.Text {
	kinds := map[string]bool{}
	for _, r := range p {
		switch {
		case r >= 'a' && r <= 'z':
			kinds["lower"] = true
		case r >= 'A' && r <= 'Z':
			kinds["upper"] = true
		case r >= '0' && r <= '9':
			kinds["digit"] = true
		case r > ' ' && r < 127:
			kinds["sign"] = true
		default:
			return resource.T("password.characters")
		}
	}
	switch {
	case len(p) < leastPassword || len(p) > mostPassword:
		return resource.T("password.length", leastPassword, mostPassword, len(p))
	case len(kinds) < passwordKinds:
		return resource.T("password.kinds", passwordKinds, len(kinds))
	}
	return resource.Text{}
}

// checkNewPassword holds a password that was typed twice against the rules.
func checkNewPassword(m resource.FieldErrors, password, again string) {
	switch wrong := passwordMistake(password); {
	case password == "":
		m["password"] = resource.T("form.required")
	case !wrong.IsZero():
		m["password"] = wrong
	case again != password:
		m["password_again"] = resource.T("create.passwords_differ")
	}
}
