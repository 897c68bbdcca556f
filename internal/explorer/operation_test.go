package explorer_test

import (
	"slices"
	"strings"
	"testing"

	"yunque/internal/cloud"
	"yunque/internal/explorer"
	"yunque/internal/i18n"
	"yunque/internal/resource"
)

// operations are all of them.
func operations() []*explorer.Op { return explorer.Search(explorer.Filter{}) }

func TestEveryOperationIsThereInItsChapter(t *testing.T) {
	if got := len(explorer.Chapters()); got != 16 {
		t.Errorf("got %d chapters, want 16", got)
	}
	if got := len(operations()); got != 218 {
		t.Errorf("got %d operations, want 218", got)
	}
	for _, c := range explorer.Chapters() {
		written(t, c.Title())
	}
}

func TestEveryOperationHasATitleAndAWayToTheProvider(t *testing.T) {
	for _, op := range operations() {
		written(t, op.Title())
		got := [...]string{op.Info.ID(), op.Info.Method, op.Info.Path}
		if want := [...]string{op.ID, op.Method, op.Path}; got != want {
			t.Errorf("got %v, want %v", got, want)
		}
		if (op.Info.Kind == cloud.Write) != op.Writes() {
			t.Errorf("%s: the client and the documentation do not agree on what it does", op.ID)
		}
	}
}

func TestEveryConditionIsWrittenInBothLanguages(t *testing.T) {
	seen := 0
	for _, op := range operations() {
		for i := range op.Inputs {
			if p := &op.Inputs[i]; p.Conditional() {
				seen++
				written(t, explorer.Condition(p))
			}
		}
	}
	if seen != 16 {
		t.Errorf("got %d conditional parameters, want 16", seen)
	}
}

// written fails the test unless a text stands in both languages.
func written(t *testing.T, text resource.Text) {
	t.Helper()
	for _, l := range i18n.Langs {
		if !i18n.Has(l, text.Key) {
			t.Errorf("%q is not written in %s", text.Key, l)
		}
	}
}

func TestSearchFindsInBothLanguages(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string // the first ones found
	}{
		{"a Chinese word of the title", "关机", []string{"ccs.instance.StopInstance", "ccs.instance.StopInstances", "bms.OperateBmsPower", "ecs.OperateInstance"}},
		{"an action, before those that contain it", "StopInstance", []string{"ccs.instance.StopInstance", "ccs.instance.StopInstances"}},
		{"an id", "ebs.DescribeDisk", []string{"ebs.DescribeDisk", "ebs.DescribeDiskQuota", "ebs.DescribeDiskList"}},
		{"any case", "stopinstance", []string{"ccs.instance.StopInstance"}},
		{"two words", "delete snapshot", []string{"bmsdisk.DeleteSnapshot", "snapshot.DeleteSnapshot"}},
		{"a word of the chapter", "裸金属云盘", []string{"bmsdisk.CreateDisk"}},
		{"a parameter", "BusyFloat", []string{"network.vdc.CreateVdc", "network.vdc.CreatePublicNetwork"}},
		{"nothing", "no such thing", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, op := range explorer.Search(explorer.Filter{Text: c.text}) {
				got = append(got, op.ID)
			}
			if len(got) < len(c.want) || !slices.Equal(got[:len(c.want)], c.want) || c.want == nil && len(got) > 0 {
				t.Errorf("got %v, want %v first", got, c.want)
			}
		})
	}
}

func TestFiltersNarrowTheList(t *testing.T) {
	for _, c := range []struct {
		name   string
		filter explorer.Filter
		want   int
	}{
		{"reads", explorer.Filter{Kind: "read"}, 87},
		{"writes", explorer.Filter{Kind: "write"}, 131},
		{"a chapter", explorer.Filter{Services: []string{"gcw"}}, 31},
		{"two chapters", explorer.Filter{Services: []string{"gcw", "alarm"}}, 33},
		{"an unknown chapter", explorer.Filter{Services: []string{"none"}}, 0},
		{"a chapter's reads with a word", explorer.Filter{Services: []string{"ebs"}, Kind: "read", Text: "quota"}, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := len(explorer.Search(c.filter)); got != c.want {
				t.Errorf("got %d operations, want %d", got, c.want)
			}
		})
	}
}

