package sim

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"yunque/internal/apidoc"
)

// DemoKey and DemoSecret open every simulated account that is not given keys
// of its own. They are no secret: they open nothing that exists.
const (
	DemoKey    = "AKDEMO0000000001"
	DemoSecret = "demo-secret-of-the-simulated-cloud"
)

// maxBody is the largest request body that is read.
const maxBody = 10 << 20

// Options configures a simulated cloud. The zero value is a demo account on
// the wall clock.
type Options struct {
	Keys       map[string]string // access key -> secret; nil means the demo key
	Now        func() time.Time  // nil means time.Now
	Pace       float64           // 0.1 makes everything finish ten times sooner; 0 means 1
	Seed       string            // one of Seeds(); "" means "demo"
	SeedNumber int64             // moves every identifier to another range
}

// Server is a simulated cloud. All keys open the same account. It is safe for
// concurrent use; calls are served one after the other.
type Server struct {
	keys     map[string]string
	now      func() time.Time
	pace     float64
	number   int64
	routes   map[string]map[string]*route // path -> action -> route
	byID     map[string]*route
	nonces   nonceBook
	faults   faultBook
	calls    callBook
	requests atomic.Int64
	world    atomic.Pointer[World]
}

// New returns a cloud filled with the seed that o names. It panics when there
// is no such seed: check names that come from outside against Seeds first.
func New(o Options) *Server {
	s := &Server{keys: o.Keys, now: o.Now, pace: o.Pace, number: o.SeedNumber}
	if s.keys == nil {
		s.keys = map[string]string{DemoKey: DemoSecret}
	}
	if s.now == nil {
		s.now = time.Now
	}
	if s.pace == 0 {
		s.pace = 1
	}
	s.route(learned())
	registerAll(s)
	if o.Seed == "" {
		o.Seed = "demo"
	}
	if err := s.Seed(o.Seed); err != nil {
		panic("sim: " + err.Error())
	}
	return s
}

// route is one documented operation with what is derived from it at start.
type route struct {
	op      *apidoc.Operation
	style   style
	shapes  shapes
	checks  []check
	handler Handler // nil: documented, not simulated
}

// Handler serves one action. It runs under the world's lock, with the world
// settled to the moment of the call, and r checked against the documentation.
// A refusal is returned as a Refusal; any other error is an internal one.
type Handler func(w *World, r Request) (Reply, error)

// learned is what the documentation tells of its operations, read once for all
// clouds: nothing changes it.
var learned = sync.OnceValue(func() []route {
	var all []route
	for i := range apidoc.Load().Operations {
		op := &apidoc.Load().Operations[i]
		all = append(all, route{op: op, style: styleOf(op), shapes: shapesOf(op), checks: checksOf(op)})
	}
	return all
})

func (s *Server) route(all []route) {
	s.routes = map[string]map[string]*route{}
	s.byID = map[string]*route{}
	for _, r := range all {
		rt := &r
		s.byID[r.op.ID] = rt
		if s.routes[r.op.Path] == nil {
			s.routes[r.op.Path] = map[string]*route{}
		}
		s.routes[r.op.Path][r.op.Action] = rt
	}
	s.routeVariants(all)
}

// routeVariants adds the other spellings of actions. One that is another
// operation's own action stays that: the sample of DescribeSnapshotQuota sends
// RollbackDiskBySnapshot by mistake.
func (s *Server) routeVariants(all []route) {
	for _, r := range all {
		op := r.op
		for _, action := range op.ActionVariants {
			if s.routes[op.Path][action] == nil {
				s.routes[op.Path][action] = s.byID[op.ID]
			}
		}
	}
}

// handle registers the handler of an operation. A wrong or repeated id is a
// mistake of the program and panics at start.
func (s *Server) handle(id string, h Handler) {
	rt := s.byID[id]
	if rt == nil || rt.handler != nil {
		panic("sim: no such operation, or registered twice: " + id)
	}
	rt.handler = h
}

