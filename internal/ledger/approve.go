package ledger

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"yunque/internal/cloud"
	"yunque/internal/resource"
	"yunque/internal/store"
)

// Errors of Submit for an act that takes a second person; nothing was sent and
// nothing is waiting.
var (
	ErrNoReason = errors.New("an act that waits for a second person needs a reason")
	ErrSecret   = errors.New("an act that holds a secret cannot wait for a second person")
	ErrNobody   = errors.New("an act that takes a second person needs a named first one")
)

// Held is the error of Submit for an act that now waits for a second person;
// nothing was sent.
type Held struct{ store.Approval }

func (h *Held) Error() string { return "approval " + h.ID + " is waiting for a second person" }

// NotApproved is the error of Submit for an act that claims an approval it does
// not have; nothing was sent.
type NotApproved struct{ Why Unapproved }

func (n *NotApproved) Error() string { return "not approved: " + string(n.Why) }

// Unapproved is why an approval cannot be used, or decided.
type Unapproved string

// The reasons.
const (
	Undecided Unapproved = "undecided" // nobody has approved it
	Decided   Unapproved = "decided"   // somebody else has
	Declined  Unapproved = "declined"
	Withdrawn Unapproved = "withdrawn"
	Expired   Unapproved = "expired"
	Used      Unapproved = "used"
	Altered   Unapproved = "altered" // what would be done now is not what was approved
	OwnAct    Unapproved = "own"     // nobody is their own second person
	Others    Unapproved = "others"  // only who asked carries it out
)

// Holds tells whether what a person does on a rung of the danger ladder waits
// for a second one.
func (l *Ledger) Holds(who Who, level resource.Danger) bool {
	return level >= resource.SecondLook && slices.Contains(l.FourEyes, who.Role)
}

// hold stores a request for approval in place of sending; its error is *Held
// when that went well.
func (l *Ledger) hold(ctx context.Context, who Who, r Request, acts []store.Act) error {
	switch {
	case who.Person == "":
		return ErrNobody
	case strings.TrimSpace(r.Reason) == "":
		return ErrNoReason
	}
	steps := waiting(acts)
	for _, s := range steps {
		if cloud.LeftOut(s.Request) {
			return ErrSecret
		}
	}
	now := l.DB.Time()
	a := store.Approval{
		ID: l.NewID(), JobKey: r.Key, Title: r.Title, Kind: r.Kind, Op: r.Op, Effect: string(r.Effect), Danger: int(r.Level()), Price: r.Price,
		Steps: steps, Digest: digest(r, steps), Form: r.Form, Reason: strings.TrimSpace(r.Reason), Who: who, State: store.ApprovalPending,
		AskedAt: now, ExpiresAt: now.Add(l.ApprovalLasts),
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), recordTimeout)
	defer cancel()
	if err := l.DB.AddApproval(ctx, a); errors.Is(err, store.ErrDuplicate) {
		return l.heldBefore(ctx, a)
	} else if err != nil {
		return fmt.Errorf("hold: %w", err)
	}
	l.Publish.ApprovalsChanged(who.Account, a.ID)
	return &Held{a}
}

// heldBefore answers a form that asked already with its first answer.
func (l *Ledger) heldBefore(ctx context.Context, again store.Approval) error {
	a, err := l.DB.ApprovalOfForm(ctx, again.JobKey)
	switch {
	case err != nil:
		return fmt.Errorf("find first request: %w", err)
	case a.Who.Account != again.Who.Account || a.Who.Person != again.Who.Person || a.Digest != again.Digest:
		return ErrKeyReused
	}
	return &Held{a}
}

// waiting are acts as they are shown to a second person.
func waiting(acts []store.Act) []store.ApprovalStep {
	steps := make([]store.ApprovalStep, len(acts))
	for i, a := range acts {
		steps[i] = store.ApprovalStep{Operation: a.Operation, Targets: a.Targets, Request: json.RawMessage(a.Request)}
	}
	return steps
}

