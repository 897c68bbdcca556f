package handlers_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"yunque/internal/app/apptest"
	"yunque/internal/sim"
)

// newDesktops is an order of one desktop that could be sent.
func newDesktops(b *apptest.Browser, more url.Values) url.Values {
	p := b.Post("/desktops/ops/create", merged(v("redraw", "1"), more))
	at := func(name string) string {
		return p.Find(`select[name="`+name+`"] option:not([disabled])[value!=""]`).First().AttrOr("value", "")
	}
	return merged(v("site", at("site"), "product", p.Find(`[name="product"][checked]`).AttrOr("value", ""), "image", at("image"), "disk", "local", "vpc", at("vpc"),
		"subnet", at("subnet"), "gateway", at("gateway"), "qos", "5", "name", "forged", "amount", "1", "charge", "minute"), more)
}

func TestDesktopsAreCreatedAtTheQuotedPrice(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		order := newDesktops(b, v("amount", "2", "number", "7"))
		quote := words(b.Post("/desktops/ops/create", merged(order, v("redraw", "1"))).Find(".price"))
		for _, want := range []string{"¥", "per hour", "Each desktop", "Address and bandwidth, per day"} {
			if !strings.Contains(quote, want) {
				t.Errorf("the price has no %q: %q", want, quote)
			}
		}
		do(b, "/desktops/ops/create", order).Want(http.StatusSeeOther)
		time.Sleep(time.Minute) // the bubble's time
		desktop(t, b, "forged_007")
		if got := len(ids(b.Get("/desktops?q=forged&status=running"))); got != 2 {
			t.Errorf("%d desktops run, want 2", got)
		}
		monthly := newDesktops(b, v("charge", "month", "months", "3", "name", "monthly", "disk", "ssd"))
		monthly = merged(monthly, v("disk_size", "200", "renew", "true", "month_end", "true"))
		quote = words(b.Post("/desktops/ops/create", merged(monthly, v("redraw", "1"))).Find(".price"))
		if !strings.Contains(quote, "for 3 months, to the end of the last") || !strings.Contains(quote, "of which each system disk") {
			t.Errorf("the price reads %q", quote)
		}
		do(b, "/desktops/ops/create", monthly).Want(http.StatusSeeOther)
		time.Sleep(time.Minute) // the bubble's time
		if got := words(b.Get(desktop(t, b, "monthly")).Find("main")); !strings.Contains(got, "Subscription") {
			t.Errorf("it is no subscription: %q", got)
		}
	})
}

func TestMistakesInAnOrderOfDesktopsAreToldBeforeTheCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		before := asked(c, "gcw.CreateVm")
		good := newDesktops(b, nil)
		wantMistakes(t, b, "/desktops/ops/create", good, []badField{
			{"no image", v("image", ""), "form-image", "This is required.", "此项必填。"},
			{"51 desktops", v("amount", "51"), "form-amount", "Give a number from 1 to 50.", "请填 1 到 50 之间的数。"},
			{"no bandwidth", v("qos", "0"), "form-qos", "Give a number of at least 1.", "请填不小于 1 的数。"},
			{"no room for numbers", v("amount", "2", "number", "1", "name", strings.Repeat("d", 60)), "form-name", "Several desktops are numbered: use at most 59 characters.", "创建多台时会自动编号，名称请不超过 59 个字符。"},
			{"a disk smaller than the image", v("disk", "ssd", "disk_size", "64"), "form-disk_size", "It must be larger than the image: 80 GB at least.", "须大于镜像，至少 80 GB。"},
			{"a disk between the steps", v("disk", "ssd", "disk_size", "100"), "form-disk_size", "Give a multiple of 8, for instance 104.", "请填 8 的倍数，例如 104。"},
		})
		if n := asked(c, "gcw.CreateVm") - before; n != 0 {
			t.Errorf("the cloud was asked %d times", n)
		}
		sold := newDesktops(b, v("site", "09a38804-c1ee-11ec-bd22-4641dfd57315"))
		if sold.Get("gateway") != "" {
			t.Error("a site without a network offers a gateway")
		}
		if err := c.Sim.Inject(sim.Fault{Operation: "gcw.CreateVm", Times: 1, Refuse: &sim.Refusal{HTTP: 400, Code: "13000", Message: "当前资源不足"}}); err != nil {
			t.Fatal(err)
		}
		p := do(b, "/desktops/ops/create", good).Want(http.StatusUnprocessableEntity)
		if got := words(p.Find(`[role="alert"]`)); !strings.Contains(got, "The site has none of these left") {
			t.Errorf("sold out: got %q", got)
		}
	})
}