func TestWhatIsLostForGoodIsTyped(t *testing.T) {
	var got []string
	for _, op := range operations() {
		if op.Danger() >= resource.TypeName {
			got = append(got, op.ID)
		}
		if !op.Writes() && op.Danger() != resource.NoConfirm {
			t.Errorf("%s only reads, but asks for a confirmation", op.ID)
		}
		if op.Writes() && op.Danger() == resource.NoConfirm {
			t.Errorf("%s writes without a confirmation", op.ID)
		}
	}
	const want = `ccs.instance.DeleteInstance ccs.instance.DeleteDisk ccs.instance.ResetImage ccs.instance.DeleteTag ccs.instance.DeleteInstancesTags
		ccs.instance.BatchDeleteNetworkInterfaces ccs.securitygroup.DeleteSecurityGroup ccs.securitygroup.ForceDeleteSecurityGroup
		ccs.securitygroup.RemoveSecurityGroupRule ccs.template.DeleteTemplate network.vdc.DeleteVdc network.vdc.DeletePublicIp
		network.vdc.DeletePublicNetwork network.vdc.DeletePrivateNetwork network.vdc.DeleteAccessPoint network.vdc.DeleteGpn vpc.DeleteVPC
		vpc.DeleteSubnet vpc.DeleteVirtualGateWay vpc.DeleteEIP vpc.DeleteBandwidth vpc.BandwidthRemoveEIP vpc.DeleteVLINK vpc.VLINKDeleteVM
		bms.ReinstallBms bms.DeleteBmsInstance bmsdisk.DeleteDisk bmsdisk.DeleteSnapshot bmsdisk.RollbackSnapshot gcw.RebuildVm gcw.DeleteVm
		ecs.DeleteInstance ecs.DeleteImage ebs.DeleteDisk snapshot.RollbackDiskBySnapshot snapshot.DeleteSnapshot`
	if !slices.Equal(got, strings.Fields(want)) {
		t.Errorf("got %v", got)
	}
}

func TestConfirmationIsATickOrTheActionsName(t *testing.T) {
	for _, c := range []struct {
		name, id, answer string
		want             bool
	}{
		{"a read needs none", "ccs.instance.DescribeInstances", "", true},
		{"a write needs the tick", "ccs.instance.StopInstance", "", false},
		{"a ticked write", "ccs.instance.StopInstance", "yes", true},
		{"a tick does not delete", "ccs.instance.DeleteInstance", "yes", false},
		{"another action's name does not delete", "ccs.instance.DeleteInstance", "DeleteDisk", false},
		{"the name in another case does not delete", "ccs.instance.DeleteInstance", "deleteinstance", false},
		{"the name deletes", "ccs.instance.DeleteInstance", " DeleteInstance ", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := explorer.Find(c.id).Confirmed(c.answer); got != c.want {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

func TestSharedErrorTablesAreShown(t *testing.T) {
	var codes []string
	for _, e := range explorer.Find("ecs.DescribeRegions").Refusals() {
		codes = append(codes, e.Code)
	}
	if !slices.Contains(codes, "MissingParameter") {
		t.Errorf("got %v, want the table at the end of the chapter", codes)
	}
}

func TestParametersOfTheSampleAloneAreAskedForToo(t *testing.T) {
	for id, name := range map[string]string{"ebs.AttachDisk": "EcsId", "common.DescribeAvailableResource": "AvailableResource"} {
		if explorer.Find(id).Input(name) == nil {
			t.Errorf("%s does not ask for %s", id, name)
		}
	}
}