// digest is of all that was approved: which operations on what, with which
// requests, at which price. Names and places are not part of it; they may
// change meanwhile.
func digest(r Request, steps []store.ApprovalStep) string {
	type target struct{ Kind, ID string }
	type step struct {
		Operation string
		Targets   []target
		Request   json.RawMessage
	}
	all := make([]step, len(steps))
	for i, s := range steps {
		all[i] = step{Operation: s.Operation, Request: s.Request}
		for _, t := range s.Targets {
			all[i].Targets = append(all[i].Targets, target{t.Kind, t.ID})
		}
	}
	text, _ := json.Marshal([]any{r.Kind, r.Op, r.Price, r.InOrder, all}) // marshalled before: cannot fail
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// planApproved stores the plan of a job and uses up its approval, both or
// neither.
func (l *Ledger) planApproved(ctx context.Context, r Request, acts []store.Act) error {
	err := l.DB.PlanApproved(ctx, acts, r.Approval, digest(r, waiting(acts)))
	if !errors.Is(err, store.ErrNotFound) {
		return err
	}
	a, err := l.DB.Approval(ctx, acts[0].Who.Account, r.Approval)
	if err != nil {
		return err
	}
	if a.Who.Person != acts[0].Who.Person {
		return &NotApproved{Others}
	}
	return &NotApproved{l.why(a)}
}

// why is the reason why a request cannot be used, decided or withdrawn.
func (l *Ledger) why(a store.Approval) Unapproved {
	over := !l.DB.Time().Before(a.ExpiresAt)
	switch a.State {
	case store.ApprovalUsed:
		return Used
	case store.ApprovalDeclined:
		return Declined
	case store.ApprovalWithdrawn:
		return Withdrawn
	case store.ApprovalPending:
		if !over {
			return Undecided
		}
	case store.ApprovalApproved:
		if !over {
			return Altered
		}
	}
	return Expired
}

// Decide approves or declines another's request. What is approved holds for
// as long again. The caller has seen to the role.
func (l *Ledger) Decide(ctx context.Context, who Who, id string, approve bool, words string) error {
	_, err := l.DB.DecideApproval(ctx, who.Account, id, who, approve, words, l.DB.Time().Add(l.ApprovalLasts))
	return l.moved(ctx, who, id, err, func(a store.Approval) Unapproved {
		switch {
		case a.Who.Person == who.Person:
			return OwnAct
		case a.State == store.ApprovalApproved:
			return Decided // somebody else was faster
		}
		return l.why(a)
	})
}

// Withdraw takes back one's own request.
func (l *Ledger) Withdraw(ctx context.Context, who Who, id string) error {
	_, err := l.DB.WithdrawApproval(ctx, who.Account, id, who)
	return l.moved(ctx, who, id, err, func(a store.Approval) Unapproved {
		if a.Who.Person != who.Person {
			return Others
		}
		return l.why(a)
	})
}

// moved tells everyone that a request changed, or why it did not.
func (l *Ledger) moved(ctx context.Context, who Who, id string, err error, why func(store.Approval) Unapproved) error {
	if err == nil {
		l.Publish.ApprovalsChanged(who.Account, id)
		return nil
	}
	if !errors.Is(err, store.ErrNotFound) {
		return err
	}
	a, err := l.DB.Approval(ctx, who.Account, id)
	if err != nil {
		return err
	}
	return &NotApproved{why(a)}
}

// ExpireApprovals ends the requests whose time is over.
func (l *Ledger) ExpireApprovals(ctx context.Context) error {
	gone, err := l.DB.ExpireApprovals(ctx)
	for _, a := range gone {
		l.Publish.ApprovalsChanged(a.Who.Account, a.ID)
	}
	return err
}

// defaultApproval is how long a request waits where nothing is set.
const defaultApproval = time.Hour
