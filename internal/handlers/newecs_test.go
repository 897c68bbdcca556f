package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/PuerkitoBio/goquery"

	"yunque/internal/app/apptest"
	"yunque/internal/sim"
)

// elasticOrder is a valid form for elastic servers, as the page proposes it.
func elasticOrder(b *apptest.Browser) url.Values {
	p := b.Get("/ecs/new")
	v := url.Values{"key": {p.Value("key")}, "name": {"einmalig"}, "password": {"Sky-lark-42"}, "password_again": {"Sky-lark-42"}}
	for _, name := range []string{"zone", "image", "system_type", "vpc", "subnet"} {
		v.Set(name, p.Find(`select[name="`+name+`"] option[selected]`).First().AttrOr("value", ""))
	}
	for _, name := range []string{"family", "type", "charge"} {
		v.Set(name, p.Find(`[name="`+name+`"][checked]`).First().AttrOr("value", ""))
	}
	for _, name := range []string{"system_size", "amount"} {
		v.Set(name, p.Value(name))
	}
	return v
}

// with is a form with other answers.
func with(form url.Values, answers ...string) url.Values {
	out := url.Values{}
	for name, v := range form {
		out[name] = v
	}
	for i := 0; i+1 < len(answers); i += 2 {
		out[answers[i]] = nil
		if answers[i+1] != "" {
			out[answers[i]] = strings.Split(answers[i+1], "|")
		}
	}
	return out
}

func TestCreatingElasticServersLeadsToThem(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		before := asked(c, "ecs.CreateInstance")
		form := with(elasticOrder(b), "amount", "２", "number", "1", "diskType", "ssd|ssd", "diskSize", "48|", "charge", "1", "months", "3", "dns", "8.8.8.8，1.1.1.1")
		task := b.Post("/ecs/new", form).Want(http.StatusSeeOther).Header.Get("Location")
		if !strings.HasPrefix(task, "/tasks/") {
			t.Fatalf("got %q, want the task", task)
		}
		links := func() int { return b.Get(task).Want(http.StatusOK).Find(`#task a[href^="/ecs/ins-"]`).Length() }
		if got := links(); got != 2 {
			t.Errorf("at once the task links to %d servers, want 2", got)
		}
		time.Sleep(time.Minute)
		if got := links(); got != 2 {
			t.Errorf("in the end the task links to %d servers, want 2", got)
		}
		if got := b.Get(task).Find("#task").Text(); !strings.Contains(got, "Done") {
			t.Errorf("the task did not end: %s", got)
		}
		if got := len(ids(b.Get("/ecs?q=einmalig&status=running&charge=1"))); got != 2 {
			t.Errorf("got %d running servers, want 2", got)
		}
		if got := asked(c, "ecs.CreateInstance") - before; got != 1 {
			t.Errorf("got %d calls, want 1", got)
		}
		detail := b.Get("/ecs/" + elasticNamed(t, b, "einmalig-1") + "?tab=disks").Find("#detail").Text()
		if !strings.Contains(detail, "48 GB") || strings.Count(detail, "No") != 1 {
			t.Errorf("the data disk should stay when its server goes:\n%s", detail)
		}
	})
}

func TestCreatingElasticServersTwiceWithOneFormMakesThemOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		before, form := asked(c, "ecs.CreateInstance"), elasticOrder(b)
		var wg sync.WaitGroup
		locations := make([]string, 8)
		for i := range locations {
			wg.Go(func() { locations[i] = b.Post("/ecs/new", form).Header.Get("Location") })
		}
		wg.Wait()
		for _, l := range locations {
			if l != locations[0] || !strings.HasPrefix(l, "/tasks/") {
				t.Errorf("answers differ: %q and %q", l, locations[0])
			}
		}
		if n := asked(c, "ecs.CreateInstance") - before; n != 1 {
			t.Errorf("the cloud was asked %d times, want once", n)
		}
	})
}

