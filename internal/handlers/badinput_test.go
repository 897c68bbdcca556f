package handlers_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/text/width"

	"yunque/internal/app/apptest"
	"yunque/internal/sim"
)

// badField is something that somebody fills in wrong, and the sentence beside the
// field in both languages.
type badField struct {
	name   string
	form   url.Values
	at     string // id of the field
	en, zh string
}

// secretFields never come back.
var secretFields = []string{"password", "password_again", "image_password", "windows_keys", "product_key"}

// wantMistakes posts each over a good form in both languages: 422, the
// sentence beside the field and in the summary, and all that was typed still
// there but for secrets. It runs in a bubble.
func wantMistakes(t *testing.T, b *apptest.Browser, path string, good url.Values, list []badField) {
	t.Helper()
	for _, one := range list {
		for lang, want := range map[string]string{"en": one.en, "zh-CN": one.zh} {
			time.Sleep(5 * time.Second) // nobody types faster
			form := merged(good, one.form)
			form.Del("key") // each is a form of its own
			p := b.Post(path, form, "Accept-Language", lang)
			if p.Status != http.StatusUnprocessableEntity {
				t.Errorf("%s: got status %d, want 422", one.name, p.Status)
				continue
			}
			if got := strings.TrimSpace(p.Find("#" + one.at + "-error, #" + one.at + " .mistake").First().Text()); got != want {
				t.Errorf("%s: beside %s: got %q, want %q; all: %s", one.name, one.at, got, want, strings.Join(strings.Fields(p.Find(`[role="alert"]`).Text()), " "))
			}
			if p.Find(`[role="alert"] a[href="#`+one.at+`"]`).Length() != 1 {
				t.Errorf("%s: the summary does not lead to %s", one.name, one.at)
			}
			for _, lost := range notKept(p, form) {
				t.Errorf("%s: %s", one.name, lost)
			}
		}
	}
}

// notKept is what a page has lost of what was typed, and the secrets it gives
// back.
func notKept(p *apptest.Page, form url.Values) []string {
	var out []string
	for name, values := range form {
		if slices.Contains(secretFields, name) {
			for _, v := range values {
				if v != "" && strings.Contains(p.Body, v) {
					out = append(out, "the secret in "+name+" came back")
				}
			}
			continue
		}
		field := p.Find(`main input[type="text"][name="` + name + `"], main input[type="number"][name="` + name + `"]`)
		if got := field.First().AttrOr("value", ""); field.Length() > 0 && got != values[0] && got != strings.TrimSpace(width.Fold.String(values[0])) {
			out = append(out, name+": "+values[0]+" became "+got)
		}
	}
	return out
}

func v(pairs ...string) url.Values {
	out := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		out.Add(pairs[i], pairs[i+1])
	}
	return out
}

func TestMistakesInAnOrderOfServersAreToldBeforeTheCall(t *testing.T) {
	synctest.Test(t, mistakesInAnOrder)
}

