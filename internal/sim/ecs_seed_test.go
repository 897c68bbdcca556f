package sim

import "testing"

func TestTheDemoCompanyHasElasticServers(t *testing.T) {
	l := newLab(t, "demo")
	total := func(id string) any { return l.ok(id, nil)["TotalCount"] }
	private := 0
	ids := map[any]bool{}
	for _, m := range at(l.ok("ecs.DescribeImages", nil), "Data", "ImageList").([]any) {
		if at(m, "TemplateType") == "private" {
			ids[at(m, "ImageId")] = true
			private++
		}
	}
	got := map[string]any{
		"servers": total("ecs.DescribeInstanceList"), "disks": total("ebs.DescribeDiskList"),
		"snapshots": total("snapshot.DescribeSnapshotList"), "chains": total("snapshot.DescribeSnapshotChainList"),
		"private images": len(ids), "copies of them": private,
		"test projects": at(l.ok("subject.DescribeSubjects", nil), "Data", "Total"),
	}
	same(t, "what the company has", got, map[string]any{
		"servers": 60.0, "disks": 200.0, "snapshots": 300.0, "chains": 66.0,
		"private images": 8, "copies of them": 11, "test projects": 2.0,
	})
	states, reachable, unattached := map[any]int{}, 0, 0
	for _, s := range at(l.ok("ecs.DescribeInstanceList", nil), "Data", "EcsList").([]any) {
		states[at(s, "Status")]++
		for _, address := range at(s, "EipInfo").(map[string]any) {
			if at(address, "EipIp") != "" {
				reachable++
			}
		}
	}
	same(t, "addresses with an EIP", reachable, 14)
	same(t, "states", states, map[any]int{"running": 51, "shutdown": 4, "restarting": 2, "starting_up": 1, "recycling": 1, "failed": 1})
	for _, d := range at(l.ok("ebs.DescribeDiskList", nil), "Data", "DiskList").([]any) {
		if at(d, "EcsId") == "" {
			unattached++
		}
	}
	same(t, "unattached disks", unattached, 25)
}