func TestElasticMistakesStandBesideTheirFields(t *testing.T) {
	c := apptest.Start(t)
	b := c.SignedIn()
	good := elasticOrder(b)
	gateways := b.Post("/ecs/new/fields", good).Want(http.StatusOK)
	gateway := gateways.Find(`select[name=gateway] option`).Eq(1).AttrOr("value", "")
	if gateway == "" {
		t.Fatal("the zone has no gateway to choose")
	}
	for name, tt := range map[string]struct {
		answers []string
		at      string
	}{
		"no password":                     {[]string{"password", ""}, "password"},
		"a weak password":                 {[]string{"password", "password", "password_again", "password"}, "password"},
		"passwords that differ":           {[]string{"password_again", "Other-lark-42"}, "password_again"},
		"101 servers":                     {[]string{"amount", "101"}, "amount"},
		"a number in words":               {[]string{"amount", "two"}, "amount"},
		"a first number below 1":          {[]string{"number", "0"}, "number"},
		"a name that is too long":         {[]string{"name", strings.Repeat("x", 64)}, "name"},
		"a system disk below the image's": {[]string{"system_size", "8"}, "system_size"},
		"a data disk out of its step":     {[]string{"diskType", "ssd", "diskSize", "30"}, "disk-0"},
		"a data disk that is too small":   {[]string{"diskType", "ssd|ssd", "diskSize", "24|16"}, "disk-1"},
		"13 months":                       {[]string{"charge", "1", "months", "13"}, "months"},
		"one DNS server":                  {[]string{"dns", "8.8.8.8"}, "dns"},
		"an elastic IP without a gateway": {[]string{"eip", "eip-unknown"}, "gateway"},
		"an elastic IP that is gone":      {[]string{"gateway", gateway, "eip", "eip-unknown"}, "eip"},
		"a further gateway of elsewhere":  {[]string{"gateway", gateway, "others", "gw-elsewhere"}, "others"},
		"further gateways alone":          {[]string{"others", gateway}, "gateway"},
		"the gateway chosen twice":        {[]string{"gateway", gateway, "others", gateway}, "others"},
		"a size that is not sold":         {[]string{"type", "3-5-0"}, "type"},
		"an image that is gone":           {[]string{"image", "img-gone"}, "image"},
		"a subnet of elsewhere":           {[]string{"subnet", "subnet-elsewhere"}, "subnet"},
		"a zone that does not exist":      {[]string{"zone", "CN_Atlantis_A"}, "zone"},
		"a test account of others":        {[]string{"subject", "nobody"}, "subject"},
	} {
		t.Run(name, func(t *testing.T) {
			p := b.Post("/ecs/new", with(good, tt.answers...)).Want(http.StatusUnprocessableEntity)
			if p.Find(`[role="alert"] a[href="#create-`+tt.at+`"]`).Length() != 1 {
				t.Errorf("no mistake at %s:\n%s", tt.at, p.Find(`[role="alert"]`).Text())
			}
			if p.Find("#create-"+tt.at).Length() != 1 {
				t.Errorf("nothing on the page is called create-%s", tt.at)
			}
			if strings.Contains(p.Body, "Sky-lark-42") {
				t.Error("the password came back")
			}
		})
	}
}

func TestAnElasticOrderThatTheCloudRefusesIsShownAgain(t *testing.T) {
	c := apptest.Start(t)
	b := c.SignedIn()
	for code, at := range map[string]string{"MaxEcsCountExceed": "amount", "InvalidInstanceSpec.ValueNotSupported": "type", "InvalidDiskSize.ValueNotSupported": "system_size", "InvalidImage.NotFound": "image"} {
		t.Run(code, func(t *testing.T) {
			if err := c.Sim.Inject(sim.Fault{Operation: "ecs.CreateInstance", Times: 1, Refuse: &sim.Refusal{HTTP: 400, Code: code, Message: "no"}}); err != nil {
				t.Fatal(err)
			}
			form := elasticOrder(b)
			p := b.Post("/ecs/new", form).Want(http.StatusUnprocessableEntity)
			if p.Find(`[role="alert"] a[href="#create-`+at+`"]`).Length() != 1 || p.Value("name") != "einmalig" {
				t.Errorf("no refusal at %s, or the form is empty:\n%s", at, p.Find(`[role="alert"]`).Text())
			}
			if p.Value("key") == form.Get("key") {
				t.Error("the form needs a new key")
			}
		})
	}
}

func TestWithoutAPriceAnElasticOrderNeedsATick(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		if err := c.Sim.Inject(sim.Fault{Operation: "ecs.DescribePrice", Refuse: &sim.Refusal{HTTP: 400, Code: "InvalidParameter", Message: "no"}}); err != nil {
			t.Fatal(err)
		}
		before, form := asked(c, "ecs.CreateInstance"), elasticOrder(b)
		p := b.Post("/ecs/new", form).Want(http.StatusUnprocessableEntity)
		if p.Find(`input[name=unquoted][form=create]`).Length() != 1 || asked(c, "ecs.CreateInstance") != before {
			t.Error("it was created without a price, or there is nothing to tick")
		}
		b.Post("/ecs/new", with(form, "unquoted", "true")).Want(http.StatusSeeOther)
	})
}

