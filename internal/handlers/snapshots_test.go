package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/PuerkitoBio/goquery"

	"yunque/internal/app/apptest"
)

// newSnapshot takes a snapshot of a disk, and gives its page.
func newSnapshot(t *testing.T, b *apptest.Browser, disk, name string) string {
	t.Helper()
	do(b, disk+"/ops/snapshot", v("name", name)).Want(http.StatusSeeOther)
	time.Sleep(time.Minute) // the bubble's time
	return listed(t, b, "/snapshots", name)
}

func TestASnapshotIsTakenRenamedCopiedAndDeleted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		disk := newDisk(t, b, "kept-a", "CN_HongKong_B", nil)
		at := newSnapshot(t, b, disk, "before-change")
		if got := words(b.Get(disk + "?tab=snapshots&fresh=1").Find("main")); !strings.Contains(got, "before-change") || !strings.Contains(got, "For ever") {
			t.Errorf("the disk's page has %q", got)
		}
		do(b, at+"/ops/rename", v("name", "变更前-1")).Want(http.StatusSeeOther)
		if got := words(b.Get(at + "?fresh=1").Find("h1")); !strings.HasPrefix(got, "变更前-1") {
			t.Errorf("renamed: got %q", got)
		}
		do(b, at+"/ops/copy", v("zones", "CN_Suqian_A")).Want(http.StatusSeeOther)
		time.Sleep(time.Minute) // the bubble's time
		disks := strings.TrimPrefix(disk, "/disks/")
		if got := len(ids(b.Get("/snapshots?fresh=1&disk=" + disks))); got != 2 {
			t.Errorf("%d snapshots of the disk, want the one and its copy", got)
		}
		copied := ids(b.Get("/snapshots?zone=CN_Suqian_A&disk=" + disks))[0]
		if got := words(b.Get("/snapshots/" + copied + "/ops/rollback").Find("main")); !strings.Contains(got, "and is rolled back to snapshots there") {
			t.Errorf("a copy elsewhere may roll the disk back: %q", got)
		}
		if got := words(b.Get(disk + "/ops/delete").Find("main")); !strings.Contains(got, "kept-a: 2 snapshots kept for ever") {
			t.Errorf("what stays of the disk is not told: %q", got)
		}
		do(b, disk+"/ops/delete", v("confirm", "kept-a")).Want(http.StatusSeeOther)
		time.Sleep(time.Minute) // the bubble's time
		if got := words(b.Get(at + "/ops/delete").Find("main")); !strings.Contains(got, "its data may be nowhere else") {
			t.Errorf("the last copy goes without a word: %q", got)
		}
		do(b, at+"/ops/delete", v("confirm", "变更前-1")).Want(http.StatusSeeOther)
		time.Sleep(time.Minute) // the bubble's time
		b.Get(at + "?fresh=1").Want(http.StatusNotFound)
	})
}

func TestADiskIsRolledBackOnlyUnderAServerThatIsOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		server := elasticNamed(t, b, "hk-web-1")
		disk := "/disks/" + ids(b.Get("/disks?use=system&server=" + server))[0]
		at := newSnapshot(t, b, disk, "clean-state")
		wantMistakes(t, b, at+"/ops/rollback", v("confirm", "clean-state"), []badField{
			{"the server runs", v("start", "true"), "form-start", "Shut hk-web-1 down first: a disk is not rolled back under a running server.", "请先将 hk-web-1 关机：服务器开机时不能回滚云盘。"},
		})
		if n := asked(c, "snapshot.RollbackDiskBySnapshot"); n != 0 {
			t.Errorf("the cloud was asked %d times", n)
		}
		do(b, "/ecs/"+server+"/ops/stop", nil).Want(http.StatusSeeOther)
		time.Sleep(time.Minute) // the bubble's time
		form := b.Get(at + "/ops/rollback").Want(http.StatusOK)
		if got := words(form.Find("main")); !strings.Contains(got, "All that was written to disk") || strings.Contains(got, "Shut hk-web-1 down first") {
			t.Errorf("the form says %q", got)
		}
		do(b, at+"/ops/rollback", v("confirm", "clean-state", "first", "true", "name", "before-rollback")).Want(http.StatusSeeOther)
		time.Sleep(time.Minute) // the bubble's time
		if got := stateAt(b, "/ecs/"+server); got != "Running" {
			t.Errorf("the server is %q, want it started again", got)
		}
		listed(t, b, "/snapshots", "before-rollback")
	})
}