// Supported lists the ids of the operations that are simulated, sorted.
func (s *Server) Supported() []string {
	var ids []string
	for id, rt := range s.byID {
		if rt.handler != nil {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

// ServeHTTP answers one call of the API. It never reads the host name: every
// documented host is the same account here.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.guarded(r).write(w)
}

// guarded turns a bug of ours into the documented 500.
func (s *Server) guarded(r *http.Request) (a answer) {
	defer func() {
		if p := recover(); p != nil {
			slog.Error("simulated cloud: handler panicked", "path", r.URL.Path, "panic", fmt.Sprint(p))
			a = s.refuse(nil, refusalInternal)
		}
	}()
	return s.answer(r)
}

func (s *Server) answer(r *http.Request) answer {
	actions := s.routes[strings.TrimSuffix(r.URL.Path, "/")]
	if actions == nil {
		return s.refuse(nil, refusalPath)
	}
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return s.refuse(nil, refusalParse)
	}
	now := s.now()
	if err := s.authenticate(r.Method, query, now); err != nil {
		s.calls.badSignature()
		return s.refuse(nil, err)
	}
	rt := actions[query.Get("Action")]
	if rt == nil || rt.handler == nil {
		s.calls.unknown(r.URL.Path, query.Get("Action"))
		return s.refuse(rt, refusalAction)
	}
	a := s.perform(rt, r, query, now)
	s.calls.served(rt.op.ID, a.code)
	return a
}

// perform is everything after the route is known: faults, decoding, the
// documentation's checks, the handler.
func (s *Server) perform(rt *route, r *http.Request, query url.Values, now time.Time) answer {
	if !rt.op.Allows(r.Method) {
		return s.refuse(rt, refusalMethod)
	}
	fault := s.faults.take(rt.op.ID)
	if err := fault.wait(r.Context()); err != nil {
		return answer{drop: true}
	}
	if a, hit := s.instead(fault, rt); hit {
		return a
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody+1))
	if err != nil {
		return answer{drop: true}
	}
	if len(body) > maxBody {
		return s.refuse(rt, refusalTooLarge)
	}
	req, err := decode(rt, query, body)
	if err != nil {
		return s.refuse(rt, err)
	}
	return fault.spoil(s.call(rt, req, now, fault))
}

// call runs a handler at a moment of the world's time and encodes its reply
// before the lock is released, so that a reply may refer to the world's state.
func (s *Server) call(rt *route, req Request, now time.Time, fault Fault) answer {
	w := s.world.Load()
	w.mu.Lock()
	defer w.mu.Unlock()
	reply, err := w.run(rt, req, now, fault)
	if err != nil {
		return s.refuse(rt, err)
	}
	return s.succeed(rt, reply)
}

// run is call without lock and envelope.
func (w *World) run(rt *route, req Request, now time.Time, fault Fault) (Reply, error) {
	if err := checkAll(rt, req); err != nil {
		return Reply{}, err
	}
	w.settle(now)
	w.failNext, w.failOnly = fault.FailTask, fault.Resource
	defer func() { w.failNext, w.failOnly = false, "" }()
	return rt.handler(w, req)
}

// refuse encodes an error in the spelling of the route; rt may be nil.
func (s *Server) refuse(rt *route, err error) answer {
	var ref Refusal
	if !errors.As(err, &ref) {
		slog.Error("simulated cloud: handler failed", "error", err)
		ref = refusalInternal
	}
	st := commonStyle
	if rt != nil {
		st = rt.style
	}
	return answer{status: ref.HTTP, code: ref.Code, body: st.refusal(ref, s.requestID())}
}

func (s *Server) succeed(rt *route, reply Reply) answer {
	body, err := rt.style.success(reply, s.requestID())
	if err != nil {
		return s.refuse(rt, fmt.Errorf("encode %s: %w", rt.op.ID, err))
	}
	return answer{status: http.StatusOK, body: body}
}

func (s *Server) requestID() string {
	return uuidOf(s.number, "request", s.requests.Add(1))
}