func mistakesInAnOrder(t *testing.T) {
	c := apptest.Start(t)
	b := c.SignedIn()
	good := order(b)
	private := offers(redrawn(b, good), "private")[0]
	image := ""
	for _, id := range offers(b.Get("/instances/new"), "image") {
		if len(id) == 36 { // private images have ids, public ones names
			image = id
		}
	}
	chosen := v("private", private, "how-"+private, "chosen")
	wantMistakes(t, b, "/instances/new", good, []badField{
		{"a size that is not sold", v("type", "3-7"), "create-type", "This is no longer on offer. Choose again.", "这一项已经不可选，请重新选择。"},
		{"no name", v("name", " "), "create-name", "This is required.", "此项必填。"},
		{"an image that is gone", v("image", "no-such-image"), "create-image", "This is no longer on offer. Choose again.", "这一项已经不可选，请重新选择。"},
		{"a private image without its password", v("image", image), "create-image_password", "A private image needs its password.", "自定义镜像需要填写镜像密码。"},
		{"a short password", v("password", "Ab1-", "password_again", "Ab1-"), "create-password", "A password has 8 to 30 characters; this one has 4.", "密码应有 8 到 30 个字符，现在是 4 个。"},
		{"a plain password", v("password", "skylark42", "password_again", "skylark42"), "create-password", "A password has 3 of upper case, lower case, digits and signs; this one has 2.", "密码应包含大写字母、小写字母、数字、符号中的 3 种，现在只有 2 种。"},
		{"a password with Chinese signs", v("password", "Sky-lark-42！", "password_again", "Sky-lark-42！"), "create-password", "A password has no spaces and only letters, digits and signs of the English keyboard.", "密码只能用英文字母、数字和英文符号，不能有空格。"},
		{"passwords that differ", v("password_again", "Sky-lark-43"), "create-password_again", "The two passwords differ.", "两次输入的密码不一样。"},
		{"a disk below the least", v("diskType", "ssd_disk", "diskSize", "30"), "create-disk-0", "Give a number from 50 to 4,000.", "请填 50 到 4,000 之间的数。"},
		{"a disk out of its step", v("diskType", "ssd_disk", "diskSize", "１２０"), "create-disk-0", "Give a multiple of 50, for instance 150.", "请填 50 的倍数，例如 150。"},
		{"a system disk too large", v("system_size", "510"), "create-system_size", "Give a number from 0 to 500.", "请填 0 到 500 之间的数。"},
		{"21 labels apart by Chinese commas", v("tags", "a，b，c、d，e，f，g，h，i，j，k，l，m，n，o，p，q，r，s，t，u"), "create-tags", "At most 20 tags; these are 21.", "最多 20 个标签，现在有 21 个。"},
		{"a label too long", v("tags", "ok,"+strings.Repeat("长", 64)), "create-tags", "The tag " + strings.Repeat("长", 64) + " is longer than 63 characters.", "标签“" + strings.Repeat("长", 64) + "”超过 63 个字符。"},
		{"100 servers", v("amount", "１００"), "create-amount", "Give a number from 1 to 99.", "请填 1 到 99 之间的数。"},
		{"a number in words", v("amount", "two"), "create-amount", "Give a number from 1 to 99.", "请填 1 到 99 之间的数。"},
		{"numbering of two digits", v("number", "01"), "create-number", "Give 3 to 6 digits, for instance 001.", "请填 3 到 6 位数字，例如 001。"},
		{"37 months", v("charge", "PrePaid", "months", "37"), "create-months", "Give a number from 0 to 36.", "请填 0 到 36 之间的数。"},
		{"a script too long", v("user_data", strings.Repeat("# long\n", 3000)), "create-user_data", "A script has at most 16 KB; this one has 21 KB.", "脚本最多 16 KB，现在是 21 KB。"},
		{"a public address of nowhere", v("public", "manual", "public_typed", "8.8.8.8"), "create-public_typed", "8.8.8.8 is not in 198.18.0.0/26.", "8.8.8.8 不在 198.18.0.0/26 之内。"},
		{"an address that is taken", merged(chosen, v("typed-"+private, "１０。６０。０。２")), "create-typed-" + private, "10.60.0.2 is not free. Choose another one.", "10.60.0.2 已被占用，请换一个。"},
		{"an address outside the part", merged(chosen, v("segment-"+private, "10.60.1.0/24", "typed-"+private, "10.60.2.9")), "create-typed-" + private, "10.60.2.9 is not in 10.60.1.0/24.", "10.60.2.9 不在 10.60.1.0/24 之内。"},
		{"half an address", merged(chosen, v("typed-"+private, "10.60.1")), "create-typed-" + private, "10.60.1 is not an IPv4 address.", "10.60.1 不是 IPv4 地址。"},
		{"one address for two servers", merged(chosen, v("amount", "2", "typed-"+private, "10.60.2.9")), "create-ips-" + private, "2 servers need 2 addresses; 1 given.", "要创建 2 台，这里有 1 个地址；请每台填一个。"},
		{"a part that is none", v("private", private, "segment-"+private, "10.60.0.0/33"), "create-segment-" + private, "This is not a part of the network.", "这不是该网络里的网段。"},
	})
	if n := calls(c, "ccs.instance.CreateInstance"); n != 0 {
		t.Errorf("the cloud was asked %d times", n)
	}
}