func TestMistakesInASnapshotAreToldBeforeTheCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		disk := newDisk(t, b, "kept-b", "CN_HongKong_B", nil)
		names := []badField{
			{"with a space", v("name", "before change"), "form-name", "2 to 128 characters: letters, digits, Chinese, - and _.", "2 至 128 个字符：字母、数字、汉字、- 和 _。"},
			{"an automatic one's", v("name", "Auto-1"), "form-name", "Names beginning with “auto” are kept for automatic snapshots.", "以“auto”开头的名称留给自动快照。"},
		}
		wantMistakes(t, b, disk+"/ops/snapshot", v("kept", "7"), names)
		if n := asked(c, "snapshot.CreateSnapshot"); n != 0 {
			t.Errorf("the cloud was asked %d times", n)
		}
		at := newSnapshot(t, b, disk, "first-one")
		wantMistakes(t, b, at+"/ops/rename", nil, []badField{
			{"too long", v("name", strings.Repeat("n", 127)), "form-name", "2 to 126 characters: letters, digits, Chinese, - and _.", "2 至 126 个字符：字母、数字、汉字、- 和 _。"},
			{"as it is", v("name", "first-one"), "form-name", "This is the same as now.", "和现在一样，没有变化。"},
		})
		for range 9 {
			do(b, disk+"/ops/snapshot", nil).Want(http.StatusSeeOther)
			time.Sleep(time.Minute) // the bubble's time
		}
		wantMistakes(t, b, disk+"/ops/snapshot", v("kept", "7", "name", "more"), []badField{
			{"beyond the quota", nil, "form-name", "The disk has all of the 10 snapshots it may have. Delete one first.", "这块云盘的快照已达上限 10 个，请先删除一个。"},
		})
		wantMistakes(t, b, "/snapshots/ops/create", v("kept", "7", "disk", strings.TrimPrefix(disk, "/disks/")), []badField{
			{"of a disk that has all", nil, "form-disk", "The disk has all of the 10 snapshots it may have. Delete one first.", "这块云盘的快照已达上限 10 个，请先删除一个。"},
		})
	})
}

func TestASnapshotTellsTheImagesAndDisksMadeOfIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		system, data := "/snapshots/"+ids(b.Get("/snapshots?use=system&status=available"))[0], "/snapshots/"+ids(b.Get("/snapshots?use=data&status=available&zone=CN_HongKong_B"))[0]
		do(b, system+"/ops/image", v("name", "from-snapshot")).Want(http.StatusSeeOther)
		time.Sleep(time.Minute) // the bubble's time
		if got := words(b.Get(system + "?tab=images").Find(`main tbody a[href^="/images/"]`)); got != "from-snapshot" {
			t.Errorf("images made of it: got %q", got)
		}
		if got := words(b.Get(data + "/ops/image").Find("main")); !strings.Contains(got, "Only snapshots of system disks make images") {
			t.Errorf("a data disk's snapshot may become an image: %q", got)
		}
		var form string
		b.Get(data).Find(`a[href^="/disks/ops/create?"]`).Each(func(_ int, a *goquery.Selection) { form = a.AttrOr("href", "") })
		p := b.Get(form).Want(http.StatusOK)
		least := p.Find(`[name="size"]`).AttrOr("min", "")
		if p.Find(`select[name="snapshot"] option[selected]`).AttrOr("value", "") != strings.TrimPrefix(data, "/snapshots/") || least == "24" {
			t.Fatalf("the form for a disk of it begins with at least %s GB:\n%s", least, words(p.Find("main")))
		}
		do(b, form, v("name", "restored", "size", least)).Want(http.StatusSeeOther)
		time.Sleep(time.Minute) // the bubble's time
		if got := stateAt(b, listed(t, b, "/disks", "restored")); got != "Free (billed)" {
			t.Errorf("the disk made of it is %q", got)
		}
	})
}

func TestASnapshotThatEndsSoonSaysSo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		disk := newDisk(t, b, "kept-c", "CN_HongKong_B", nil)
		do(b, disk+"/ops/snapshot", v("name", "short", "kept", "1")).Want(http.StatusSeeOther)
		time.Sleep(time.Minute) // the bubble's time
		if got := words(b.Get(listed(t, b, "/snapshots", "short")).Find("main")); !strings.Contains(got, "It is deleted by itself at") {
			t.Errorf("got %q", got)
		}
	})
}

func TestAChainIsDrawnFromTheOldestSnapshotToTheDisk(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		disk := newDisk(t, b, "kept-d", "CN_HongKong_B", nil)
		for _, name := range []string{"one", "two", "three"} {
			newSnapshot(t, b, disk, name)
		}
		chain := listed(t, b, "/snapshot-chains", strings.TrimPrefix(disk, "/disks/"))
		p := b.Get(chain + "/chain").Want(http.StatusOK)
		got := p.Find("ol.chain > li a").Map(func(_ int, a *goquery.Selection) string { return a.Text() })
		if strings.Join(got, " ") != "one two three kept-d" {
			t.Errorf("got %q", got)
		}
		if text := words(b.Get(chain).Find("main")); !strings.Contains(text, " GB") || !strings.Contains(text, "3") {
			t.Errorf("the chain's page says %q", text)
		}
		if b.Get(disk+"?tab=snapshots").Find(`main a[href="`+chain+`"]`).Length() != 1 {
			t.Error("the disk's page does not lead to its chain")
		}
		b.Get("/snapshot-chains/" + url.PathEscape("sl-none") + "/chain").Want(http.StatusNotFound)
	})
}
