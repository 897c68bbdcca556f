package catalog

import (
	"context"
	"errors"
	"math/big"
	"net/url"
	"slices"

	"golang.org/x/sync/errgroup"

	"yunque/internal/cloud"
	"yunque/internal/cloud/gcw"
	"yunque/internal/resource"
)

var subscribeDesktops = resource.Op[Desktop]{
	Slug: "subscribe", Icon: "wallet", Set: resource.SizeSet, Effect: resource.Spend, Danger: resource.Confirm, Bulk: true,
	Offered: func(d Desktop) resource.Text {
		if d.monthly() {
			return resource.T("reason.already_prepaid")
		}
		return desktopOffered("reason.desktop_not_usable", "running", "stopped")(d)
	},
	Fields: subscribeFields, Plan: planSubscription, Price: priceTerm,
	Beside: map[string]string{"12501": "months"},
}

var renewDesktops = resource.Op[Desktop]{
	Slug: "renew", Icon: "calendar", Set: resource.SizeSet, Effect: resource.Spend, Danger: resource.Confirm, Bulk: true,
	Offered: func(d Desktop) resource.Text {
		if why := desktopRests(d); !why.IsZero() || d.monthly() {
			return why
		}
		return resource.T("reason.desktop_not_monthly")
	},
	Fields: renewFields, Plan: planRenewal, Price: priceTerm,
}

// The codes of orders that are refused to one desktop of a call.
const (
	codeNotRenewed    = "12500"
	codeNotSubscribed = "12506"
)

// termFields ask for how long desktops are paid for.
func termFields() []resource.Field {
	return []resource.Field{
		{Name: "months", Label: resource.T("field.desktops.months"), Input: resource.NumberInput, Value: "1", Min: "1", Max: itoa(maxMonths), Step: "1", Unit: resource.T("unit.months"), Required: true, Decides: true},
		{Name: "month_end", Label: resource.T("field.desktops.month_end"), Hint: resource.T("hint.desktop_month_end"), Input: resource.SwitchInput, Decides: true},
	}
}

func renewSwitch() resource.Field {
	return resource.Field{Name: "renew", Label: resource.T("field.desktops.renew"), Hint: resource.T("hint.desktop_renew"), Input: resource.SwitchInput, Value: "true"}
}

func subscribeFields(context.Context, cloud.Caller, []Desktop, url.Values) ([]resource.Field, error) {
	return append(termFields(), renewSwitch()), nil
}

// renewFields want an answer about renewal: the API does not tell how it is
// set now, and sets it with every order.
func renewFields(context.Context, cloud.Caller, []Desktop, url.Values) ([]resource.Field, error) {
	after := resource.Field{Name: "renew", Label: resource.T("field.desktops.after"), Hint: resource.T("hint.desktop_after"), Input: resource.RadioInput, Required: true, Choices: []resource.Choice{
		{Value: "true", Label: resource.T("desktop.after.true")}, {Value: "false", Label: resource.T("desktop.after.false")}}}
	return append(termFields(), after), nil
}

// bitOf is a switch as the chapter writes it: all its numbers are texts.
func bitOf(form url.Values, name string) string {
	if form.Get(name) == "true" {
		return "1"
	}
	return "0"
}

// planSubscription calls once per desktop: the provider refuses all of a call
// that names one it cannot change.
func planSubscription(items []Desktop, form url.Values) ([]resource.Step, error) {
	return eachDesktop(func(d Desktop) resource.Step {
		req := gcw.UpdateOrderRequest{RequestID: newRequest(), VMIDs: []string{d.ID}, Duration: form.Get("months"), IsToMonth: bitOf(form, "month_end"), IsAutoRenewal: bitOf(form, "renew")}
		return resource.DoUnless(gcw.UpdateOrder, req, orderRefused(codeNotSubscribed), desktopTarget(d))
	})(items, form)
}

func planRenewal(items []Desktop, form url.Values) ([]resource.Step, error) {
	return eachDesktop(func(d Desktop) resource.Step {
		req := gcw.RenewalOrderRequest{RequestID: newRequest(), VMIDs: []string{d.ID}, Duration: form.Get("months"), PriceToMonth: "0", IsToMonth: bitOf(form, "month_end"), IsAutoRenewal: bitOf(form, "renew")}
		return resource.DoUnless(gcw.RenewalOrder, req, orderRefused(codeNotRenewed), desktopTarget(d))
	})(items, form)
}

