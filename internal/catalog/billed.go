package catalog

import (
	"slices"
	"strings"

	"yunque/internal/cloud"
	"yunque/internal/resource"
)

// product is what bills call one sort of thing, and which of our pages is
// about it.
type product struct {
	code  string // ResourceType, ProductType; also product.<code>
	goods string // GoodsType, ProductName
	slug  string // of the kind, "" where there is none
}

// products are those whose names we know. Others are shown as they come.
var products = []product{
	{"vm", "云主机", "instances"}, {"ecs", "弹性云服务器", "ecs"}, {"ebs", "云盘", "disks"}, {"snapshot", "快照", "snapshots"},
	{"bms", "裸金属云主机", "bare-metal"}, {"bms_disk", "裸金属云盘", "bare-metal-disks"}, {"bms_snapshot", "裸金属云盘快照", "bare-metal-snapshots"},
	{"wan", "带宽", ""}, {"ip", "公网IP", ""}, {"bandwidth", "共享带宽", ""}, {"gpn", "云互联网络", "gpns"},
	{"gcw", "云桌面", ""}, {"gcw_ip", "云桌面公网IP", ""},
}

// productOf finds a product by its code or by its name; the zero one when it
// is not known.
func productOf(word string) product {
	i := slices.IndexFunc(products, func(p product) bool { return p.code == word || p.goods == word })
	if i < 0 {
		return product{}
	}
	return products[i]
}

// productText is a product in the person's language, where we know it.
func productText(word string) resource.Text {
	if p := productOf(word); p.code != "" {
		return resource.T("product." + p.code)
	}
	return resource.Lit(word)
}

// productValue is what a product is filtered by.
func productValue(word string) resource.Choice {
	value := word
	if p := productOf(word); p.code != "" {
		value = p.code
	}
	return resource.Choice{Value: value, Label: productText(word)}
}

// productPage is the page of a thing that is billed; "" where we have none.
func productPage(word, id string) string {
	if p := productOf(word); p.slug != "" && id != "" {
		return "/" + p.slug + "/" + id
	}
	return ""
}

// currencyName is the usual code of one of the API's currencies, or what came.
func currencyName(code string) string {
	if name, ok := currencyNames[strings.ToUpper(code)]; ok {
		return name
	}
	return code
}

// amount is money with the sign of its currency; exports have the bare number.
func amount(d cloud.Decimal, currency string) resource.Cell {
	return resource.Cell{Kind: resource.MoneyCell, Text: amountText(d, currency)}
}

// amountText is money in words; nothing where none is given.
func amountText(d cloud.Decimal, currency string) resource.Text {
	if d == "" {
		return resource.Text{}
	}
	return resource.T("bill.amount", resource.Money{Amount: string(d), Currency: currencyName(currency)})
}

// byAmount orders by size.
func byAmount[T any](value func(T) cloud.Decimal) func(a, b T) int {
	return func(a, b T) int { return value(a).Compare(value(b)) }
}

// sum adds up; "" where one is no number.
func sum[T any](list []T, value func(T) cloud.Decimal) cloud.Decimal {
	amounts := make([]cloud.Decimal, len(list))
	for i, one := range list {
		amounts[i] = value(one)
	}
	total, _ := cloud.Sum(amounts...)
	return total
}

// changeText is by how much something costs more than before.
func changeText(now, before cloud.Decimal) resource.Text {
	if percent, ok := now.Change(before); ok {
		switch {
		case percent == "0.0" || percent == "-0.0":
			return resource.T("bill.same")
		case percent[0] == '-':
			return resource.T("bill.less", percent[1:])
		}
		return resource.T("bill.more", percent)
	}
	if before.IsZero() && !now.IsZero() && now != "" {
		return resource.T("bill.new")
	}
	return resource.Text{}
}

// total is one sum over a list.
func total(label string, value, note resource.Text) resource.Fact {
	return resource.Fact{Label: resource.T(label), Cell: resource.Cell{Text: value, Sub: note}}
}

// costChoice tells what costs something from what does not.
func costChoice(d cloud.Decimal) []resource.Choice {
	if d.IsZero() {
		return []resource.Choice{{Value: "no", Label: resource.T("bill.for_free")}}
	}
	return []resource.Choice{{Value: "yes", Label: resource.T("bill.for_money")}}
}
