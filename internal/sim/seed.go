package sim

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"time"
)

// Seeds lists the names New and Seed accept.
func Seeds() []string { return []string{"demo", "empty", "large"} }

// openingCredit is what an account without a seed of its own starts with.
var openingCredit = yuan(100_000)

// Seed replaces everything that exists by a new account: "empty", "demo" (the
// fleet of a company) or "large" (that and 5,000 servers with 10,000 disks in
// all). All of it is bought through the API's own handlers, at times in the past.
func (s *Server) Seed(name string) error {
	w := newWorld(s.pace, s.number)
	p := &planter{s: s, w: w, end: s.now()}
	w.now = p.end
	switch name {
	case "empty":
		w.ledger.Recharge(p.end, openingCredit)
	case "demo":
		p.plantDemo(nil)
	case "large":
		p.plantLarge()
	default:
		return fmt.Errorf("there is no seed named %q", name)
	}
	if p.err != nil {
		return fmt.Errorf("seed %s: %w", name, p.err)
	}
	s.world.Store(w)
	return nil
}

// planter fills a world by calling its handlers, with a clock of its own that
// runs from the past to end. After an error it does nothing more.
type planter struct {
	s   *Server
	w   *World
	at  time.Time
	end time.Time
	err error

	planned []plannedStep // oldest first
}

// plannedStep is something to be done so many days ago.
type plannedStep struct {
	days float64
	do   func()
}

// plan has something done when the clock comes past some days ago, so that
// services can plant side by side.
func (p *planter) plan(days float64, do func()) {
	after := func(s plannedStep) bool { return s.days < days }
	i := slices.IndexFunc(p.planned, after)
	if i < 0 {
		i = len(p.planned)
	}
	p.planned = slices.Insert(p.planned, i, plannedStep{days, do})
}

// start sets the clock to some days ago.
func (p *planter) start(days int) {
	p.at = p.end.AddDate(0, 0, -days)
	p.w.now = p.at
}

// until moves the clock forward to some days ago, and does on the way what was
// planned; it never moves back.
func (p *planter) until(days float64) {
	for len(p.planned) > 0 && p.planned[0].days >= days {
		step := p.planned[0]
		p.planned = p.planned[1:]
		p.advance(step.days)
		if p.err == nil {
			step.do()
		}
	}
	p.advance(days)
}

func (p *planter) advance(days float64) {
	if t := p.end.Add(-time.Duration(days * 24 * float64(time.Hour))); t.After(p.at) {
		p.at = t
	}
}

// call performs one operation as a client would.
func (p *planter) call(id string, params obj) Reply { return p.callFailing(id, params, false) }

// callFailing is call; the task it begins fails if fail is set.
func (p *planter) callFailing(id string, params obj, fail bool) Reply {
	if p.err != nil {
		return Reply{}
	}
	body, err := json.Marshal(params)
	if err != nil {
		p.err = err
		return Reply{}
	}
	rt := p.s.byID[id]
	req, err := decode(rt, url.Values{}, body)
	if err != nil {
		p.err = fmt.Errorf("%s: %w", id, err)
		return Reply{}
	}
	reply, err := p.w.run(rt, req, p.at, Fault{FailTask: fail})
	if err != nil {
		p.err = fmt.Errorf("%s %s: %w", id, body, err)
	}
	return reply
}

// finish waits for the task of a reply and returns what it made or changed.
func (p *planter) finish(r Reply) []string {
	t, ok := p.w.tasks.Get(r.TaskID)
	if p.err != nil || !ok {
		return nil
	}
	if t.ends.After(p.at) {
		p.at = t.ends
	}
	p.w.settle(p.at)
	return t.work.Resources
}

// make is call and finish for operations that make one thing.
func (p *planter) make(id string, params obj) string {
	made := p.finish(p.call(id, params))
	if len(made) == 0 {
		if p.err == nil {
			p.err = fmt.Errorf("%s made nothing", id)
		}
		return ""
	}
	return made[0]
}

// balance rewrites what was paid in so that exactly so much is left at the
// end. Every month begins with a round payment for what it will cost; the odd
// rest and all that is left over are in the first.
func (p *planter) balance(left money, months int) {
	const round = 1000 * 10_000
	l := &p.w.ledger
	l.recharges = nil
	rest := left - l.Balance(p.end)
	from := p.end
	for n := range months - 1 {
		to := from
		from = p.end.AddDate(0, -n-1, 0)
		share := l.cost(from, to) / round * round
		rest -= share
		l.recharges = append(l.recharges, recharge{from, share})
	}
	l.recharges = append(l.recharges, recharge{p.end.AddDate(0, -months, 0), rest})
	slices.Reverse(l.recharges)
}
