package catalog

import (
	"context"
	"net/url"
	"slices"

	"yunque/internal/cloud"
	"yunque/internal/cloud/gcw"
	"yunque/internal/resource"
)

// A desktop that is nobody's can be given to somebody while it is on or off;
// one that is somebody's changes hands while it is off only.

var bindDesktops = resource.Op[Desktop]{
	Slug: "bind", Icon: "user", Set: resource.AccessSet, Effect: resource.Change, Danger: resource.NoConfirm, Bulk: true,
	Offered: func(d Desktop) resource.Text {
		if d.bound() {
			return resource.T("reason.desktop_bound", d.AccountName)
		}
		return desktopOffered("reason.desktop_not_usable", "running", "stopped")(d)
	},
	Fields: desktopAccountFields, Plan: planBinding, Beside: accountRefusals,
}

var changeDesktopUser = resource.Op[Desktop]{
	Slug: "change-account", Icon: "users", Set: resource.AccessSet, Effect: resource.Change, Danger: resource.Confirm,
	Offered: desktopReturnable, Fields: desktopAccountFields, Plan: planOtherAccount, Beside: accountRefusals,
}

var unbindDesktops = resource.Op[Desktop]{
	Slug: "unbind", Icon: "unlink", Set: resource.AccessSet, Effect: resource.Change, Danger: resource.Confirm, Bulk: true,
	Offered: desktopReturnable, Plan: planUnbinding,
}

// accountRefusals are the codes about the account that was chosen.
var accountRefusals = map[string]string{codeNotBound: "account", codeNotChanged: "account"}

// The codes of what is refused to one desktop of a call that names several.
const (
	codeNotChanged = "13011"
	codeNotUnbound = "13012"
	codeNotBound   = "13013"
)

// desktopReturnable offers what takes a desktop from its user.
func desktopReturnable(d Desktop) resource.Text {
	switch why := desktopRests(d); {
	case !why.IsZero():
		return why
	case !d.bound():
		return resource.T("reason.desktop_unbound")
	case !d.in("stopped"):
		return resource.T("reason.desktop_stop_first")
	}
	return resource.Text{}
}

func listAccounts(ctx context.Context, c cloud.Caller) ([]gcw.SubAccount, error) {
	return gcw.QuerySubAccounts.Call(ctx, c, gcw.QuerySubAccountsRequest{})
}

// desktopAccountFields offer the accounts that are ready, but for the one that
// has the desktop.
func desktopAccountFields(ctx context.Context, c cloud.Caller, items []Desktop, _ url.Values) ([]resource.Field, error) {
	all, err := listAccounts(ctx, c)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(all, byName(accountName))
	f := resource.Field{Name: "account", Label: resource.T("field.desktops.account"), Hint: resource.T("hint.desktop_account"), Input: resource.SelectInput, Required: true,
		Choices: []resource.Choice{{Label: resource.T("choice.none")}}}
	for _, a := range all {
		o := resource.Choice{Value: string(a.AccountID), Label: resource.Lit(joined(a.Name, a.Email)), Disabled: !accountReady(a)}
		switch {
		case o.Disabled:
			o.Note = accountState(a).Word
		case len(items) == 1 && items[0].bound() && a.Email == items[0].AccountEmail:
			o.Note, o.Disabled = resource.T("desktop.account_present"), true
		case a.BindNum > 0:
			o.Note = resource.T("desktop.account_has", int(a.BindNum))
		}
		f.Choices = append(f.Choices, o)
	}
	return []resource.Field{f}, nil
}

// planBinding calls once per desktop, so that each has an outcome of its own.
func planBinding(items []Desktop, form url.Values) ([]resource.Step, error) {
	return eachDesktop(func(d Desktop) resource.Step {
		req := gcw.BindAccountsRequest{RequestID: newRequest(), VMIDs: []string{d.ID}, AccountID: form.Get("account")}
		return resource.DoUnless(gcw.BindAccounts, req, refusedIn(codeNotBound), desktopTarget(d))
	})(items, form)
}

func planOtherAccount(items []Desktop, form url.Values) ([]resource.Step, error) {
	d := items[0]
	req := gcw.ChangeAccountRequest{RequestID: newRequest(), VMID: d.ID, AccountID: form.Get("account")}
	return []resource.Step{resource.Do(gcw.ChangeAccount, req, desktopTarget(d))}, nil
}

var planUnbinding = eachDesktop(func(d Desktop) resource.Step {
	req := gcw.UnbindAccountsRequest{RequestID: newRequest(), VMIDs: []string{d.ID}}
	return resource.DoUnless(gcw.UnbindAccounts, req, refusedIn(codeNotUnbound), desktopTarget(d))
})

// refusedIn reads the refusal out of an answer about one thing. It has no code
// there: it is the one that the operation documents.
func refusedIn(code string) func(gcw.BatchResult) (string, string) {
	return func(r gcw.BatchResult) (string, string) {
		switch {
		case len(r.FailedMsgs) > 0:
			return code, r.FailedMsgs[0].Message
		case r.FailedNum > 0:
			return code, ""
		}
		return "", ""
	}
}
