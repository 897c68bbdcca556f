package sim

import (
	"strings"
	"time"
)

// powerJob is what one power operation does to a server: which status it
// needs, which word it shows meanwhile, and what it ends in.
type powerJob struct {
	kind      string
	from      string
	meanwhile string
	takes     time.Duration
	ends      []bool // the power states it goes through at its end
}

var (
	startOne  = powerJob{"startVM", instanceStopped, instanceStarting, 3 * time.Second, []bool{true}}
	stopOne   = powerJob{"stopVM", instanceRunning, instanceStopping, 4 * time.Second, []bool{false}}
	rebootOne = powerJob{"rebootVM", instanceRunning, instanceUpdating, 5 * time.Second, []bool{false, true}}
)

// power serves both the singular and the plural actions. Switching off hard is
// twice as fast. Either all servers are in the right state, or none is touched.
func power(job powerJob) Handler {
	return func(w *World, r Request) (Reply, error) {
		list, err := w.settledInstances(r)
		if err != nil {
			return Reply{}, err
		}
		takes := job.takes
		if strings.EqualFold(r.Str("StopType"), "HARD") {
			takes /= 2
		}
		var ids []string
		for _, i := range list {
			if i.status != job.from {
				return Reply{}, refusalInstanceBusy
			}
			ids = append(ids, i.id)
		}
		settleInstances(list, func(i *instance) { i.status = job.meanwhile })
		return Reply{TaskID: w.Begin(Work{
			Type: job.kind, Takes: takes, Resources: ids,
			Done: func() {
				for _, on := range job.ends {
					settleInstances(list, func(i *instance) { i.switched(w.now, on) })
				}
			},
			Failed: func() { settleInstances(list, func(i *instance) { i.status = job.from }) },
		})}, nil
	}
}