// A zone that stopped selling is told on the form that is drawn with it, and
// beside the field when it is sent all the same.
func TestAClosedZoneIsToldBeforeTheCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		good := order(b)
		if err := c.Sim.Inject(sim.Fault{Operation: "common.DescribeAvailableResource", Status: http.StatusOK, Body: `{"Code":"Success","Message":"Success!","Data":{"RegionStatus":"0","RegionStatusZh":"暂停售卖","InstanceGoods":[],"WanGoods":[]}}`}); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Minute)
		if hint := redrawn(b, good).Find("#create-vdc-hint").Text(); hint != "This zone is not on sale now. Choose another zone." {
			t.Errorf("the form says %q of a closed zone", hint)
		}
		wantMistakes(t, b, "/instances/new", good, []badField{
			{"a closed zone", nil, "create-vdc", "This zone is not on sale now. Choose another zone.", "这个可用区暂停售卖，请换一个可用区。"}})
		if n := calls(c, "ccs.instance.CreateInstance"); n != 0 {
			t.Errorf("the cloud was asked %d times", n)
		}
	})
}

// What only the provider knows stands beside the field too, with its code and
// its own words.
func TestWhatTheProviderRefusesOfAnOrderStandsBesideTheField(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		good := order(b)
		for code, one := range map[string]badField{
			"Zone.NotOnSale":                        {at: "create-vdc", en: "This zone is not on sale now. Choose another zone.", zh: "这个可用区暂停售卖，请换一个可用区。"},
			"InvalidInstanceType.ValueUnauthorized": {at: "create-type", en: "This zone does not sell this size.", zh: "这个可用区不售卖该规格。"},
			"InvalidPassword.Malformed":             {at: "create-password", en: "The password does not meet the rules.", zh: "密码不符合要求。"},
			"InvalidIp.IpAssigned":                  {at: "create-public", en: "This address is taken. Choose another.", zh: "这个 IP 已被占用，请换一个。"},
		} {
			if err := c.Sim.Inject(sim.Fault{Operation: "ccs.instance.CreateInstance", Times: 2, Refuse: &sim.Refusal{HTTP: 400, Code: code, Message: "raw words"}}); err != nil {
				t.Fatal(err)
			}
			one.name = code
			one.en += " The provider says: raw words (" + code + ")"
			one.zh += "云平台原文：raw words（" + code + "）"
			wantMistakes(t, b, "/instances/new", good, []badField{one})
		}
	})
}

func TestMistakesInAnOrderOfElasticServersAreToldBeforeTheCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		before := asked(c, "ecs.CreateInstance")
		gateway := offers(b.Post("/ecs/new/fields", elasticOrder(b)).Want(http.StatusOK), "gateway")[2]
		wantMistakes(t, b, "/ecs/new", elasticOrder(b), []badField{
			{"a size that is not sold", v("type", "3-7-0"), "create-type", "This is no longer on offer. Choose again.", "这一项已经不可选，请重新选择。"},
			{"101 servers", v("amount", "１０１"), "create-amount", "Give a number from 1 to 100.", "请填 1 到 100 之间的数。"},
			{"a plain password", v("password", "skylark42", "password_again", "skylark42"), "create-password", "A password has 3 of upper case, lower case, digits and signs; this one has 2.", "密码应包含大写字母、小写字母、数字、符号中的 3 种，现在只有 2 种。"},
			{"a disk too small", v("diskType", "ssd", "diskSize", "16"), "create-disk-0", "Give a number of at least 24.", "请填不小于 24 的数。"},
			{"a disk out of its step", v("diskType", "ssd", "diskSize", "30"), "create-disk-0", "Give a multiple of 8, for instance 32.", "请填 8 的倍数，例如 32。"},
			{"13 months", v("charge", "1", "months", "13"), "create-months", "This is no longer on offer. Choose again.", "这一项已经不可选，请重新选择。"},
			{"a test account of others", v("subject", "nobody"), "create-subject", "This is no longer on offer. Choose again.", "这一项已经不可选，请重新选择。"},
			{"DNS with Chinese stops and one too few", v("dns", "８。８。８。８"), "create-dns", "Give two IPv4 addresses.", "请填两个 IPv4 地址。"},
			{"a name too long", v("name", strings.Repeat("名", 64)), "create-name", "At most 63 characters.", "最多 63 个字符。"},
			{"an elastic IP without a gateway", v("eip", "eip-unknown"), "create-gateway", "An elastic IP needs the default gateway.", "弹性公网 IP 需要默认出网网关。"},
			{"a gateway of two servers", v("gateway", gateway, "others", gateway), "create-others", "The default gateway cannot be chosen again.", "默认网关不能再选一次。"},
		})
		if n := asked(c, "ecs.CreateInstance") - before; n != 0 {
			t.Errorf("the cloud was asked %d times", n)
		}
	})
}

