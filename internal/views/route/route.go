// Package route writes the console's own addresses. Pages link with these
// functions and the route table is tested against them, so that an address is
// spelled in one place.
package route

import (
	"net/url"
	"sort"
	"strconv"
	"strings"

	"yunque/internal/resource"
)

// Addresses of the pages that are there once.
const (
	Home           = "/"
	SignIn         = "/sign-in"
	SignOut        = "/sign-out" // POST
	Tasks          = "/tasks"
	Bell           = "/tasks/bell"    // fragment
	DismissAll     = "/tasks/dismiss" // POST
	Audit          = "/audit"
	AuditCSV       = "/audit.csv"
	AuditLines     = "/audit.jsonl"
	Explorer       = "/explorer"
	Settings       = "/settings"
	SetLanguage    = "/settings/language"        // POST lang, next
	SetTheme       = "/settings/theme"           // POST theme, next
	SetZone        = "/settings/zone"            // POST zone, next
	SetDensity     = "/settings/density"         // POST dense, next
	SetEnvironment = "/settings/environment"     // POST profile, environment, next: marks its account
	SetProfile     = "/settings/profile"         // POST profile, next: switches to it
	ForgetKeys     = "/settings/profiles/forget" // POST profile
	Sessions       = "/settings/sessions"        // ?person= for an administrator
	EndSession     = "/settings/sessions/end"    // POST session, person
	EndOthers      = "/settings/sessions/others" // POST: ends all of one's own but this one
	Proof          = "/proof"                    // ?next=; POST proof, next
	Approvals      = "/approvals"
	Palette        = "/palette" // fragment, ?q=
	Events         = "/events"  // SSE

	Session       = "/session"         // JSON: how long it still has
	Stay          = "/session/stay"    // POST: a person is there; JSON as above
	OtherAccount  = "/session/other"   // fragment: what to do when a page is of another account
	BackToAccount = "/session/account" // POST mark: works again with the account of a page

	Gallery    = "/gallery"
	ServerNew  = "/instances/new"
	ElasticNew = "/ecs/new"
)

// Names of form fields and URL parameters that every page shares.
const (
	ParamSearch  = "q"
	ParamSort    = "sort"
	ParamPage    = "page"
	ParamSize    = "size"
	ParamColumns = "cols"
	ParamID      = "id"      // the resources of a bulk operation, repeated
	ParamKey     = "key"     // makes a form's write happen once
	ParamConfirm = "confirm" // what a person typed to confirm
	ParamSeen    = "seen"    // what a person ticked as seen, repeated
	ParamWhy     = "why"     // why an act that waits for a second person is to be done
	ParamProof   = "proof"   // the secret key, typed again
	ParamRedraw  = "redraw"  // draw the form again instead of doing what it says
	ParamAll     = "all"     // instead of ids: all that the query beside it matches
	ParamNext    = "next"    // where to go after a settings form
	ParamRound   = "round"   // how often something was asked before
	ParamCall    = "call"    // a call the explorer made
	ParamKept    = "kept"    // a form carried through signing in: its values as a query,
	ParamKeptAt  = "kept_at" // and where it was sent
	ParamQuery   = "query"   // of the list that a saved view is about
	ParamAsked   = "asked"   // what came of asking about a task at once: "answered" or "silent"
	ParamLater   = "later"   // read also what is read once the page is there
)

// List is a list page with its query; parts at their defaults are left out.
func List(slug string, q resource.Query) string { return "/" + slug + query(q) }

// CSV is the export of what a query matches.
func CSV(slug string, q resource.Query) string {
	q.Page = 1
	return "/" + slug + ".csv" + query(q)
}

// Detail is one resource's page.
func Detail(slug, id string) string { return "/" + slug + "/" + url.PathEscape(id) }

// Tab is one tab of a resource's page.
func Tab(slug, id, tab string) string {
	if tab == resource.TabOverview {
		return Detail(slug, id)
	}
	return Detail(slug, id) + "?tab=" + url.QueryEscape(tab)
}

// With is an address that says some more.
func With(at string, more map[string]string) string {
	if len(more) == 0 {
		return at
	}
	path, query, _ := strings.Cut(at, "?")
	v, _ := url.ParseQuery(query)
	for key, value := range more {
		v.Set(key, value)
	}
	return path + "?" + v.Encode()
}

// Draft is where the draft of a create form is forgotten (POST).
func Draft(at string) string { return at + "/draft" }

// Later is a tab with what is read once the page is there.
func Later(slug, id, tab string) string {
	return Detail(slug, id) + "?" + url.Values{"tab": {tab}, ParamLater: {"1"}}.Encode()
}

// Views is where a list's saved views are looked after, and saved (POST).
func Views(slug string) string { return "/" + slug + "/views" }

// View is where one saved view is deleted or made the first (POST).
func View(slug, id, act string) string { return Views(slug) + "/" + url.PathEscape(id) + "/" + act }

// Compare puts resources side by side, all their facts or those that differ.
func Compare(slug string, ids []string, onlyDifferent bool) string {
	v := url.Values{ParamID: ids}
	if onlyDifferent {
		v.Set("only", "different")
	}
	return "/" + slug + "/differences?" + v.Encode()
}

