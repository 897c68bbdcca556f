package ledger

import (
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/google/uuid"

	"yunque/internal/resource"
	"yunque/internal/store"
)

// Errors of Submit; each means that nothing was sent.
var (
	ErrKeyReused = errors.New("the form's key belongs to another job")
	ErrClosing   = errors.New("the console is shutting down")
	ErrBadKey    = errors.New("a form's key has 1 to 128 characters")
	ErrNoSteps   = errors.New("a job needs at least one step")
)

// Codes of acts that the provider did not give: why an act was not sent, or
// why its outcome is not known.
const (
	CodeStopped     = "Stopped"       // a person stopped the rest of the job
	CodeTooMany     = "TooManyErrors" // the job stopped itself
	CodeEarlier     = "EarlierFailed" // a step that it needed did not succeed
	CodeShutdown    = "Shutdown"      // the console was shut down before its turn
	CodeRestarted   = "Restarted"     // the console ended before its turn
	CodeInterrupted = "Interrupted"   // the console ended while the call was out
	CodePanicked    = "Panicked"      // our own fault while the call was out
	CodeInternal    = "Internal"      // an error that is not the provider's
	CodeUnrecorded  = "Unrecorded"    // the database did not take it
)

const (
	parallel       = 4 // calls of one job at a time
	errorsInARow   = 5 // end a job
	maxKey         = 128
	recordTimeout  = 15 * time.Second
	defaultTimeout = 2 * time.Minute
	recentJobs     = 50
	timesShown     = 2 // a success leaves the banner stack after that
)

// Who is the person a job is done for.
type Who = store.Who

// Request is one submitted form.
type Request struct {
	Key    string // made with the form, new for each form
	Title  string // what tells this job from others of its kind: a name, a count
	Kind   string // slug
	Op     string // slug
	Effect resource.Effect
	Danger resource.Danger
	Price  string // of all steps, as quoted; empty when nobody asked
	Steps  []resource.Step
	// InOrder sends the steps one after the other, each only once the one
	// before was accepted.
	InOrder bool
	// Where it takes a second person: why it is to be done, how its page is
	// filled in (opaque here, without secrets), and once there is one, the
	// approval to use.
	Reason   string
	Form     string
	Approval string
}

// Follower learns how accepted acts end.
type Follower interface {
	// Plan makes the tasks an accepted act needs; none when there is nothing
	// to ask. They are stored with the outcome.
	Plan(a store.Act, out resource.Outcome) []store.Task
	// Follow begins asking about stored tasks.
	Follow(tasks []store.Task)
}

// Publisher tells open pages what changed. It must not block.
type Publisher interface {
	ActsChanged(acts ...store.Act)
	// ApprovalsChanged tells of one that is new or has moved.
	ApprovalsChanged(account, id string)
}

// Config is what a Ledger needs.
type Config struct {
	DB      *store.DB
	Tasks   Follower
	Publish Publisher
	Log     *slog.Logger
	NewID   func() string // nil for UUIDs in order of time
	Timeout time.Duration // of one call; 0 for two minutes
	// FourEyes are the roles whose gravest acts wait for a second person, for
	// ApprovalLasts at most and, once approved, for as long again.
	FourEyes      []string
	ApprovalLasts time.Duration // 0 for one hour
}

// Ledger sends writes. It is safe for concurrent use.
type Ledger struct {
	Config

	mu      sync.Mutex
	closing bool
	jobs    map[string]*queue // running jobs of several steps, by key
	out     sync.WaitGroup    // submits and jobs under way
}

// New makes a ledger; call Recover before the first Submit.
func New(c Config) *Ledger {
	if c.NewID == nil {
		c.NewID = func() string { return uuid.Must(uuid.NewV7()).String() }
	}
	if c.Timeout == 0 {
		c.Timeout = defaultTimeout
	}
	if c.ApprovalLasts == 0 {
		c.ApprovalLasts = defaultApproval
	}
	return &Ledger{Config: c, jobs: make(map[string]*queue)}
}

// enter counts a submit in, unless the ledger is closing.
func (l *Ledger) enter() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.closing {
		l.out.Add(1)
	}
	return !l.closing
}
