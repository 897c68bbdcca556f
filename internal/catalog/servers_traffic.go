package catalog

import (
	"context"
	"time"

	"golang.org/x/sync/errgroup"

	"yunque/internal/cloud"
	"yunque/internal/cloud/ccs"
	"yunque/internal/resource"
)

// trafficDays are the periods a card's traffic is summed over, up to now.
var trafficDays = [...]int{1, 7, 30}

// trafficCalls is how many sums are asked for at a time.
const trafficCalls = 4

// traffic is what went through a card, in GB; nil where it could not be read.
type traffic struct {
	card
	sums [len(trafficDays)]*ccs.CardFlow
}

// serverTraffic is a list under the network cards: what went through each.
var serverTraffic = resource.Part("traffic", "instances", readTraffic,
	resource.Column[traffic]{Key: "card", Cell: func(t traffic) resource.Cell { return two(t.name, t.ip) }},
	resource.Column[traffic]{Key: "traffic_1", Right: true, Cell: flowCell(0)},
	resource.Column[traffic]{Key: "traffic_7", Right: true, Cell: flowCell(1)},
	resource.Column[traffic]{Key: "traffic_30", Right: true, Cell: flowCell(2)},
).Under("network").ReadLater(resource.T("tab.instances.traffic"))

func flowCell(period int) func(traffic) resource.Cell {
	return func(t traffic) resource.Cell {
		sum := t.sums[period]
		if sum == nil {
			return resource.Cell{}
		}
		return resource.Cell{Kind: resource.NumberCell, Text: resource.T("cell.in_out", volumeOf(sum.Input), volumeOf(sum.Output))}
	}
}

func volumeOf(gigabytes cloud.Float) string { return volume.Format(float64(gigabytes) * volume.scale) }

// readTraffic asks for every card and period; a sum that does not come is left
// out.
func readTraffic(ctx context.Context, c cloud.Caller, s ccs.Instance) ([]traffic, error) {
	var out []traffic
	for _, n := range cardsOf(s) {
		out = append(out, traffic{card: n})
	}
	now := time.Now().Truncate(time.Minute)
	var group errgroup.Group
	group.SetLimit(trafficCalls)
	for i := range out {
		for j, days := range trafficDays {
			group.Go(func() error {
				flow, err := ccs.DescribeNetworkCardFlow.Call(ctx, c, ccs.DescribeNetworkCardFlowRequest{
					InstanceID: string(s.InstanceID), InterfaceID: out[i].id, MetricName: "NetworkCardFlow",
					StartTime: cloud.FormatTime(now.AddDate(0, 0, -days)), EndTime: cloud.FormatTime(now)})
				if err == nil {
					out[i].sums[j] = &flow.NetworkCardFlow
				}
				return nil
			})
		}
	}
	return out, group.Wait()
}
