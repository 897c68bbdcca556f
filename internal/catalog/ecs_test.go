package catalog

import (
	"encoding/json"
	"errors"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"yunque/internal/cloud"
	"yunque/internal/cloud/ecs"
	"yunque/internal/resource"
)

// elastic makes a server of a list.
func elastic(id, zone, vpc, status string) Elastic {
	return Elastic{Instance: ecs.Instance{EcsID: cloud.ID(id), EcsName: "name-" + id, AzID: cloud.ID(zone), VpcID: cloud.ID(vpc), Status: status}}
}

// requests are the requests of steps as they are sent.
func requests(t *testing.T, steps []resource.Step) []string {
	t.Helper()
	var out []string
	for _, s := range steps {
		b, err := json.Marshal(s.Request)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, s.Op.ID()+" "+string(b))
	}
	return out
}

func TestElasticPowerCallsStayWithinAZoneAndAVPC(t *testing.T) {
	items := []Elastic{elastic("a", "z1", "v1", "running"), elastic("b", "z1", "v2", "running"), elastic("c", "z1", "v1", "running"), elastic("d", "z2", "v1", "running")}
	for slug, word := range map[string]string{"start": "start_up_ecs", "stop": "shutdown_ecs", "power-off": "hard_shutdown_ecs", "reboot": "restart_ecs"} {
		t.Run(slug, func(t *testing.T) {
			i := slices.IndexFunc(elasticOps, func(o resource.Op[Elastic]) bool { return o.Slug == slug })
			steps, err := elasticOps[i].Plan(items, nil)
			if err != nil {
				t.Fatal(err)
			}
			want := []string{}
			for _, ids := range []string{`["a","c"]`, `["b"]`, `["d"]`} {
				want = append(want, `ecs.OperateInstance {"EcsIds":`+ids+`,"OpType":"`+word+`"}`)
			}
			if got := requests(t, steps); !reflect.DeepEqual(got, want) {
				t.Errorf("got  %q\nwant %q", got, want)
			}
		})
	}
}

func TestElasticOperationsAreOfferedByState(t *testing.T) {
	for status, want := range map[string]string{
		"running":        "stop power-off reboot vnc rename password attach-disks image delete",
		"shutdown":       "start rename password attach-disks image delete",
		"restarting":     "",
		"creating_image": "",
		"recycling":      "rename delete",
		"failed":         "rename delete",
		"destroy":        "",
		"never heard of": "rename delete",
	} {
		t.Run(status, func(t *testing.T) {
			var got []string
			for _, o := range elasticOps {
				// What leads to a page is offered in any state.
				if o.Page == nil && o.Offered(elastic("a", "z", "v", status)).IsZero() {
					got = append(got, o.Slug)
				}
			}
			if strings.Join(got, " ") != want {
				t.Errorf("got %q, want %q", strings.Join(got, " "), want)
			}
		})
	}
}

func TestDeletingSaysWhatGoesAndWhatStays(t *testing.T) {
	listed := elastic("a", "z", "v", "shutdown")
	listed.SystemDiskSize, listed.EIPInfo = 40, cloud.Map[ecs.EIPInfo]{"10.0.0.1": {EIPIP: "8.8.4.4"}}
	whole := listed
	whole.Detail = &ecs.InstanceDetail{Disk: ecs.InstanceDisks{DataDiskConf: cloud.List[ecs.InstanceDisk]{
		{Name: "logs", Size: 24, ReleaseWithInstance: true, ID: "d1"}, {Name: "data", Size: 400, ID: "d2"}}}}
	system, eip := resource.T("loss.ecs", "name-a", 40), resource.T("kept.ecs_eip", "name-a", resource.Names{"8.8.4.4"})
	for name, c := range map[string]struct {
		server       Elastic
		loses, keeps []resource.Text
	}{
		"a server of a list": {listed, []resource.Text{system, resource.T("loss.ecs_unknown", "name-a")}, []resource.Text{eip}},
		"a server read by itself": {whole, []resource.Text{system, resource.T("loss.ecs_disk", "name-a", "logs", 24, "d1")},
			[]resource.Text{resource.T("kept.ecs_disk", "name-a", "data", 400, "d2"), eip}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := elasticLosses([]Elastic{c.server}); !reflect.DeepEqual(got, c.loses) {
				t.Errorf("loses: got %v, want %v", got, c.loses)
			}
			if got := elasticKeeps([]Elastic{c.server}); !reflect.DeepEqual(got, c.keeps) {
				t.Errorf("keeps: got %v, want %v", got, c.keeps)
			}
		})
	}
}

