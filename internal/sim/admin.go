package sim

import (
	"encoding/json"
	"net"
	"net/http"
	"time"
)

// Advance moves the world's clock ahead of the real one by d; work that falls
// due is performed. The clock that timestamps are checked against stays.
func (s *Server) Advance(d time.Duration) {
	w := s.world.Load()
	w.mu.Lock()
	defer w.mu.Unlock()
	w.skip(d)
	w.settle(s.now())
}

// Admin is the simulator's own interface, for operators and tests on the same
// machine. It answers loopback callers only and refuses cross-site requests of
// a browser. Its paths are
//
//	GET    /_sim/calls    what was asked so far, see Calls
//	GET    /_sim/faults   the faults in force
//	POST   /_sim/faults   add faults: one Fault or a list of them
//	DELETE /_sim/faults   end all faults
//	POST   /_sim/advance  {"seconds": 60} moves the world's clock, see Advance
func (s *Server) Admin() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /_sim/calls", func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, s.Calls()) })
	mux.HandleFunc("GET /_sim/faults", func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, s.faults.list()) })
	mux.HandleFunc("POST /_sim/faults", s.adminInject)
	mux.HandleFunc("DELETE /_sim/faults", func(w http.ResponseWriter, _ *http.Request) {
		s.ClearFaults()
		w.WriteHeader(http.StatusNoContent)
	})
	mux.HandleFunc("POST /_sim/advance", s.adminAdvance)
	return loopbackOnly(http.NewCrossOriginProtection().Handler(mux))
}

func loopbackOnly(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host, _, err := net.SplitHostPort(r.RemoteAddr)
		if ip := net.ParseIP(host); err != nil || ip == nil || !ip.IsLoopback() {
			http.Error(w, "only from this machine", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func (s *Server) adminInject(w http.ResponseWriter, r *http.Request) {
	var raw json.RawMessage
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<20)).Decode(&raw); err != nil {
		http.Error(w, "the body is not JSON", http.StatusBadRequest)
		return
	}
	var faults []Fault
	if raw[0] == '{' {
		raw = append(append(json.RawMessage("["), raw...), ']')
	}
	if err := json.Unmarshal(raw, &faults); err != nil {
		http.Error(w, "the body is no fault and no list of faults", http.StatusBadRequest)
		return
	}
	if err := s.Inject(faults...); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	writeJSON(w, s.faults.list())
}

func (s *Server) adminAdvance(w http.ResponseWriter, r *http.Request) {
	var in struct{ Seconds float64 }
	err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<10)).Decode(&in)
	if err != nil || in.Seconds <= 0 || in.Seconds > 366*24*3600 {
		http.Error(w, "want {\"seconds\": n} with n above 0 and up to a year", http.StatusBadRequest)
		return
	}
	s.Advance(time.Duration(in.Seconds * float64(time.Second)))
	w.WriteHeader(http.StatusNoContent)
}

func writeJSON(w http.ResponseWriter, v any) {
	body, err := encode(v)
	if err != nil {
		http.Error(w, "encoding failed", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Write(body)
}
