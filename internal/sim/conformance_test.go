package sim

import (
	"testing"
)

// ask is one call of a life.
type ask struct {
	id     string
	params params
}

// life is what every resource must go through: created, busy, settled,
// changed, refused while it is in use, deleted, gone.
type life struct {
	name     string
	make     func(l *lab) (id string)
	find     func(l *lab, id string) string // the state shown; "" when there is no such thing
	busy     string                         // the state at once
	settled  string
	change   func(id string) ask                      // nil: there is nothing to change
	changing string                                   // the state while it is changed
	use      func(l *lab, id string) (release func()) // nil: nothing can use it
	inUse    string                                   // the code that a deletion is refused with then
	remove   func(id string) ask
	gone     string // the code of deleting it again
}

// lives are all resources that come and go by calls and that a list shows.
// VLINKs and the snapshots of bare metal disks are in no list: their own tests
// follow them through what they do.
func lives() []func(*lab) life {
	return []func(*lab) life{
		serverLife, dataDiskLife, tagLife, templateLife, groupLife, ruleLife,
		vdcLife, publicNetworkLife, privateNetworkLife, gpnLife,
		vpcOwnLife, subnetLife, gatewayLife, eipLife, bandwidthLife,
		elasticServerLife, elasticImageLife, diskLife, snapshotLife,
		metalLife, metalDiskLife, desktopLife,
	}
}

func TestResourcesLiveAsDocumented(t *testing.T) {
	for _, resource := range lives() {
		l := newLab(t, "empty")
		c := resource(l)
		t.Run(c.name, func(t *testing.T) {
			l.under(t)
			l.live(c)
		})
	}
}

func (l *lab) live(c life) {
	l.t.Helper()
	id := c.make(l)
	l.expect(c, id, c.busy, "while it is made")
	l.settle()
	l.expect(c, id, c.settled, "once it is made")
	if c.change != nil {
		l.ok(c.change(id).id, c.change(id).params)
		l.expect(c, id, c.changing, "while it is changed")
		l.settle()
		l.expect(c, id, c.settled, "after a change")
	}
	if c.use != nil {
		release := c.use(l, id)
		used := c.find(l, id)
		l.refused(c.inUse, c.remove(id).id, c.remove(id).params)
		l.expect(c, id, used, "after a refusal")
		release()
		l.settle()
	}
	l.ok(c.remove(id).id, c.remove(id).params)
	l.settle()
	l.expect(c, id, "", "after it was deleted")
	l.refused(c.gone, c.remove(id).id, c.remove(id).params)
}

func (l *lab) expect(c life, id, want, when string) {
	l.t.Helper()
	if got := c.find(l, id); got != want {
		l.t.Errorf("%s %s: got state %q, want %q", c.name, when, got, want)
	}
}

// shown finds a record by a field, and returns another field of it.
func shown(list any, key, id, field string) string {
	records, _ := list.([]any)
	for _, r := range records {
		if at(r, key) == id {
			return at(r, field).(string)
		}
	}
	return ""
}

// ordered makes a resource whose id its task tells.
func ordered(id string, p params) func(*lab) string {
	return func(l *lab) string {
		l.t.Helper()
		task := params{"TaskId": l.ok(id, p)["TaskId"]}
		return at(l.ok("common.DescribeTask", task), "Data", "ResourceId").(string)
	}
}

// answered makes a resource whose id is in the answer.
func answered(id string, p params, path ...any) func(*lab) string {
	return func(l *lab) string {
		l.t.Helper()
		return at(l.ok(id, p), path...).(string)
	}
}