func orderRefused(code string) func(gcw.OrderResult) (string, string) {
	return func(r gcw.OrderResult) (string, string) {
		if len(r.FailedVMIDs) > 0 {
			return code, r.FailedMsg
		}
		return "", ""
	}
}

var errUnpriced = errors.New("there is no price for a desktop's product")

// alike are desktops of one product in one site: one price is for all.
type alike struct {
	site, goods string
	desktops    []Desktop
	price       gcw.VMPrice
}

// alikes parts desktops by what their price depends on.
func alikes(items []Desktop) ([]alike, error) {
	var out []alike
	for _, d := range items {
		if d.Product == nil {
			return nil, errUnpriced
		}
		site, goods := string(d.SiteID), string(d.Product.GoodsID)
		i := slices.IndexFunc(out, func(a alike) bool { return a.site == site && a.goods == goods })
		if i < 0 {
			i, out = len(out), append(out, alike{site: site, goods: goods})
		}
		out[i].desktops = append(out[i].desktops, d)
	}
	return out, nil
}

// priceTerm asks for what the months cost. What the system disk is made of no
// call tells: the price is that of local ones.
func priceTerm(ctx context.Context, c cloud.Caller, items []Desktop, form url.Values) (resource.Quote, error) {
	months := whole(form.Get("months"))
	if months < 1 || months > maxMonths {
		return resource.Quote{}, nil
	}
	parts, err := alikes(items)
	if err != nil {
		return resource.Quote{}, err
	}
	group, all := errgroup.WithContext(ctx)
	group.SetLimit(desktopsAtOnce)
	for i := range parts {
		p := &parts[i]
		group.Go(func() (err error) {
			p.price, err = desktopPrice(all, c, gcw.QueryVMPriceRequest{SiteID: p.site, GoodsID: p.goods, BillCycle: "month", Duration: itoa(months), IsToMonth: bitOf(form, "month_end"), Num: itoa(len(p.desktops))})
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return resource.Quote{}, err
	}
	return termQuote(parts, perTerm(months, form))
}

// termQuote is the provider's price where there is one, and the sum with its
// parts where desktops differ.
func termQuote(parts []alike, per resource.Text) (resource.Quote, error) {
	first := parts[0].price
	q := resource.Quote{Amount: string(first.TradeAmount), Currency: bmsCurrency(string(first.AreaID)), Per: per, Note: resource.T("desktop.price_note")}
	if len(parts) == 1 {
		if len(parts[0].desktops) > 1 {
			q.Lines = []resource.QuoteLine{{Label: resource.T("desktop.price_each"), Amount: string(first.SingleTradeAmount)}}
		}
		return q, nil
	}
	total := new(big.Rat)
	for _, p := range parts {
		amount, ok := new(big.Rat).SetString(string(p.price.TradeAmount))
		if !ok || p.price.AreaID != first.AreaID {
			return resource.Quote{}, errUnpriced
		}
		total.Add(total, amount)
		q.Lines = append(q.Lines, resource.QuoteLine{Label: resource.T("desktop.price_of", p.desktops[0].site(), p.desktops[0].gpu(), len(p.desktops)), Amount: string(p.price.TradeAmount)})
	}
	q.Amount = total.FloatString(2)
	return q, nil
}

// desktopPrice asks for a price under an id made of the question, so that equal
// ones are one call.
func desktopPrice(ctx context.Context, c cloud.Caller, r gcw.QueryVMPriceRequest) (gcw.VMPrice, error) {
	r.RequestID = requestFor(r.SiteID, r.GoodsID, r.BillCycle, r.Duration, r.IsToMonth, r.Num, r.SysVolume, r.SysVolumeSize)
	p, err := gcw.QueryVMPrice.Call(ctx, c, r)
	if err == nil && p.TradeAmount == "" {
		err = errUnpriced
	}
	return p, err
}

// perTerm names the months that are paid for at once.
func perTerm(months int, form url.Values) resource.Text {
	if form.Get("month_end") == "true" {
		return resource.T("desktop.price_to_end", months)
	}
	return perMonths(months)
}