func TestPasswordsOfDesktopAccountsAreShownOnlyWhenAskedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		const secret = "Canary77Password"
		do(b, "/desktop-accounts/ops/create", v("how", "one", "name", "新人", "email", "newcomer@example.com", "password", secret, "password_again", secret)).Want(http.StatusSeeOther)
		time.Sleep(time.Minute) // the bubble's time
		at := listed(t, b, "/desktop-accounts", "newcomer@")
		desk := desktop(t, b, "design01@example.com")
		for _, path := range []string{"/desktop-accounts", at, at + "?tab=api", at + "?tab=tasks", at + "/password", "/desktop-accounts.csv", desk + "/ops/bind", "/audit", "/tasks"} {
			if p := b.Get(path); strings.Contains(p.Body, secret) {
				t.Errorf("%s shows the password", path)
			}
		}
		if p := b.Post(at+"/password", nil).Want(http.StatusUnprocessableEntity); strings.Contains(p.Body, secret) {
			t.Error("it is shown without a proof")
		}
		p := b.Post(at+"/password", v("proof", sim.DemoSecret)).Want(http.StatusOK)
		if got := p.Find("main code").Text(); got != secret || p.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("got %q, cached %q", got, p.Header.Get("Cache-Control"))
		}
		if p := b.Get(at + "/password"); strings.Contains(p.Body, secret) {
			t.Error("it stays on the page")
		}
		if got := words(b.Get("/audit").Find("main")); !strings.Contains(got, "Password shown") {
			t.Errorf("nothing is on record: %q", got)
		}
	})
}

func TestAccountsAreCreatedFromPastedLines(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		lines := "姓名,邮箱,备注\n甲,a@example.com,新人\n\"乙\"\tb@example.com\n丙，c@example.com，新人"
		do(b, "/desktop-accounts/ops/create", v("how", "many", "lines", lines)).Want(http.StatusSeeOther)
		time.Sleep(time.Minute) // the bubble's time
		for name, want := range map[string]int{"a@example.com": 1, "b@example.com": 1, "c@example.com": 1, "新人": 2} {
			if got := len(ids(b.Get("/desktop-accounts?size=100&" + url.Values{"q": {name}}.Encode()))); got != want {
				t.Errorf("%s: got %d accounts, want %d", name, got, want)
			}
		}
		if n := asked(c, "gcw.CreateSubAccounts"); n < 3 {
			t.Errorf("%d calls for 3 accounts", n)
		}
		var many strings.Builder
		for i := range 101 {
			many.WriteString("n,n" + strconv.Itoa(i) + "@example.com\n")
		}
		before := asked(c, "gcw.CreateSubAccounts") + asked(c, "gcw.CreateSubAccount")
		wantMistakes(t, b, "/desktop-accounts/ops/create", v("how", "many", "lines", "x,x@example.com"), []badField{
			{"no address", v("lines", "x,x@example.com\n丁"), "form-lines", "Line 2: Give a name and an e-mail address, and perhaps a remark, with commas between.", "第 2 行：每行需要名称和邮箱，可以加备注，用逗号隔开。"},
			{"one twice", v("lines", "x,x@example.com\ny,X@example.com"), "form-lines", "Line 2: X@example.com has an account already.", "第 2 行：X@example.com 已经有账号。"},
			{"one that is there", v("lines", "x,design01@example.com"), "form-lines", "Line 1: design01@example.com has an account already.", "第 1 行：design01@example.com 已经有账号。"},
			{"a long remark", v("lines", "x,x@example.com,"+strings.Repeat("长", 31)), "form-lines", "Line 1: At most 30 characters.", "第 1 行：最多 30 个字符。"},
			{"too many", v("lines", many.String()), "form-lines", "Create at most 100 at once; take several goes.", "一次最多创建 100 个，请分批。"},
		})
		wantMistakes(t, b, "/desktop-accounts/ops/create", v("how", "one", "name", "x", "email", "x@example.com"), []badField{
			{"no address", v("email", "x"), "form-email", "This is no e-mail address.", "不是有效的邮箱地址。"},
			{"a weak password", v("password", "lowercase1", "password_again", "lowercase1"), "form-password", "Use digits, lower case and upper case letters.", "须同时包含数字、小写字母和大写字母。"},
			{"a short one", v("password", "Sh0rt", "password_again", "Sh0rt"), "form-password", "A password has 8 to 20 characters; this one has 5.", "密码应有 8 到 20 个字符，现在是 5 个。"},
			{"another one", v("password", "Sky-lark-42", "password_again", "Sky-lark-43"), "form-password_again", "The two passwords differ.", "两次输入的密码不一样。"},
		})
		if n := asked(c, "gcw.CreateSubAccounts") + asked(c, "gcw.CreateSubAccount") - before; n != 0 {
			t.Errorf("the cloud was asked %d times", n)
		}
	})
}

func TestADefaultNetworkIsCreatedAndSuppliedPerSite(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		form := b.Get("/desktop-networks/ops/create").Want(http.StatusOK)
		if n := form.Find(`[name="site"] option[disabled]`).Length(); n != 2 {
			t.Errorf("%d sites are said to have one, want 2", n)
		}
		site := form.Find(`[name="site"] option:not([disabled])[value!=""]`).First()
		do(b, "/desktop-networks/ops/create", v("site", site.AttrOr("value", ""))).Want(http.StatusSeeOther)
		time.Sleep(time.Minute) // the bubble's time
		name, _, _ := strings.Cut(words(site), " (")
		at := listed(t, b, "/desktop-networks", name+" 云桌面默认")
		if got := words(b.Get(at).Find("main")); !strings.Contains(got, "子网1") || !strings.Contains(got, "电信默认网关") {
			t.Errorf("its parts: %q", got)
		}
		do(b, at+"/ops/supply", nil).Want(http.StatusSeeOther)
		custom := listed(t, b, "/desktop-networks", "render-farm")
		if got := words(b.Get(custom + "/ops/supply").Find("main")); !strings.Contains(got, "Only a default network can be supplied") {
			t.Errorf("a custom network may be supplied: %q", got)
		}
	})
}
