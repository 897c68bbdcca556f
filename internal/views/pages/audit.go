package pages

import (
	"context"
	"net/url"
	"strconv"
	"time"

	"yunque/internal/i18n"
	"yunque/internal/resource"
	"yunque/internal/views/route"
)

// AuditLine is one attempt in the audit trail.
type AuditLine struct {
	Seq       int64
	At        time.Time
	What      resource.Text
	Operation string // catalogue id
	Who       string
	Second    string // the other one of two; "" for none
	Role      string
	From      string // address
	Targets   []Target
	State     resource.State
	Code      string
	Price     string
	RequestID string
	Href      string
}

// AuditProps is the audit trail with what it is narrowed by.
type AuditProps struct {
	Lines                                   []AuditLine
	Search, Person, Operation, Kind, Target string
	Since, Until                            string // as a field for date and time has them
	Outcome                                 resource.Filter
	Page, Pages, Matched                    int
	All                                     bool // of every account
}

// AuditDetailProps is one attempt with all its rows.
type AuditDetailProps struct {
	AuditLine
	Key, Agent, Session string
	Site                resource.Text
	Request             string // indented JSON without secrets
	Task                string // its page in the task centre; "" for none
	Rows                []AuditEntry
}

// AuditEntry is one row of an attempt.
type AuditEntry struct {
	Seq     int64
	At      time.Time
	State   resource.State
	Took    time.Duration
	Message string
	Hash    string
}

// auditHref is a path of the trail's with what it is narrowed by.
func auditHref(path string, p AuditProps, page int) string {
	v := url.Values{}
	for key, value := range map[string]string{
		route.ParamSearch: p.Search, "person": p.Person, "operation": p.Operation, "kind": p.Kind, "target": p.Target, "since": p.Since, "until": p.Until,
	} {
		if value != "" {
			v.Set(key, value)
		}
	}
	if len(p.Outcome.Chosen) > 0 {
		v["outcome"] = p.Outcome.Chosen
	}
	if page > 1 {
		v.Set(route.ParamPage, strconv.Itoa(page))
	}
	if len(v) == 0 {
		return path
	}
	return path + "?" + v.Encode()
}

// folded tells whether what is seldom asked for can stay out of sight.
func (p AuditProps) folded() bool {
	return p.Person+p.Operation+p.Target+p.Since+p.Until == ""
}

func (p AuditProps) narrowed() bool { return auditHref("", p, 1) != "" }

func auditFacts(p AuditDetailProps) []resource.Fact {
	plain := func(key, value string) resource.Fact {
		return resource.Fact{Label: resource.T("audit." + key), Cell: resource.Cell{Text: resource.Lit(value)}}
	}
	role := resource.Text{}
	if p.Role != "" {
		role = resource.T("role." + p.Role)
	}
	return []resource.Fact{
		{Label: resource.T("audit.at"), Cell: resource.Cell{Kind: resource.TimeCell, Time: p.At}},
		plain("who", p.Who),
		{Label: resource.T("audit.role"), Cell: resource.Cell{Text: role}},
		plain("second", p.Second),
		plain("from", p.From),
		{Label: resource.T("audit.key"), Cell: resource.Cell{Text: resource.Lit(p.Key), Mono: true}},
		{Label: resource.T("audit.site"), Cell: resource.Cell{Text: p.Site}},
		{Label: resource.T("audit.operation"), Cell: resource.Cell{Text: resource.Lit(p.Operation), Mono: true}},
		plain("price", p.Price),
		{Label: resource.T("audit.code"), Cell: resource.Cell{Text: resource.Lit(p.Code), Mono: true}},
		{Label: resource.T("audit.request_id"), Cell: resource.Cell{Text: resource.Lit(p.RequestID), Mono: true, Copy: p.RequestID}},
		{Label: resource.T("audit.session"), Cell: resource.Cell{Text: resource.Lit(p.Session), Mono: true}},
		plain("agent", p.Agent),
	}
}

func millis(ctx context.Context, e AuditEntry) string {
	if e.Took <= 0 {
		return ""
	}
	return i18n.T(ctx, "audit.millis", e.Took.Milliseconds())
}