func TestTheElasticFormFollowsItsAnswers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		form := elasticOrder(b)
		suqian := b.Post("/ecs/new/fields", with(form, "zone", "CN_Suqian_A", "family", "极速渲染型re3")).Want(http.StatusOK)
		if got := suqian.Find(`[name=type][checked]`).AttrOr("value", ""); got != "12-24-1" {
			t.Errorf("got the size %q", got)
		}
		for _, image := range suqian.Find("select[name=image] option").Map(func(_ int, s *goquery.Selection) string { return s.Text() }) {
			if !strings.Contains(image, "Geforce") && !strings.Contains(image, "blender") {
				t.Errorf("the image %q does not fit the graphics card", image)
			}
		}
		if suqian.Value("key") != form.Get("key") {
			t.Error("the form's key changed under way")
		}
		monthly := b.Post("/ecs/new/fields", with(form, "charge", "1"))
		if monthly.Find("select[name=months], input[name=renew], input[name=to_month]").Length() != 3 {
			t.Error("a subscription asks for no months")
		}
		whole := b.Post("/ecs/new", with(form, "charge", "1", "redraw", "true")).Want(http.StatusOK)
		if whole.Find("html select[name=months]").Length() != 1 {
			t.Error("without scripts the form does not follow")
		}
		if empty := b.Get("/ecs/new?zone=CN_Baoding_A").Want(http.StatusOK); !strings.Contains(empty.Find("#create").Text(), "There is no VPC in this region yet") {
			t.Error("a region without a VPC is not told")
		}
	})
}

func TestTheElasticPriceIsTheProviders(t *testing.T) {
	c := apptest.Start(t)
	b := c.SignedIn()
	form := elasticOrder(b)
	for name, tt := range map[string]struct {
		answers []string
		want    string
	}{
		"by the day":             {nil, " per day"},
		"for a month":            {[]string{"charge", "1", "months", "1"}, " per month"},
		"for three months":       {[]string{"charge", "1", "months", "3"}, " for 3 months"},
		"for two years":          {[]string{"charge", "1", "months", "24"}, " for 2 years"},
		"of a disk out of step":  {[]string{"diskType", "ssd", "diskSize", "25"}, "Once size, image, disks and number"},
		"of what nobody can buy": {[]string{"amount", "0"}, "Once size, image, disks and number"},
	} {
		t.Run(name, func(t *testing.T) {
			p := b.Post("/ecs/new/quote", with(form, tt.answers...)).Want(http.StatusOK)
			if got := p.Find("#price").Text(); !strings.Contains(got, tt.want) || strings.Contains(got, "{0}") {
				t.Errorf("got %q, want it to hold %q", got, tt.want)
			}
			if got := p.Find("#price .chosen").Text(); !strings.Contains(got, "64位") {
				t.Errorf("beside the price there is no image: %q", got)
			}
		})
	}
}

func TestCreateSimilarFillsTheFormInLikeAnElasticServer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		id := elasticNamed(t, b, "hk-mysql-1")
		if b.Get("/ecs/"+id).Want(http.StatusOK).Find(`a[href="/ecs/new?like=`+id+`"]`).Length() == 0 {
			t.Fatal("no way to create a similar server")
		}
		p := b.Get("/ecs/new?like=" + id).Want(http.StatusOK)
		chosen := func(name string) string {
			return p.Find(`select[name="`+name+`"] option[selected], input[name="`+name+`"]:checked`).First().AttrOr("value", "")
		}
		if p.Value("name") != "hk-mysql-1" || chosen("type") != "16-32-0" || chosen("charge") != "1" || chosen("months") != "24" || chosen("zone") != "CN_HongKong_B" {
			t.Errorf("the form is not like the server: %s %s %s %s %s", p.Value("name"), chosen("type"), chosen("charge"), chosen("months"), chosen("zone"))
		}
		if got, want := p.Find(`select[name="diskType"] option[selected]`).Length(), b.Get("/ecs/"+id+"?tab=disks").Find("#detail tbody tr").Length()-1; got != want {
			t.Errorf("%d data disks, want %d", got, want)
		}
		if note := p.Find(`select[name="subnet"] option[selected]`).Text(); !strings.Contains(note, "in use") || !strings.Contains(note, "free") {
			t.Errorf("the subnet does not tell how full it is: %q", note)
		}
		b.Get("/ecs/new?like=ins-nowhere").Want(http.StatusNotFound)
	})
}

func TestTheDraftOfElasticServersIsKeptWithoutThePassword(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		form := with(elasticOrder(b), "name", "half-done")
		b.Post("/ecs/new/quote", form).Want(http.StatusOK)
		if b.Get("/ecs/new").Find(`a[href="/ecs/new?draft=1"]`).Length() != 1 || b.Get("/instances/new").Find(`a[href*="draft=1"]`).Length() != 0 {
			t.Error("the draft is not offered, or at the other form too")
		}
		if p := b.Get("/ecs/new?draft=1").Want(http.StatusOK); p.Value("name") != "half-done" {
			t.Errorf("the draft is not taken up: %q", p.Value("name"))
		}
		if strings.Contains(database(t, c), form.Get("password")) {
			t.Error("the password is in the database")
		}
		b.Post("/ecs/new", form).Want(http.StatusSeeOther)
		if b.Get("/ecs/new").Find(`a[href="/ecs/new?draft=1"]`).Length() != 0 {
			t.Error("the draft outlives its servers")
		}
	})
}
