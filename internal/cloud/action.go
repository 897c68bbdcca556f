package cloud

import (
	"context"
	"net/http"
)

// Kind says what an operation does to the provider's state. It comes from the
// catalogue, not from the HTTP method: sixteen GETs change state.
type Kind uint8

const (
	// Read operations change nothing: only they are retried, cached and shared.
	Read Kind = iota
	// Write operations change something and are sent exactly once.
	Write
)

// Tracker names the way to learn the end of an accepted write.
type Tracker string

const (
	TrackNone    Tracker = ""             // done when answered
	TrackTask    Tracker = "task"         // common.DescribeTask
	TrackBms     Tracker = "bms_task"     // bms.DescribeBmsTask
	TrackGcw     Tracker = "gcw_task"     // gcw.QueryTask, needs its requestId
	TrackECS     Tracker = "ecs_event"    // ecs.DescribeEvent
	TrackEBS     Tracker = "ebs_event"    // ebs.DescribeEvent
	TrackVPC     Tracker = "vpc_task"     // no query: watch the resource
	TrackStorage Tracker = "storage_task" // no query: watch the resource
)

// Host is one of the provider's two address families; a Site says where each
// is reached.
type Host string

const (
	// CDS is cdsapi.capitalonline.net and its regional twins.
	CDS Host = "cdsapi"
	// API is api.capitalonline.net, which serves ECS, EBS, snapshots and subjects.
	API Host = "api"
)

// Info identifies one operation.
type Info struct {
	Service string // catalogue service, "ccs.instance"
	Action  string // as sent, "StopInstance"
	Method  string
	Host    Host
	Path    string // "/ccs"
	Kind    Kind
	Tracker Tracker
}

// ID is the operation's id in the catalogue, "ccs.instance.StopInstance".
func (i Info) ID() string { return i.Service + "." + i.Action }

// Service is where a family of operations lives.
type Service struct {
	Name string
	Host Host
	Path string
}

// Get describes an operation sent as GET, its parameters in the signed query.
func (s Service) Get(action string) Info { return s.info(http.MethodGet, action) }

// Post describes an operation sent as POST with a JSON body.
func (s Service) Post(action string) Info { return s.info(http.MethodPost, action) }

func (s Service) info(method, action string) Info {
	return Info{Service: s.Name, Action: action, Method: method, Host: s.Host, Path: s.Path}
}

// At moves an operation to another path of its host: some live away from
// their neighbours (quirk 7).
func (i Info) At(path string) Info { i.Path = path; return i }

// On moves an operation to the other host (quirk 5).
func (i Info) On(h Host) Info { i.Host = h; return i }

// Action is one operation with its request and answer types.
type Action[Req, Resp any] struct{ info Info }

// Info tells which operation this is.
func (a Action[Req, Resp]) Info() Info { return a.info }

// ReadOf declares an operation that changes nothing.
func ReadOf[Req, Resp any](i Info) Action[Req, Resp] {
	i.Kind = Read
	return declare[Req, Resp](i)
}

// WriteOf declares an operation whose change is done when it is answered.
func WriteOf[Req, Resp any](i Info) Action[Req, Resp] {
	i.Kind = Write
	return declare[Req, Resp](i)
}

// AsyncOf declares an operation that is accepted first and finished later.
func AsyncOf[Req, Resp any](i Info, t Tracker) Action[Req, Resp] {
	i.Kind, i.Tracker = Write, t
	return declare[Req, Resp](i)
}

// Declared is an action with its types hidden, for the contract tests and the
// coverage report.
type Declared struct {
	Info     Info
	Request  func() any // pointer to a new request struct
	Response func() any // pointer to a new response struct
}

// declared is the one deliberate package-level list: it has no order that
// matters and no failure, and lets the coverage report see every action.
var declared []Declared

func declare[Req, Resp any](i Info) Action[Req, Resp] {
	declared = append(declared, Declared{
		Info:     i,
		Request:  func() any { return new(Req) },
		Response: func() any { return new(Resp) },
	})
	return Action[Req, Resp]{info: i}
}

// Actions lists every declared action of the imported service packages.
func Actions() []Declared { return declared }

// Caller carries one operation to the provider on behalf of one account. It is
// the only seam to fake. The request is a request struct, or a map[string]any
// for calls that are made from the catalogue alone.
type Caller interface {
	Do(ctx context.Context, op Info, req any) (*Envelope, error)
}

// Call sends the request and decodes what came back. The error is an *Error.
func (a Action[Req, Resp]) Call(ctx context.Context, c Caller, req Req) (Resp, error) {
	resp, _, err := a.Start(ctx, c, req)
	return resp, err
}

// Start is Call for operations that finish later: it also returns the ticket
// to follow, which is empty when there is nothing to wait for.
func (a Action[Req, Resp]) Start(ctx context.Context, c Caller, req Req) (Resp, Ticket, error) {
	var resp Resp
	env, err := c.Do(ctx, a.info, req)
	if err != nil {
		return resp, Ticket{}, err
	}
	if err := env.Decode(&resp); err != nil {
		return resp, env.Ticket, &Error{Op: a.info.ID(), Code: CodeMalformed, RequestID: env.RequestID, Status: env.Status, Err: err}
	}
	return resp, env.Ticket, nil
}
