package catalog

import (
	"context"
	"strings"
	"time"

	"yunque/internal/cloud"
	"yunque/internal/cloud/subject"
	"yunque/internal/resource"
)

// Subject is test money that costs may be booked on instead of the balance.
type Subject struct {
	subject.Subject
	currency string // as the API gives it, in words
	now      time.Time
}

// Subjects are the account's test credits (subject.DescribeSubjects). The
// provider gives them; no operation makes one.
var Subjects = &resource.Kind[Subject]{
	Slug: "billing/subjects", Icon: "cash", Group: "billing", Ends: subjectEnds,

	ID:    func(s Subject) string { return string(s.Subject.ID) },
	Name:  func(s Subject) string { return s.Subject.Name },
	Where: func(s Subject) resource.Text { return resource.Lit(s.BillMethodDisplay) },
	State: subjectState,

	List: listSubjects,
	Search: func(s Subject) []string {
		return []string{string(s.Subject.ID), s.Subject.Name, s.GoodsNames, s.SiteNames}
	},
	Columns: []resource.Column[Subject]{
		{Key: "name", Less: byName(func(s Subject) string { return s.Subject.Name }), Cell: func(s Subject) resource.Cell {
			return named("billing/subjects", string(s.Subject.ID), s.Subject.Name)
		}},
		{Key: "status", Less: by(func(s Subject) string { return subjectState(s).Raw }), Cell: func(s Subject) resource.Cell {
			return resource.Cell{Kind: resource.StatusCell, State: subjectState(s)}
		}},
		{Key: "goods", Cell: func(s Subject) resource.Cell { return resource.Cell{Text: limits(s.GoodsIDs, s.GoodsNames)} }},
		{Key: "sites", Cell: func(s Subject) resource.Cell { return resource.Cell{Text: limits(s.SiteIDs, s.SiteNames)} }},
		{Key: "charge", Cell: func(s Subject) resource.Cell { return resource.Cell{Text: payText(s.BillMethodDisplay)} }},
		{Key: "begins", Less: by(func(s Subject) int64 { return s.BeginTime.Unix() }), Cell: func(s Subject) resource.Cell { return day(s.BeginTime) }},
		{Key: "ends", Less: by(func(s Subject) int64 { return s.EndTime.Unix() }), Cell: func(s Subject) resource.Cell { return day(s.EndTime) }},
		{Key: "balance", Right: true, Less: byAmount(func(s Subject) cloud.Decimal { return s.Balance }), Cell: subjectBalance},
	},
	Filters: []resource.Property[Subject]{
		{Key: "status", Quick: true, Values: func(s Subject) []resource.Choice {
			state := subjectState(s)
			return []resource.Choice{{Value: state.Raw, Label: state.Word, Tone: state.Tone}}
		}},
	},
	Sections: []resource.Facts[Subject]{
		{Key: "basic", List: []resource.FactOf[Subject]{
			{Key: "balance", Cell: subjectBalance},
			{Key: "charge", Cell: func(s Subject) resource.Cell { return resource.Cell{Text: payText(s.BillMethodDisplay)} }},
			{Key: "begins", Cell: func(s Subject) resource.Cell { return day(s.BeginTime) }},
			{Key: "ends", Cell: func(s Subject) resource.Cell { return day(s.EndTime) }},
			{Key: "goods", Cell: func(s Subject) resource.Cell { return limitLines(s.GoodsIDs, s.GoodsNames) }},
			{Key: "sites", Cell: func(s Subject) resource.Cell { return limitLines(s.SiteIDs, s.SiteNames) }},
		}},
	},
	Totals: subjectTotals,
}

func listSubjects(ctx context.Context, c cloud.Caller) ([]Subject, error) {
	answer, err := subject.DescribeSubjects.Call(ctx, c, subject.DescribeSubjectsRequest{})
	if err != nil {
		return nil, err
	}
	out := make([]Subject, len(answer.SubjectList))
	for i, s := range answer.SubjectList {
		out[i] = Subject{s, answer.Currency, resource.Now(ctx)}
	}
	return out, nil
}

// subjectEnds is the end of the last day it may be used; what is used up ends
// for nobody.
func subjectEnds(s Subject) time.Time {
	if s.EndTime.IsZero() || s.Balance.IsZero() {
		return time.Time{}
	}
	return s.EndTime.In(chinaTime).AddDate(0, 0, 1)
}

// subjectState is ours, from its days and what is left.
func subjectState(s Subject) resource.State {
	switch {
	case s.Balance.IsZero():
		return resource.State{Tone: resource.Off, Word: resource.T("state.used_up"), Raw: "used_up"}
	case !s.EndTime.IsZero() && !s.now.Before(s.EndTime.In(chinaTime).AddDate(0, 0, 1)):
		return resource.State{Tone: resource.Gone, Word: resource.T("state.run_out"), Raw: "run_out"}
	case s.now.Before(s.BeginTime.Time):
		return resource.State{Tone: resource.Off, Word: resource.T("state.not_begun"), Raw: "not_begun"}
	}
	return resource.State{Tone: resource.OK, Word: resource.T("state.usable"), Raw: "usable"}
}

// subjectMoney is an amount with the sign of the currency, which this API calls
// by its name.
func subjectMoney(d cloud.Decimal, currency string) resource.Text {
	switch currency {
	case "人民币", "":
		currency = "CN"
	case "美元":
		currency = "US"
	}
	return amountText(d, currency)
}

func subjectBalance(s Subject) resource.Cell {
	return resource.Cell{Kind: resource.MoneyCell, Text: subjectMoney(s.Balance, s.currency)}
}

func subjectTotals(all, _ []Subject) []resource.Fact {
	var usable []Subject
	for _, s := range all {
		if subjectState(s).Tone == resource.OK {
			usable = append(usable, s)
		}
	}
	if len(all) == 0 {
		return nil
	}
	left := sum(usable, func(s Subject) cloud.Decimal { return s.Balance })
	return []resource.Fact{total("bill.usable", subjectMoney(left, all[0].currency), resource.T("bill.usable_about", len(usable)))}
}

// unlimited is how the API says that something may be used for all there is.
const unlimited = "unlimited"

// limits are what it may be used for.
func limits(ids, names string) resource.Text {
	if ids == unlimited {
		return resource.T("bill.everything")
	}
	return resource.Lit(strings.ReplaceAll(names, ",", "、"))
}

func limitLines(ids, names string) resource.Cell {
	if ids == unlimited {
		return resource.Cell{Text: resource.T("bill.everything")}
	}
	var out []resource.Cell
	for name := range strings.SplitSeq(names, ",") {
		out = append(out, text(name))
	}
	return lines(out...)
}

// day is a date of the provider's.
func day(t cloud.Time) resource.Cell {
	if t.IsZero() {
		return text("")
	}
	return text(t.In(chinaTime).Format(time.DateOnly))
}
