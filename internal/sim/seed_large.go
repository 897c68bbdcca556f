package sim

import "fmt"

// The seed "large" shows so many servers and data disks of theirs in all.
const (
	crowdServers = 5_000
	crowdDisks   = 10_000
)

// plantLarge builds the demo company and beside it a batch cluster that fills
// the account up to its round numbers.
func (p *planter) plantLarge() {
	p.plantDemo(func() {
		s := &site{region: "CN_Guangzhou_A", name: "批量计算", privates: []obj{
			{"Name": "批处理内网", "Type": "manual", "Address": "10.128.0.0", "Mask": 19},
		}}
		p.until(1.5)
		p.plantSite(s)
		p.plantCrowd(s)
	})
}

// plantCrowd buys the batch cluster, fifty servers at a time. Where the disks do
// not come out even, its first servers have one more.
func (p *planter) plantCrowd(s *site) {
	servers, disks := crowdServers, crowdDisks
	for i := range p.w.ccs.instances.All() {
		servers, disks = servers-1, disks-len(i.data)
	}
	for n := 1; servers > 0 && p.err == nil; n++ {
		count, each := min(50, servers), disks/servers
		if more := disks % servers; more > 0 {
			count, each = min(50, more), each+1
		}
		var data []obj
		for range each {
			data = append(data, slow(100))
		}
		p.plantFleet(s, fleet{
			age: 1, name: fmt.Sprintf("batch-%03d-", n), count: count, kind: "Standard", cpu: 2, ram: 4,
			image: "Ubuntu_20.04_64", disks: data, off: count / 10, tags: []string{"batch"},
		})
		servers, disks = servers-count, disks-count*each
	}
}
