package handlers

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"yunque/internal/resource"
	"yunque/internal/store"
	"yunque/internal/tasks"
	"yunque/internal/views/layout"
	vr "yunque/internal/views/resource"
)

const (
	heartbeat   = 15 * time.Second
	writeLimit  = 10 * time.Second
	maxRowsEach = 40 // of one change; above it the whole list is asked to refresh
)

// events is the one stream of a browser: on connect the present state, then
// every change of the account. Rows are named, not sent: each page asks for
// those it shows, in its own columns and language.
func (s *Server) events(c echo.Context) error {
	v := visitOf(c)
	ctx, leave, ok := s.streams.enter(c.Request().Context(), v.session.ID, v.owner())
	if !ok {
		return &unfit{http.StatusTooManyRequests, resource.T("pace.streams")}
	}
	defer leave()
	ctx, unname := v.whileNamed(ctx)
	defer unname()
	changes, cancel := s.Hub.Subscribe(v.profile.Account)
	defer cancel()

	h := c.Response().Header()
	h.Set(echo.HeaderContentType, "text/event-stream")
	h.Set("X-Accel-Buffering", "no")
	c.Response().WriteHeader(http.StatusOK)
	out := &stream{w: c.Response(), control: http.NewResponseController(c.Response())}
	_ = out.control.SetReadDeadline(time.Time{}) // nothing more is read, and that is no fault of the browser
	if err := s.presentState(c, out); err != nil {
		return nil
	}
	s.tell(ctx, c, out, changes)
	return nil
}

// tell sends changes until the stream ends, by whichever side.
func (s *Server) tell(ctx context.Context, c echo.Context, out *stream, changes <-chan tasks.Change) {
	tick := time.NewTicker(heartbeat)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			// A console that shuts down, or wants to know who asks, is asked again.
			var why bye
			if errors.As(context.Cause(ctx), &why) {
				out.bye(why)
			}
			return
		case <-tick.C:
			if why, ok := s.ended(c, visitOf(c)); ok {
				out.bye(why)
				return
			}
			if out.comment() != nil {
				return
			}
		case change, open := <-changes:
			if !open || s.sendChange(c, out, change) != nil {
				return
			}
		}
	}
}

// ended tells whether the session of a stream is over, and why: a stream does
// not outlive it, wherever it was ended.
func (s *Server) ended(c echo.Context, v *visit) (bye, bool) {
	session, err := s.DB.Session(c.Request().Context(), v.session.ID)
	if err == nil {
		v.session = session
	}
	if s.over(v.session) {
		return byeExpired, true
	}
	if errors.Is(err, store.ErrNotFound) {
		return byeEnded, true
	}
	return byeMoved, err != nil
}

// presentState is sent on connect, so that nothing missed needs replay.
func (s *Server) presentState(c echo.Context, out *stream) error {
	if err := s.sendBell(c, out); err != nil {
		return err
	}
	return out.event("sync", "1")
}

func (s *Server) sendChange(c echo.Context, out *stream, change tasks.Change) error {
	if err := s.sendBell(c, out); err != nil {
		return err
	}
	if change.Kind == tasks.KindApprovals {
		return out.event(tasks.KindApprovals, "1")
	}
	if err := out.event("tasks", "1"); err != nil {
		return err
	}
	if len(change.Targets) > maxRowsEach {
		return out.event("list-"+change.Kind, "1")
	}
	for _, t := range change.Targets {
		if err := out.event(vr.RowID(t.Kind, t.ID), "1"); err != nil {
			return err
		}
	}
	return nil
}

// sendBell sends the bell and the banners, the two parts that every page has.
func (s *Server) sendBell(c echo.Context, out *stream) error {
	ctx, v := c.Request().Context(), visitOf(c)
	running, err := s.Tracker.Open(ctx, v.profile.Account)
	if err != nil {
		return err
	}
	flashes, err := s.flashesOf(c)
	if err != nil {
		return err
	}
	waiting, err := s.waitingFor(ctx, v)
	if err != nil {
		return err
	}
	parts := []templ.Component{layout.BellPartial(running, waiting), layout.FlashPartial(flashes)}
	if s.fourEyes() {
		parts = append(parts, layout.WaitingPartial(waiting))
	}
	return out.fragments(ctx, parts...)
}

// stream writes server-sent events, each under a deadline of its own.
type stream struct {
	w       http.ResponseWriter
	control *http.ResponseController
	id      int
}

func (o *stream) write(b []byte) error {
	_ = o.control.SetWriteDeadline(time.Now().Add(writeLimit))
	if _, err := o.w.Write(b); err != nil {
		return err
	}
	return o.control.Flush()
}

// event sends a name for the page's listeners.
func (o *stream) event(name, data string) error {
	o.id++
	return o.write(fmt.Appendf(nil, "id: %d\nevent: %s\ndata: %s\n\n", o.id, name, data))
}

// fragments sends rendered parts of the page, which name their own places.
func (o *stream) fragments(ctx context.Context, parts ...templ.Component) error {
	var b bytes.Buffer
	for _, p := range parts {
		if err := p.Render(ctx, &b); err != nil {
			return err
		}
	}
	o.id++
	lines := strings.ReplaceAll(strings.ReplaceAll(b.String(), "\r", ""), "\n", "\ndata: ")
	return o.write(fmt.Appendf(nil, "id: %d\ndata: %s\n\n", o.id, lines))
}

func (o *stream) comment() error { return o.write([]byte(": \n\n")) }

// bye tells the browser not to come back: its session is over.
func (o *stream) bye(why bye) {
	if why != byeMoved {
		_ = o.event("bye", string(why))
	}
}
