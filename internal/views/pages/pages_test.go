package pages

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"yunque/internal/i18n"
	"yunque/internal/resource"
	"yunque/internal/views/ui"
	"yunque/internal/views/viewtest"
)

func TestEveryPageIsSoundInBothLanguages(t *testing.T) {
	now := viewtest.Now
	for _, tt := range []struct {
		name string
		page templ.Component
		want string // a selector that must match
	}{
		{"the gallery", Gallery(GalleryProps{Now: now}), "h1"},
		{"sign-in", SignIn(SignInProps{Sites: gallerySites}), `form[action="/sign-in"] [name=secret_key][type=password]`},
		{"sign-in with the demo's keys", SignIn(SignInProps{Sites: gallerySites, Demo: &DemoKeys{AccessKey: "AK", Secret: "SK", Site: "cn"}}), `form [type=hidden][name=access_key][value=AK]`},
		{"tasks", Tasks(TasksProps{Tasks: galleryTasks(now), Page: 1, Pages: 1, Matched: 3}), "tr#task-t1 progress[value='40']"},
		{"no tasks", Tasks(TasksProps{Page: 1}), ".void"},
		{"one task", TaskDetail(galleryTasks(now)[2]), ".trouble"},
		{"a task's row", TaskRow(galleryTasks(now)[0]), "tr#task-t1"},
		{"the bell", Bell(BellProps{Running: 1, Latest: galleryTasks(now)}), "a[href='/tasks/t1']"},
		{"the overview", Overview(sampleOverview(now)), ".chart"},
		{"an empty overview", Overview(OverviewProps{}), "h1"},
		{"settings", Settings(sampleSettings(now)), "a[href='/settings/sessions']"},
		{"sessions", Sessions(sampleSessions(now)), "form[action='/settings/sessions/end'] button[value='2']"},
		{"everyone's sessions", Sessions(sampleSessions(now)), "#others form[action='/settings/sessions/end'] button[value='3']"},
		{"nobody else's sessions", Sessions(SessionsProps{Administers: true, Person: "x"}), "#others .void"},
		{"signing in again", SignInAgain(SignInProps{Sites: gallerySites, Demo: &DemoKeys{}}), "form[hx-target='#again']"},
		{"another account", OtherAccount(OtherAccountProps{Profile: "Test", Back: "Production", Mark: "m"}), "form[action='/session/account'] [name=mark][value=m]"},
		{"a form that comes back", GoOn(KeptForm{At: "/instances/new", Values: url.Values{"name": {"web"}}, Other: "Test"}), "form[action='/instances/new'] [name=name][value=web]"},
		{"approvals", Approvals(ApprovalsProps{On: true, Lines: []Approval{sampleApproval(now)}, Page: 1, Pages: 1, Matched: 1}), "#approvals a[href='/approvals/r1']"},
		{"no approvals", Approvals(ApprovalsProps{On: true, Page: 1}), ".void"},
		{"a request to decide", OneApproval(ApprovalProps{Approval: sampleApproval(now), Proof: sampleProof()}), "form[action='/approvals/r1/decide'] [name=proof][type=password]"},
		{"the proof", Proof(ProofProps{Proof: sampleProof(), Next: "/tasks"}), "form[action='/proof'] [name=next][value='/tasks']"},
		{"not found", NotFound(Missing{}), "h1"},
		{"forbidden", Forbidden(resource.T("error.forbidden.do")), "h1"},
		{"an error", Error(galleryProblem(now)), "[data-copy]"},
		{"create a server", Create(sampleCreate()), "form#create [name=key][value=k1]"},
		{"the palette", PaletteHits([]Hit{{Text: resource.Lit("web-01"), Note: "9c1f", Group: resource.T("kind.instances.many"), Icon: "server", Href: "/instances/9c1f"}}), "a[href='/instances/9c1f']"},
		{"an empty palette", PaletteHits(nil), "[role=option]"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			viewtest.Each(t, func(t *testing.T, ctx context.Context) {
				doc := viewtest.Render(t, ctx, tt.page)
				if doc.Find(tt.want).Length() == 0 {
					t.Errorf("nothing matches %q", tt.want)
				}
				if n := doc.Find("h1").Length(); n > 1 {
					t.Errorf("got %d headings of the first level, want at most 1", n)
				}
			})
		})
	}
}

func TestASecretNeverComesBack(t *testing.T) {
	p := sampleCreate()
	p.Sections[3].Fields[0].Value = "Canary-1"
	doc := viewtest.Render(t, t.Context(), Create(p))
	html, err := doc.Html()
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(html, "Canary-1") {
		t.Error("the page holds the password that was typed")
	}
}

func TestAMistakeIsSaidAtTheFieldAndOnTop(t *testing.T) {
	p := SignInProps{Sites: gallerySites, Errors: resource.FieldErrors{"access_key": resource.T("signin.no_key")}}
	doc := viewtest.Render(t, t.Context(), SignIn(p))
	want := i18n.T(t.Context(), "signin.no_key")
	if got := doc.Find("#sign-in-access_key-error").Text(); got != want {
		t.Errorf("at the field: got %q, want %q", got, want)
	}
	link := doc.Find("#sign-in-errors a[href='#sign-in-access_key']")
	if !strings.Contains(link.Text(), want) {
		t.Errorf("in the summary: got %q, want it to hold %q", link.Text(), want)
	}
	if got := doc.Find("#sign-in-access_key").AttrOr("aria-invalid", ""); got != "true" {
		t.Errorf("aria-invalid: got %q, want true", got)
	}
}

