package handlers_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"yunque/internal/app/apptest"
)

// freeMetalDisk is a disk of the demo that no server has.
const freeMetalDisk = "空闲盘"

func TestABareMetalDiskIsMadeAttachedChangedDetachedAndDeleted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		do(b, "/bare-metal-disks/ops/create", v("zone", "CN_Beijing_I", "name", "scratch", "type", "nvme", "iops", "12000", "bandwidth", "5000", "size", "300")).Want(http.StatusSeeOther)
		time.Sleep(time.Minute) // the bubble's time
		at := metalDisk(t, b, "scratch")
		if got := stateAt(b, at); got != "Free (billed)" {
			t.Fatalf("a new disk: got %q", got)
		}
		server := listed(t, b, "/bare-metal", "db-physical-001")
		do(b, at+"/ops/attach", v("server", strings.TrimPrefix(server, "/bare-metal/"))).Want(http.StatusSeeOther)
		time.Sleep(time.Minute) // the bubble's time
		if got := stateAt(b, at); got != "In use" {
			t.Errorf("attached: got %q", got)
		}
		if b.Get(at+"?later=1&fresh=1").Find(`main a[href="`+server+`"]`).Length() == 0 {
			t.Error("the disk's page does not lead to its server")
		}
		if row := b.Get(server + "?tab=disks&fresh=1").Find(`main tbody tr:has(a[href="` + at + `"])`); row.Length() != 1 || !strings.Contains(words(row), "NVMe sdd") {
			t.Errorf("the server's disks: got %q", words(row))
		}
		if got := words(b.Get(at + "/ops/delete").Find("main")); !strings.Contains(got, "Detach it from its server first") {
			t.Errorf("an attached disk may be deleted: %q", got)
		}
		for op, more := range map[string][]string{"extend": {"size", "512"}, "iops": {"iops", "8000"}, "bandwidth": {"bandwidth", "3000"}, "detach": nil} {
			do(b, at+"/ops/"+op, v(more...)).Want(http.StatusSeeOther)
			time.Sleep(time.Minute) // the bubble's time
		}
		got := words(b.Get(at + "?fresh=1").Find("main"))
		for _, want := range []string{"Free (billed)", "512 GB", "8,000", "3,000 Mbps", "of 512 GB (", "nvme_pool", "of 200,000 GB ("} {
			if !strings.Contains(got, want) {
				t.Errorf("the changed disk does not show %q: %s", want, got)
			}
		}
		snapped(t, b, at, "last")
		form := words(b.Get(at + "/ops/delete").Want(http.StatusOK).Find("main"))
		for _, want := range []string{"All data on disk scratch (512 GB, ", "scratch: 1 snapshot known here"} {
			if !strings.Contains(form, want) {
				t.Errorf("the loss of %q is not told: %q", want, form)
			}
		}
		do(b, at+"/ops/delete", v("confirm", "scratch")).Want(http.StatusSeeOther)
		time.Sleep(time.Minute) // the bubble's time
		b.Get(at + "?fresh=1").Want(http.StatusNotFound)
		if got := words(b.Get(listed(t, b, "/bare-metal-snapshots", "last")).Find("main")); !strings.Contains(got, "Its disk no longer exists") {
			t.Errorf("the snapshot of a disk that is gone: got %q", got)
		}
		if got := words(b.Get("/tasks").Find("tbody")); strings.Contains(got, "Running") || strings.Contains(got, "Failed") || strings.Contains(got, "Unknown") {
			t.Errorf("tasks: %s", got)
		}
	})
}

func TestMistakesInAnOrderOfBareMetalDisksAreToldBesideTheirFields(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		before := asked(c, "bmsdisk.CreateDisk")
		good := v("zone", "CN_Beijing_I", "name", "scratch", "type", "ssd", "iops", "8000", "bandwidth", "2000", "size", "300", "count", "1")
		unsold := "The cloud sells no such disk in this zone. It says: The parameter %q is not valid."
		unsoldZh := "该可用区没有这种规格的云盘。云平台返回：The parameter %q is not valid."
		wantMistakes(t, b, "/bare-metal-disks/ops/create", good, []badField{
			{"no size", v("size", "0"), "form-size", "Give a number of at least 1.", "请填不小于 1 的数。"},
			{"part of a gigabyte", v("size", "1.5"), "form-size", "Give a number.", "请填写数字。"},
			{"more IOPS than are sold", v("iops", "11000"), "form-iops", strings.ReplaceAll(unsold, "%q", `"Iops"`), strings.ReplaceAll(unsoldZh, "%q", `"Iops"`)},
			{"bandwidth between the steps", v("bandwidth", "2500"), "form-bandwidth", strings.ReplaceAll(unsold, "%q", `"Bw"`), strings.ReplaceAll(unsoldZh, "%q", `"Bw"`)},
			{"too many", v("count", "21"), "form-count", "Give a number from 1 to 20.", "请填 1 到 20 之间的数。"},
			{"no name", v("name", " "), "form-name", "This is required.", "此项必填。"},
		})
		if n := asked(c, "bmsdisk.CreateDisk") - before; n != 0 {
			t.Errorf("the cloud was asked for a disk %d times", n)
		}
		full := b.Post("/bare-metal-disks/ops/create", merged(good, v("type", "nvme", "size", "16000", "count", "20", "key", "full"))).Want(http.StatusUnprocessableEntity)
		if got := words(full.Find("#form-size-error")); !strings.Contains(got, "NotSufficient") {
			t.Errorf("a full pool: got %q", got)
		}
	})
}

func TestABareMetalDiskOnlyGrowsAndIsRefusedBesideTheField(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		at := metalDisk(t, b, freeMetalDisk)
		wantMistakes(t, b, at+"/ops/extend", v("size", "600"), []badField{
			{"smaller", v("size", "400"), "form-size", "Give a number of at least 500.", "请填不小于 500 的数。"},
			{"as it is", v("size", "500"), "form-size", "This is the same as now.", "和现在一样，没有变化。"},
		})
		wantMistakes(t, b, at+"/ops/iops", v("iops", "3000"), []badField{
			{"as they are", v("iops", "2000"), "form-iops", "This is the same as now.", "和现在一样，没有变化。"},
			{"none", v("iops", "0"), "form-iops", "Give a number of at least 1.", "请填不小于 1 的数。"},
		})
		if n := asked(c, "bmsdisk.ExpansionSize") + asked(c, "bmsdisk.ChangeIops"); n != 0 {
			t.Errorf("the cloud was asked %d times", n)
		}
		for op, field := range map[string]string{"extend": "size", "iops": "iops", "bandwidth": "bandwidth"} {
			p := do(b, at+"/ops/"+op, v(field, "99999")).Want(http.StatusUnprocessableEntity)
			if got := words(p.Find("#form-" + field + "-error")); !strings.Contains(got, "is not valid") || p.Value(field) != "99999" {
				t.Errorf("%s beyond what is sold: got %q and the value %q", op, got, p.Value(field))
			}
		}
	})
}