func TestMistakesInARuleAreToldInBothLanguages(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		g := group(t, b, "office-windows")
		good := v("protocol", "TCP", "action", "allow", "local_port", "8443", "address", "10.0.0.0/8", "type", "ip", "priority", "77")
		const address, addressZh = "This is not an IP address or network, such as 203.0.113.5 or 10.0.0.0/8.", "这不是 IP 地址或网段，例如 203.0.113.5 或 10.0.0.0/8。"
		const port, portZh = "A port is a number from 1 to 65535, or a range like 8000-8010; 0 means all.", "端口是 1 到 65535 的数，或 8000-8010 这样的范围；0 表示全部。"
		wantMistakes(t, b, g+"/ops/add-rule", good, []badField{
			{"a port out of range", v("local_port", "７００００"), "form-local_port", port, portZh},
			{"a range that runs back", v("local_port", "90-80"), "form-local_port", port, portZh},
			{"ICMP with a port", v("protocol", "ICMP", "local_port", "22"), "form-local_port", "ICMP has no ports: leave this empty.", "ICMP 没有端口，请清空。"},
			{"a priority over 100", v("priority", "101"), "form-priority", "Give a number from 1 to 100.", "请填 1 到 100 之间的数。"},
			{"a priority that is taken", v("priority", "１０"), "form-priority", "Priority 10 is taken by “TCP 3389 ← 203.0.113.0/24”.", "优先级 10 已被“TCP 3389 ← 203.0.113.0/24”使用。"},
			{"half a network", v("address", "10.0.0/8"), "form-address", address, addressZh},
			{"a mask too long", v("address", "10.0.0.0/33"), "form-address", address, addressZh},
			{"full-width nonsense", v("address", "１０。０。０。３００"), "form-address", address, addressZh},
			{"ssh for everyone", v("local_port", "２２", "address", "０。０。０。０／０"), "form-open", "This opens port 22 to the whole internet. Narrow the address, or tick to go on.", "这会把端口 22 对整个互联网开放。请缩小地址范围，或确认后再提交。"},
		})
		if n := calls(c, "ccs.securitygroup.AddSecurityGroupRule"); n != 0 {
			t.Errorf("the cloud was asked %d times", n)
		}
		time.Sleep(time.Minute)
		do(b, g+"/ops/add-rule", merged(good, v("local_port", "８４４３、９０００", "address", "１０。２０。０。０／１６"))).Want(http.StatusSeeOther)
		time.Sleep(time.Minute)
		if text := b.Get(g + "/rules?fresh=1").Find("#listing").Text(); strings.Count(text, "10.20.0.0/16") < 2 || !strings.Contains(text, "TCP 9000") {
			t.Errorf("what was meant was not made of full-width input:\n%s", text)
		}
	})
}

