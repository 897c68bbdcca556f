package catalog

import (
	"context"
	"slices"

	"yunque/internal/cloud"
	"yunque/internal/cloud/gcw"
	"yunque/internal/resource"
)

// accountStates are the words of gcw.QuerySubAccounts. The documentation's
// sample has none of them, so that no word stands for ready (quirk 42).
var accountStates = words{
	"":         {resource.OK, "desktop.account_ready"},
	"create":   {resource.OK, "desktop.account_ready"},
	"creating": {resource.Busy, "creating"},
	"error":    {resource.Failed, "desktop.account_failed"},
}

func accountID(a gcw.SubAccount) string            { return string(a.AccountID) }
func accountName(a gcw.SubAccount) string          { return a.Name }
func accountState(a gcw.SubAccount) resource.State { return accountStates.state(a.Status) }

// accountReady tells whether desktops can be bound to an account.
func accountReady(a gcw.SubAccount) bool { return accountState(a).Tone == resource.OK }

// accountUse is whether anybody's desktop is bound to an account.
func accountUse(a gcw.SubAccount) string {
	if a.BindNum > 0 {
		return boundChoice
	}
	return unboundChoice
}

// DesktopAccounts are the people who use desktops. The API has no call that
// deletes one.
var DesktopAccounts = &resource.Kind[gcw.SubAccount]{
	Slug: "desktop-accounts", Icon: "users", Group: "desktops",

	ID:    accountID,
	Name:  accountName,
	Where: func(a gcw.SubAccount) resource.Text { return resource.Lit(a.Email) },
	State: accountState,

	List:   listAccounts,
	Search: func(a gcw.SubAccount) []string { return []string{accountID(a), a.Name, a.Email, a.Remark} },
	Columns: []resource.Column[gcw.SubAccount]{
		{Key: "name", Cell: func(a gcw.SubAccount) resource.Cell { return named("desktop-accounts", accountID(a), a.Name) }, Less: byName(accountName)},
		{Key: "status", Cell: func(a gcw.SubAccount) resource.Cell {
			return resource.Cell{Kind: resource.StatusCell, State: accountState(a)}
		}, Less: by(func(a gcw.SubAccount) string { return a.Status })},
		{Key: "email", Cell: func(a gcw.SubAccount) resource.Cell { return mailCell(a.Email) }, Less: by(func(a gcw.SubAccount) string { return a.Email })},
		{Key: "desktops", Cell: func(a gcw.SubAccount) resource.Cell { return count(int(a.BindNum)) }, Right: true, Less: by(func(a gcw.SubAccount) int { return int(a.BindNum) })},
		{Key: "remark", Cell: func(a gcw.SubAccount) resource.Cell { return text(a.Remark) }, Less: byName(func(a gcw.SubAccount) string { return a.Remark })},
	},
	Filters: []resource.Property[gcw.SubAccount]{
		{Key: "status", Quick: true, Known: accountStates.choices("desktop.account_ready", "creating", "desktop.account_failed"), Values: func(a gcw.SubAccount) []resource.Choice {
			return []resource.Choice{accountStates.value(a.Status)}
		}},
		{Key: "desktops", Values: func(a gcw.SubAccount) []resource.Choice {
			return []resource.Choice{{Value: accountUse(a), Label: resource.T("desktop.has." + accountUse(a))}}
		}},
		{Key: "remark", Values: func(a gcw.SubAccount) []resource.Choice { return plain(a.Remark) }},
	},
	Sections: []resource.Facts[gcw.SubAccount]{
		{Key: "basic", List: []resource.FactOf[gcw.SubAccount]{
			{Key: "email", Cell: func(a gcw.SubAccount) resource.Cell { return mailCell(a.Email) }},
			{Key: "password", Cell: func(a gcw.SubAccount) resource.Cell { return maskedPassword(a) }},
			{Key: "remark", Cell: func(a gcw.SubAccount) resource.Cell { return text(a.Remark) }},
			{Key: "desktops", Cell: func(a gcw.SubAccount) resource.Cell { return text(itoa(int(a.BindNum))) }},
		}},
	},
	Related: []resource.Related[gcw.SubAccount]{accountDesktops},
	Ops:     accountOps,
}

// accountDesktops are the desktops of an account.
var accountDesktops = resource.Rows("desktops", Desktops,
	func(ctx context.Context, c cloud.Caller, a gcw.SubAccount) ([]Desktop, error) {
		if a.BindNum == 0 {
			return nil, nil
		}
		return desktopsWhere(ctx, c, gcw.QueryVMsRequest{Email: a.Email})
	},
	"name", "status", "site", "spec", "ip", "ends", "label").AlsoFirst()

// mailCell is an address of mail, offered for copying.
func mailCell(email string) resource.Cell {
	return resource.Cell{Text: resource.Lit(email), Copy: email}
}

// maskedPassword says that there is a password, and how to see it.
func maskedPassword(a gcw.SubAccount) resource.Cell {
	if a.Password.IsZero() {
		return resource.Cell{}
	}
	return resource.Cell{Text: resource.Lit("••••••••"), Sub: resource.T("desktop.password_asked")}
}

// DesktopAccount reads one account, its password included.
func DesktopAccount(ctx context.Context, c cloud.Caller, id string) (gcw.SubAccount, error) {
	all, err := listAccounts(ctx, c)
	if err != nil {
		return gcw.SubAccount{}, err
	}
	i := slices.IndexFunc(all, func(a gcw.SubAccount) bool { return accountID(a) == id })
	if i < 0 {
		return gcw.SubAccount{}, &resource.NotFound{Kind: "desktop-accounts", ID: id}
	}
	return all[i], nil
}
