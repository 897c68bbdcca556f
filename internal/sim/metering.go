package sim

import (
	"math"
	"strconv"
	"time"
)

// coldPool is a pool of cold storage. Pools are contracted for outside this
// API, which neither makes nor bills them; it only measures.
type coldPool struct {
	id, name string
	size     int       // contracted, in GB
	since    time.Time // the first day with anything in it
	perDay   float64   // GB that arrive a day
}

// coldPools are the account's. The first is the documentation's.
func coldPools() []coldPool {
	day := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, clockZone) }
	return []coldPool{
		{"2001", "wlj_存储池1", 10240, day(2019, 10, 1), 5.2},
		{"2002", "归档-日志", 51200, day(2022, 3, 12), 21.7},
		{"2003", "backup-cold-hebei", 20480, day(2023, 8, 1), 9.4},
	}
}

// warmDays is how long data stays warm before it is cold.
const warmDays = 7

// stored is what a pool holds at the end of a day, in GB: it fills up to its
// size, and what arrived in the last days is still warm.
func (p coldPool) stored(end time.Time) (cold, warm float64) {
	days := math.Max(0, math.Floor(end.Sub(p.since).Hours()/24))
	held := math.Min(days*p.perDay*(0.9+0.2*unit(p.id)), float64(p.size))
	warm = math.Min(held, warmDays*p.perDay*(0.5+unit(p.id+"/"+end.Format("20060102"))))
	return math.Round((held-warm)*1e4) / 1e4, math.Round(warm*1e4) / 1e4
}

func registerMetering(s *Server) {
	s.handle("metering.GetMetering", getMetering)
}

// getMetering measures the pools at the end of a day, or now if that day has
// not ended. The code's spelling is the documentation's.
func getMetering(w *World, r Request) (Reply, error) {
	day, err := time.ParseInLocation("20060102", r.Str("EndTime"), clockZone)
	if err != nil {
		return Reply{}, badRequest("InvalidParamater", "EndTime 格式不正确")
	}
	end := day.AddDate(0, 0, 1)
	if w.now.Before(end) {
		end = w.now.In(clockZone)
	}
	data := []any{}
	for _, p := range coldPools() {
		if !r.wants("Uid", p.id) {
			continue
		}
		cold, warm := p.stored(end)
		data = append(data, r.Record("Data[]", obj{
			"Id": p.id, "Name": p.name, "Cold": cold, "Warm": warm, "TotalSize": strconv.Itoa(p.size),
		}))
	}
	if len(data) == 0 {
		return Reply{}, badRequest("InvalidParamater", "uid不存在")
	}
	return Reply{Data: data}, nil
}
