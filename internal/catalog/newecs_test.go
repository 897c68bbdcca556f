package catalog

import (
	"net/url"
	"reflect"
	"testing"

	"yunque/internal/cloud"
	"yunque/internal/cloud/ecs"
	"yunque/internal/resource"
)

func TestAnElasticOrderIsSentAsDocumented(t *testing.T) {
	base := url.Values{"zone": {"CN_A"}, "family": {"C4"}, "type": {"16-32-1"}, "image": {"img-1"}, "system_type": {"ssd"}, "system_size": {"40"},
		"vpc": {"v"}, "subnet": {"s"}, "password": {"Sky-lark-42"}, "password_again": {"Sky-lark-42"}}
	const first = `ecs.CreateInstance {"AvailableZoneCode":"CN_A","EcsFamilyName":"C4","Cpu":16,"Ram":32,"Gpu":1,"Number":`
	const place = `"SystemDisk":{"DiskFeature":"ssd","Size":40},"VpcInfo":{"VpcId":"v"},"SubnetInfo":{"SubnetId":"s"}`
	secret := `"Password":"` + cloud.Secret{}.String() + `",`
	for name, c := range map[string]struct {
		more url.Values
		want string
	}{
		"as little as possible": {nil, first + `1,"BillingMethod":"0",` + secret + `"ImageId":"img-1",` + place + `,"UtcTime":0}`},
		"with everything": {url.Values{"amount": {"３"}, "number": {" 7 "}, "name": {" web "}, "utc": {"true"}, "dns": {"8.8.8.8， 1.1.1.1"}, "charge": {"1"}, "months": {"12"}, "renew": {"true"},
			"gateway": {"g1"}, "eip": {"e1"}, "others": {"g2"}, "diskType": {"ssd", "ssd"}, "diskSize": {"48", ""}, "subject": {"测试"}},
			first + `3,"BillingMethod":"1",` + secret + `"ImageId":"img-1",` + place +
				`,"PubnetInfo":[{"SubnetId":"g1","IpType":"default_gateway","EipIds":["e1"]},{"SubnetId":"g2","IpType":"virtual"}],"Name":"web","StartNumber":7,` +
				`"Duration":12,"IsToMonth":0,"IsAutoRenewal":1,"UtcTime":1,"DataDisk":{"DiskFeature":"ssd","Size":48,"ReleaseWithInstance":0},` +
				`"DnsList":["8.8.8.8","1.1.1.1"],"TestAccount":"测试"}`},
	} {
		t.Run(name, func(t *testing.T) {
			form := url.Values{}
			for _, part := range []url.Values{base, c.more} {
				for k, v := range part {
					form[k] = v
				}
			}
			if got := requests(t, []resource.Step{ReadElasticOrder(form).Step()})[0]; got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestImagesFitSizesByCardAndDriver(t *testing.T) {
	plain, card := ecs.Spec{CPU: 2}, ecs.Spec{GPU: 1, SupportGPUDriver: "Geforce"}
	for name, c := range map[string]struct {
		image       ecs.Image
		plain, card bool
	}{
		"for servers without cards": {ecs.Image{SupportType: []string{"cpu"}}, true, false},
		"for cards, any driver":     {ecs.Image{SupportType: []string{"gpu"}}, false, true},
		"for these cards":           {ecs.Image{SupportType: []string{"GPU"}, SupportGPUDriver: "geforce"}, false, true},
		"for other cards":           {ecs.Image{SupportType: []string{"cpu", "gpu"}, SupportGPUDriver: "Datacenter"}, true, false},
		"that says nothing":         {ecs.Image{}, true, true},
	} {
		t.Run(name, func(t *testing.T) {
			if got := [2]bool{fits(c.image, plain), fits(c.image, card)}; got != [2]bool{c.plain, c.card} {
				t.Errorf("got %v, want %v", got, [2]bool{c.plain, c.card})
			}
		})
	}
}

func TestPriceUnitsAreReadAsTheyCome(t *testing.T) {
	for unit, want := range map[string]resource.Text{
		"天": resource.T("price.per_day"), "月": resource.T("price.per_month"), "3个月": resource.T("price.for_months", 3),
		"年": resource.T("ecs.price.years", 1), "2年": resource.T("ecs.price.years", 2), "季度": resource.Lit(" / 季度"),
	} {
		if got := priceUnit(unit); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %v, want %v", unit, got, want)
		}
	}
}
