package sim

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// subjectState is the account's test money.
type subjectState struct {
	subjects table[*subject]
}

func registerSubject(s *Server) {
	s.handle("subject.DescribeSubjects", describeSubjects)
}

const dayLayout = "2006-01-02"

// subject is a test account: money of its own, for a time, perhaps for some
// zones only. No operation makes one; the provider gives it.
type subject struct {
	id         int
	name       string
	income     money
	begin, end time.Time // end is the last day
	zones      []ecsZone // empty means all
}

// key is the id as text.
func (s *subject) key() string { return strconv.Itoa(s.id) }

// isNamed tells whether a parameter or a ledger entry means this account: the
// ECS chapter names it by its name, the others by its id.
func (s *subject) isNamed(want string) bool { return want == s.name || want == s.key() }

// giveSubject is the provider handing out test money.
func (w *World) giveSubject(name string, income money, begin, end time.Time, zones ...ecsZone) *subject {
	s := &subject{
		id: 3_273_000 + int(w.count("subject")), name: name, income: income,
		begin: begin, end: end, zones: zones,
	}
	w.subject.subjects.Put(s.key(), s)
	return s
}

// subjectNamed finds a test account by its name or its id.
func (w *World) subjectNamed(want string) (*subject, bool) {
	for s := range w.subject.subjects.All() {
		if s.isNamed(want) {
			return s, true
		}
	}
	return nil, false
}

// pays tells whether the test account may be used for something in a zone at a
// moment.
func (s *subject) pays(z ecsZone, at time.Time) bool {
	in := func(o ecsZone) bool { return o.Code == z.Code }
	return !at.Before(s.begin) && at.Before(s.end.AddDate(0, 0, 1)) && (len(s.zones) == 0 || slices.ContainsFunc(s.zones, in))
}

// subjectBalance is what is left of the test money.
func (w *World) subjectBalance(s *subject) money {
	left := s.income
	for _, e := range w.ledger.entries {
		if s.isNamed(e.Subject) {
			left -= e.cost(time.Time{}, w.now.Add(time.Nanosecond))
		}
	}
	return left
}

func describeSubjects(w *World, r Request) (Reply, error) {
	list := []any{}
	for s := range w.subject.subjects.All() {
		siteIDs, siteNames := "unlimited", "无限制"
		if len(s.zones) > 0 {
			var ids, names []string
			for _, z := range s.zones {
				ids, names = append(ids, z.id), append(names, z.Name)
			}
			siteIDs, siteNames = strings.Join(ids, ","), strings.Join(names, ",")
		}
		list = append(list, r.Record("Data.SubjectList[]", obj{
			"Id": s.id, "Name": s.name, "Balance": fmt.Sprintf("%.2f", w.subjectBalance(s).Cents()),
			"BeginTime": s.begin.In(clockZone).Format(dayLayout), "EndTime": s.end.In(clockZone).Format(dayLayout),
			"BillMethod": "0", "BillMethodDisplay": "按需计费",
			"GoodsIds": "unlimited", "GoodsNames": "无限制", "SiteIds": siteIDs, "SiteNames": siteNames,
		}))
	}
	return Reply{Data: r.Record("Data", obj{"Total": len(list), "Currency": "人民币", "SubjectList": list})}, nil
}

// describeAccountSubject is the ECS chapter's view of the same accounts.
func describeAccountSubject(w *World, r Request) (Reply, error) {
	list := []any{}
	for s := range w.subject.subjects.All() {
		list = append(list, r.Record("Data[]", obj{
			"Name": s.name, "Balance": w.subjectBalance(s).Cents(), "Income": s.income.Cents(),
			"Duration":  int(s.end.Sub(s.begin) / (24 * time.Hour)),
			"BeginTime": s.begin.In(clockZone).Format(dayLayout), "EndTime": s.end.In(clockZone).Format(dayLayout),
		}))
	}
	return Reply{Data: list}, nil
}
