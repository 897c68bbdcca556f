package pages

import (
	"slices"

	"yunque/internal/resource"
	"yunque/internal/views/ui"
)

// CostsProps are the costs of some months, and the money they are paid from.
// Amounts are ready texts, zero where they are not known.
type CostsProps struct {
	Money     OverviewMoney
	Credit    string // what may be owed; "" for nothing
	Recharges []Recharge
	By        []ui.Segment
	Title     resource.Text // of the table
	Bars      []Month
	Months    []CostColumn
	Rows      []CostRow
	Total     CostRow
	Past      resource.Text // the time before
	OtherName resource.Text
	Other     []Product
	Partial   []ui.Problem
	Problem   *ui.Problem // the costs could not be read at all
	Here, CSV string
}

// CostColumn is one month.
type CostColumn struct {
	Label resource.Text
	Short resource.Text // without its year
	Open  bool          // not over
}

// CostRow is one product or project, or all.
type CostRow struct {
	Name          resource.Text
	Href          string
	Months        []resource.Text
	Total, Before resource.Text
	Change        resource.Text
}

// Recharge is one payment into the account.
type Recharge struct {
	At     resource.Cell
	Amount resource.Text
	Type   string
	Number string
}

// cells are the amounts of a row, as its table has them: sums, then months, the
// latest first.
func (r CostRow) cells() []resource.Cell {
	out := []resource.Cell{{Kind: resource.MoneyCell, Text: r.Total}, {Kind: resource.MoneyCell, Text: r.Before}, {Kind: resource.NumberCell, Text: r.Change}}
	for _, m := range slices.Backward(r.Months) {
		out = append(out, resource.Cell{Kind: resource.MoneyCell, Text: m})
	}
	return out
}