// Row is one row of a list, as a fragment, with the columns of the query.
func Row(slug, id string, q resource.Query) string {
	return Detail(slug, id) + "/row" + query(resource.Query{Columns: q.Columns})
}

// RowMenu are a row's operations, as a fragment.
func RowMenu(slug, id string) string { return Detail(slug, id) + "/menu" }

// Waiting asks after busy resources of a list, in rounds, as a fragment.
func Waiting(slug string, ids []string, round int) string {
	return "/" + slug + "/waiting?" + url.Values{ParamID: ids, ParamRound: {strconv.Itoa(round)}}.Encode()
}

// Fields is where a create form asks for itself with its choices read anew.
func Fields(at string) string { return at + "/fields" }

// Quote is where a create form is priced.
func Quote(at string) string { return at + "/quote" }

// Op is the form of an operation on one resource, and where it is posted.
func Op(slug, id, op string) string { return Detail(slug, id) + "/ops/" + op }

// BulkOp is the form of an operation on several resources.
func BulkOp(slug, op string) string { return "/" + slug + "/ops/" + op }

// TaskRow is one row of the task centre, as a fragment.
func TaskRow(id string) string { return "/tasks/" + url.PathEscape(id) + "/row" }

// AuditRow is one attempt's page in the audit trail.
func AuditRow(seq int64) string { return Audit + "/" + strconv.FormatInt(seq, 10) }

// Task is one task's page.
func Task(id string) string { return "/tasks/" + url.PathEscape(id) }

// CheckTask asks about one act at once.
func CheckTask(id string) string { return Task(id) + "/check" }

// Operation is the explorer's page of one operation, its form filled with the
// values.
func Operation(id string, filled url.Values) string {
	to := Explorer + "/" + url.PathEscape(id)
	if len(filled) == 0 {
		return to
	}
	return to + "?" + filled.Encode()
}

// OperationCall is the explorer's page of one call that was made.
func OperationCall(id, call string) string { return Operation(id, url.Values{ParamCall: {call}}) }

// OperationScripts is the call as scripts (POST, fragment).
func OperationScripts(id string) string { return Operation(id, nil) + "/scripts" }

// OperationRow is one more row of a list of objects (POST, fragment).
func OperationRow(id string) string { return Operation(id, nil) + "/row" }

// SessionsOf is the page of sessions, narrowed to the people named like this.
func SessionsOf(person string) string {
	if person == "" {
		return Sessions
	}
	return Sessions + "?" + url.Values{"person": {person}}.Encode()
}

// SignInThen is the sign-in page that leads on to one of our own paths.
func SignInThen(next string) string {
	if next == "" || next == Home {
		return SignIn
	}
	return SignIn + "?" + url.Values{ParamNext: {next}}.Encode()
}

// Job is what one form started, item by item.
func Job(key string) string { return "/jobs/" + url.PathEscape(key) }

// JobCSV is the same as a file.
func JobCSV(key string) string { return Job(key) + "/items.csv" }

// StopJob is where what is left of a job is kept from being sent (POST).
func StopJob(key string) string { return Job(key) + "/stop" }

// ProofThen asks who it is and leads on to one of our own paths.
func ProofThen(next string) string { return Proof + "?" + url.Values{ParamNext: {next}}.Encode() }

// Approval is one request for a second person's approval.
func Approval(id string) string { return Approvals + "/" + url.PathEscape(id) }

// Decide is where it is approved or declined (POST decision, words, proof).
func Decide(id string) string { return Approval(id) + "/decide" }

// Withdraw is where who asked takes it back (POST).
func Withdraw(id string) string { return Approval(id) + "/withdraw" }

// CarryOut is where who asked does it, once it is approved (POST proof).
func CarryOut(id string) string { return Approval(id) + "/carry-out" }

// Dismiss is where a job's banner is taken away (POST).
func Dismiss(job string) string { return "/tasks/" + url.PathEscape(job) + "/dismiss" }

// query writes what is set, in one fixed order, so that the same list has the
// same address.
func query(q resource.Query) string {
	v := url.Values{}
	if q.Search != "" {
		v.Set(ParamSearch, q.Search)
	}
	for key, chosen := range q.Filters {
		sorted := append([]string(nil), chosen...)
		sort.Strings(sorted)
		if len(sorted) > 0 {
			v[key] = sorted
		}
	}
	if q.Sort != "" {
		v.Set(ParamSort, sortParam(q.Sort, q.Desc))
	}
	if q.Page > 1 {
		v.Set(ParamPage, strconv.Itoa(q.Page))
	}
	if q.Size > 0 {
		v.Set(ParamSize, strconv.Itoa(q.Size))
	}
	if len(q.Columns) > 0 {
		v[ParamColumns] = q.Columns
	}
	for key, value := range q.Asked {
		v.Set(key, value)
	}
	if len(v) == 0 {
		return ""
	}
	return "?" + v.Encode()
}

func sortParam(key string, desc bool) string {
	if desc {
		return "-" + key
	}
	return key
}