func TestTheDataDisksKeepTheirNamesInEveryRow(t *testing.T) {
	doc := viewtest.Render(t, t.Context(), Create(sampleCreate()))
	types, sizes := doc.Find("[name=diskType]").Length(), doc.Find("[name=diskSize]").Length()
	if types != sizes || types != 3 { // one disk, the one without JavaScript, the template
		t.Errorf("got %d types and %d sizes, want 3 of each", types, sizes)
	}
}

func TestThePriceIsAskedForOnlyWhileItIsNotKnown(t *testing.T) {
	for state, asks := range map[ui.PriceState]bool{ui.NotAsked: true, ui.Quoting: true, ui.Quoted: false, ui.QuoteFailed: false} {
		doc := viewtest.Render(t, t.Context(), CreatePrice("/lamps/new", ui.Price{State: state, Total: "1"}))
		trigger := doc.Find("#price").AttrOr("hx-trigger", "")
		if got := strings.HasPrefix(trigger, "load"); got != asks {
			t.Errorf("state %q: asks by itself is %v, want %v", state, got, asks)
		}
	}
}

func TestTheButtonThatBuysNamesTheLatestPrice(t *testing.T) {
	for _, tt := range []struct {
		name  string
		price ui.Price
		want  string
	}{
		{"quoted", ui.Price{State: ui.Quoted, Total: "2.4", Submit: resource.Lit("Create 1 server · ¥2.40")}, "Create 1 server · ¥2.40"},
		{"no words for it", ui.Price{State: ui.QuoteFailed}, i18n.T(t.Context(), "create.submit")},
	} {
		button := viewtest.Render(t, t.Context(), CreatePrice("/lamps/new", tt.price)).Find("#price button[type=submit][form=create]")
		if got := strings.TrimSpace(button.Text()); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

func sampleOverview(now time.Time) OverviewProps {
	return OverviewProps{
		Work: OverviewWork{Trouble: galleryTasks(now)[2:], Running: galleryTasks(now)[:1], Recent: galleryTasks(now)},
		Resources: &OverviewResources{
			Kinds:     []KindCount{{Text: resource.T("kind.instances.many"), Icon: "server", Href: "/instances", Total: 3, States: []StateCount{{State: galleryTones[0], Count: 3, Href: "/instances?status=running"}}}, {Text: resource.Lit("?"), Icon: "server", Href: "/x", Total: -1}},
			Concerns:  []Concern{{Worry: resource.Ending, Kind: resource.T("kind.instances.many"), Count: 4, First: []Target{{Name: "web-01", Href: "/instances/1"}}, At: now.Add(72 * time.Hour), Href: "/instances"}},
			Protected: []Protected{{Name: "db", Href: "/instances/2", Who: "AKDE…0001", Reason: "the ledger"}},
			Partial:   []ui.Problem{galleryProblem(now)}, AsOf: now,
		},
		Money: &OverviewMoney{Currency: "CNY", Balance: "12.5", Owed: "1", Month: "3", PerDay: "4.00", Lasts: 3, Months: []Month{{"2026-07", "2", 2}, {"2026-08", "3", 3}},
			Products: []Product{{Name: resource.T("product.vm"), Amount: "3", Value: 3}}},
	}
}

func sampleSettings(now time.Time) SettingsProps {
	return SettingsProps{Here: "/settings", Language: "zh", Theme: "auto", Zone: "+8",
		Profiles: []ProfileLine{{ID: "a", Name: "Production", Key: "AKDE…0001", Site: resource.T("site.cn"), InUse: true}, {ID: "b", Name: "Test", Key: "AKDE…0002", Site: resource.T("site.us")}},
		Places:   2}
}

func sampleSessions(now time.Time) SessionsProps {
	at := func(id, person string) Session {
		return Session{ID: id, Person: person, Agent: resource.Lit("Firefox · Linux"), Icon: "device-desktop", Raw: "Mozilla/5.0", Address: "192.0.2.1", Since: now, Seen: now, Ends: now.Add(time.Hour), Current: id == "1"}
	}
	return SessionsProps{Idle: 30 * time.Minute, Lifetime: 12 * time.Hour, Own: []Session{at("1", ""), at("2", "")}, Administers: true, Others: []Session{at("3", "lin")}}
}

func sampleCreate() CreateProps {
	return CreateProps{At: "/lamps/new", Title: resource.T("create.title"), Key: "k1", Submit: resource.T("create.title"), Checks: true,
		Sections: []CreateSection{
			{Title: resource.T("create.place"), Decides: true, Fields: []resource.Field{{Name: "zone", Label: resource.T("field.instances.zone"), Input: resource.RadioInput, Choices: gallerySites}}},
			{Title: resource.T("create.type"), Types: &TypePicker{Families: gallerySites, Types: []InstanceType{{Value: "a", Name: "G1", CPU: 2, Memory: 4, GPU: "T4"}, {Value: "b", Name: "G2", CPU: 4, Memory: 8, SoldOut: true}}, Chosen: "a", Error: resource.T("form.required")}},
			{Title: resource.T("create.storage"), Disks: &DiskRows{Types: gallerySites, Rows: []DiskRow{{Type: "cn", Size: "40", Error: resource.T("form.required")}}, Max: 5, Min: "20", Top: "500", Step: "10"}},
			{Title: resource.T("create.login"), Fields: []resource.Field{{Name: "password", Label: resource.T("create.login"), Input: resource.PasswordInput, Secret: true}}},
		},
		Checked: resource.T("create.check"), Whole: resource.T("form.not_planned"),
	}
}
