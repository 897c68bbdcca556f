package catalog

import (
	"context"
	"fmt"
	"math"
	"time"

	"yunque/internal/cloud"
	"yunque/internal/cloud/metering"
	"yunque/internal/resource"
)

// Pools are what is stored in the pools of cold storage at the end of a day
// (metering.GetMetering), in GB. No operation makes or changes one.
var Pools = &resource.Kind[metering.Pool]{
	Slug: "billing/metering", Icon: "gauge", Group: "billing", Asks: poolDay,

	ID:    func(p metering.Pool) string { return string(p.ID) },
	Name:  func(p metering.Pool) string { return p.Name },
	State: poolState,

	List: func(ctx context.Context, c cloud.Caller) ([]metering.Pool, error) { return measurePools(ctx, c, "") },
	Get: func(ctx context.Context, c cloud.Caller, id string) (metering.Pool, error) {
		list, err := measurePools(ctx, c, id)
		for _, p := range list {
			if string(p.ID) == id {
				return p, err
			}
		}
		if err == nil || cloud.HasCode(err, "InvalidParamater") { // uid不存在
			err = &resource.NotFound{Kind: "billing/metering", ID: id}
		}
		return metering.Pool{}, err
	},
	Search: func(p metering.Pool) []string { return []string{string(p.ID), p.Name} },
	Columns: []resource.Column[metering.Pool]{
		{Key: "name", Less: byName(func(p metering.Pool) string { return p.Name }), Cell: func(p metering.Pool) resource.Cell {
			return named("billing/metering", string(p.ID), p.Name)
		}},
		{Key: "status", Less: by(poolShare), Cell: func(p metering.Pool) resource.Cell {
			return resource.Cell{Kind: resource.StatusCell, State: poolState(p)}
		}},
		{Key: "warm", Right: true, Less: by(func(p metering.Pool) cloud.Float { return p.Warm }), Cell: func(p metering.Pool) resource.Cell { return gigabytes(p.Warm) }},
		{Key: "cold", Right: true, Less: by(func(p metering.Pool) cloud.Float { return p.Cold }), Cell: func(p metering.Pool) resource.Cell { return gigabytes(p.Cold) }},
		{Key: "used", Right: true, Less: by(poolUsed), Cell: func(p metering.Pool) resource.Cell { return gigabytes(poolUsed(p)) }},
		{Key: "size", Right: true, Less: by(func(p metering.Pool) cloud.Float { return p.TotalSize }), Cell: func(p metering.Pool) resource.Cell { return gigabytes(p.TotalSize) }},
		{Key: "share", Right: true, Less: by(poolShare), Cell: poolShareCell},
	},
	Filters: []resource.Property[metering.Pool]{
		{Key: "status", Quick: true, Values: func(p metering.Pool) []resource.Choice {
			s := poolState(p)
			return []resource.Choice{{Value: s.Raw, Label: s.Word, Tone: s.Tone}}
		}},
	},
	Sections: []resource.Facts[metering.Pool]{
		{Key: "basic", List: []resource.FactOf[metering.Pool]{
			{Key: "warm", Cell: func(p metering.Pool) resource.Cell { return gigabytes(p.Warm) }},
			{Key: "cold", Cell: func(p metering.Pool) resource.Cell { return gigabytes(p.Cold) }},
			{Key: "used", Cell: func(p metering.Pool) resource.Cell { return gigabytes(poolUsed(p)) }},
			{Key: "size", Cell: func(p metering.Pool) resource.Cell { return gigabytes(p.TotalSize) }},
			{Key: "share", Cell: poolShareCell},
		}},
	},
}

// nearlyFull is the share from which a pool needs a look, in per cent.
const nearlyFull = 90

func poolUsed(p metering.Pool) cloud.Float { return p.Warm + p.Cold }

// poolShare is how full a pool is, in per cent; below zero when that cannot be
// told.
func poolShare(p metering.Pool) float64 {
	if p.TotalSize <= 0 {
		return -1
	}
	return float64(poolUsed(p) / p.TotalSize * 100)
}

func poolShareCell(p metering.Pool) resource.Cell {
	if poolShare(p) < 0 {
		return text("")
	}
	return text(fmt.Sprintf("%.1f%%", poolShare(p)))
}

// poolState is ours: whether there is room.
func poolState(p metering.Pool) resource.State {
	if poolShare(p) >= nearlyFull {
		return resource.State{Tone: resource.Attention, Word: resource.T("state.nearly_full"), Raw: "nearly_full"}
	}
	return resource.State{Tone: resource.OK, Word: resource.T("state.has_room"), Raw: "has_room"}
}

func gigabytes(f cloud.Float) resource.Cell {
	return resource.Cell{Kind: resource.NumberCell, Text: resource.T("bill.gigabytes", math.Round(float64(f)*100)/100)}
}

// measurePools asks for the day that is settled.
func measurePools(ctx context.Context, c cloud.Caller, id string) ([]metering.Pool, error) {
	at, _ := time.Parse(time.DateOnly, resource.AskedFor(ctx)[poolDayKey])
	return metering.GetMetering.Call(ctx, c, metering.GetMeteringRequest{EndTime: at.Format("20060102"), UID: id})
}

const poolDayKey = "day"

// poolDay chooses the day whose end is measured; today unless the URL says
// otherwise.
var poolDay = &resource.Asks{Keys: []string{poolDayKey}, Settle: settleDay, Choices: dayChoices, Presets: dayPresets}

func settleDay(given map[string]string, now time.Time) (map[string]string, []resource.Text) {
	today := now.In(chinaTime).Format(time.DateOnly)
	wanted := given[poolDayKey]
	if wanted == "" {
		return map[string]string{poolDayKey: today}, nil
	}
	switch _, err := time.Parse(time.DateOnly, wanted); {
	case err != nil:
		return map[string]string{poolDayKey: today}, []resource.Text{resource.T("bill.no_day", wanted)}
	case wanted > today:
		return map[string]string{poolDayKey: today}, []resource.Text{resource.T("bill.day_to_come", wanted, today)}
	}
	return map[string]string{poolDayKey: wanted}, nil
}

// daysBack are the days that are offered, counted from today.
var daysBack = [...]int{0, 7, 30, 90, 365}

func dayPresets(_ map[string]string, now time.Time) []resource.Preset {
	var out []resource.Preset
	for _, n := range daysBack {
		label := resource.T("bill.days_ago", n)
		if n == 0 {
			label = resource.T("bill.today")
		}
		out = append(out, resource.Preset{Label: label, Values: map[string]string{poolDayKey: now.In(chinaTime).AddDate(0, 0, -n).Format(time.DateOnly)}})
	}
	return out
}

// dayChoices are the last days of the months, which bills go by, and the day
// that is shown.
func dayChoices(key string, settled map[string]string, now time.Time) []resource.Choice {
	shown := settled[key]
	days := []string{now.In(chinaTime).Format(time.DateOnly)}
	for i := range offeredMonths {
		days = append(days, monthOf(now).AddDate(0, -i, -1).Format(time.DateOnly))
	}
	var out []resource.Choice
	found := false
	for _, d := range days {
		found = found || d == shown
		out = append(out, resource.Choice{Value: d, Label: resource.T("bill.at_end_of", d)})
	}
	if !found {
		out = append(out, resource.Choice{Value: shown, Label: resource.T("bill.at_end_of", shown)})
	}
	return out
}