func TestAPasswordGoesOutAndIsNotWritten(t *testing.T) {
	form := url.Values{"password": {"Sky-lark-42"}, "password_again": {"Sky-lark-42"}}
	steps, err := passwordElastic([]Elastic{elastic("a", "z", "v", "running")}, form)
	if err != nil {
		t.Fatal(err)
	}
	if got := requests(t, steps); len(got) != 1 || strings.Contains(got[0], "lark") || !strings.Contains(got[0], `["a"]`) {
		t.Errorf("got %q", got)
	}
	if got := steps[0].Request.(ecs.ModifyInstancePasswordRequest).Password.Reveal(); got != "Sky-lark-42" {
		t.Errorf("sent %q", got)
	}
	for name, c := range map[string]struct{ password, again, field string }{
		"weak":       {"password", "password", "password"},
		"with a tab": {"Sky-lark\t42", "Sky-lark\t42", "password"},
		"different":  {"Sky-lark-42", "Sky-lark-43", "password_again"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := passwordElastic([]Elastic{elastic("a", "z", "v", "running")}, url.Values{"password": {c.password}, "password_again": {c.again}})
			var wrong resource.FieldErrors
			if !errors.As(err, &wrong) || wrong[c.field].IsZero() || len(wrong) != 1 {
				t.Errorf("got %v, want a mistake at %s", err, c.field)
			}
		})
	}
}

func TestUplinksNameEveryAddressOnce(t *testing.T) {
	s := Elastic{Instance: ecs.Instance{PrivateNet: "10.0.0.5", PubNet: "10.1.0.2", VirtualNet: cloud.List[string]{"10.2.0.2"},
		EIPInfo: cloud.Map[ecs.EIPInfo]{"10.0.0.5": {}, "10.1.0.2": {ConfName: "电信", EIPIP: "1.2.3.4", CurrentUseQos: "20"}, "10.3.0.9": {EIPIP: "1.2.3.5"}}}}
	want := []uplink{{"private", "10.0.0.5", "", "", ""}, {"gateway", "10.1.0.2", "1.2.3.4", "电信", "20"},
		{"virtual", "10.2.0.2", "", "", ""}, {"virtual", "10.3.0.9", "1.2.3.5", "", ""}}
	if got := s.uplinks(); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

func TestEveryDocumentedStateOfElasticServersHasAWord(t *testing.T) {
	for _, word := range []string{"building", "running", "restarting", "shutting_down", "shutdown", "starting_up", "deleting", "deleted", "destroying",
		"destroy", "recovering", "updating", "error", "failed", "recycling", "cancel_recycling", "creating_image"} {
		if s := elasticStates.state(word); s.Tone == resource.Unknown {
			t.Errorf("%s is not known", word)
		}
	}
	if s := elasticStates.state("frozen"); s.Tone != resource.Unknown || s.Raw != "frozen" {
		t.Errorf("an unknown word became %v", s)
	}
}

func TestABrokenServerSaysWhatToDo(t *testing.T) {
	for _, word := range []string{"failed", "error", "recycling"} {
		if got, want := elasticHeed(elastic("a", "z", "v", word)), resource.T("heed.ecs."+word); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %+v, want %+v", word, got, want)
		}
	}
}

func TestASubscriptionThatNothingRenewsAsksForAttention(t *testing.T) {
	const day = 24 * time.Hour
	for name, tt := range map[string]struct {
		method string
		renews bool
		left   time.Duration
		want   resource.Text
	}{
		"soon":              {"1", false, 5*day + time.Hour, resource.T("heed.ends_in", 5)},
		"today":             {"1", false, time.Hour, resource.T("heed.ends_now")},
		"renewed":           {"1", true, 5 * day, resource.Text{}},
		"far away":          {"1", false, 40 * day, resource.Text{}},
		"over already":      {"1", false, -2 * day, resource.Text{}},
		"paid as it goes":   {"0", false, 5 * day, resource.Text{}},
		"without an ending": {"1", false, 0, resource.Text{}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := elastic("a", "z", "v", "running")
				s.BillingMethod, s.IsAutoRenewal = cloud.ID(tt.method), cloud.Bool(tt.renews)
				if tt.left != 0 {
					s.EndBillTime = cloud.Time{Time: time.Now().Add(tt.left)}
				}
				if got := elasticHeed(s); !reflect.DeepEqual(got, tt.want) {
					t.Errorf("got %+v, want %+v", got, tt.want)
				}
				if got := elasticCharge(s).Warns; got == tt.want.IsZero() {
					t.Errorf("the list asks for attention: %v", got)
				}
			})
		})
	}
}