func TestMistakesInChangesOfServersAreToldInBothLanguages(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		id := server(t, b, "status=running&charge=PostPaid&tag=prod")
		op := func(slug string) string { return "/instances/" + id + "/ops/" + slug }
		twice := func(p string) url.Values { return v("password", p, "password_again", p) }
		for slug, list := range map[string][]badField{
			"resize":   {{"a size that is not sold", v("size", "3-5"), "form-size", "This is no longer on offer. Choose again.", "这一项已经不可选，请重新选择。"}},
			"charge":   {{"37 months", v("months", "３７"), "form-months", "Give a number from 0 to 36.", "请填 0 到 36 之间的数。"}},
			"password": {{"a short password", twice("Ab1-"), "form-password", "A password has 8 to 30 characters; this one has 4.", "密码应有 8 到 30 个字符，现在是 4 个。"}},
			"add-disks": {
				{"a disk out of its step", v("type", "ssd_disk", "size", "１５５", "count", "1"), "form-size", "Give a multiple of 50, for instance 200.", "请填 50 的倍数，例如 200。"},
				{"a disk too large", v("type", "ssd_disk", "size", "5000", "count", "1"), "form-size", "Give a number from 50 to 4,000.", "请填 50 到 4,000 之间的数。"},
			},
			"reinstall": {{"a script too long", merged(twice(goodPassword), v("image", "Ubuntu_16.04_64", "user_data", strings.Repeat("x", 17<<10), "confirm", b.Get(op("reinstall")).Find("label b").Last().Text())), "form-user_data", "A script has at most 16 KB; this one has 17 KB.", "脚本最多 16 KB，现在是 17 KB。"}},
			"add-tags":  {{"21 labels", v("new_tags", "a，b，c、d，e，f，g，h，i，j，k，l，m，n，o，p，q，r，s，t，u"), "form-new_tags", "At most 20 tags; these are 21.", "最多 20 个标签，现在有 21 个。"}},
			"rename":    {{"the same name", v("name", b.Get(op("rename")).Value("name")), "form-name", "This is the same as now.", "和现在一样，没有变化。"}},
		} {
			wantMistakes(t, b, op(slug), nil, list)
		}
		for action, n := range c.Sim.Calls().Operations {
			if strings.HasPrefix(action, "ccs.instance.") && !strings.HasPrefix(action, "ccs.instance.Describe") {
				t.Errorf("%s was asked %d times", action, n.Calls)
			}
		}
	})
}

func TestMistakesInPartsOfServersAreToldInBothLanguages(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		id := withDisks(t, b)
		data := "/server-disks/" + parts(b, id, "disks")[1]
		now := b.Get(data + "/ops/enlarge").Want(http.StatusOK).Value("size")
		card := "/server-cards/" + parts(b, id, "network")[0]
		wantMistakes(t, b, data+"/ops/enlarge", nil, []badField{
			{"the same size", v("size", now), "form-size", "This is the same as now.", "和现在一样，没有变化。"},
			{"more than is sold", v("size", "４００１"), "form-size", "Give a number from " + now + " to 4,000.", "请填 " + now + " 到 4,000 之间的数。"},
		})
		wantMistakes(t, b, card+"/ops/address", v("password", goodPassword), []badField{
			{"an address that is not free", v("address", "10.99.99.99"), "form-address", "This is no longer on offer. Choose again.", "这一项已经不可选，请重新选择。"},
			{"no address", v("address", ""), "form-address", "This is required.", "此项必填。"},
		})
		for _, action := range []string{"ResizeDisk", "ExtendSystemDisk", "ModifyIpAddress"} {
			if n := calls(c, "ccs.instance."+action); n != 0 {
				t.Errorf("%s was asked %d times", action, n)
			}
		}
	})
}

func TestTheFormOfDeletionProtectionTellsWhatWasSetHere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		form := "/instances/" + server(t, b, "status=running") + "/ops/protect"
		hint := func() string { return words(b.Get(form).Want(http.StatusOK).Find("#form-protection-hint")) }
		unknown := hint()
		for setting, want := range map[string]string{"on": "last turned on from here", "off": "last turned off from here"} {
			do(b, form, v("protection", setting)).Want(http.StatusSeeOther)
			time.Sleep(time.Minute)
			if got := hint(); !strings.Contains(got, want) || got == unknown {
				t.Errorf("after turning it %s: got %q", setting, got)
			}
		}
	})
}
