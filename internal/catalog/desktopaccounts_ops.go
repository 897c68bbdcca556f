package catalog

import (
	"context"
	"net/mail"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"yunque/internal/cloud"
	"yunque/internal/cloud/gcw"
	"yunque/internal/resource"
)

// The documented rules for passwords and remarks of accounts.
const (
	leastDesktopPassword = 8
	mostDesktopPassword  = 20
	mostRemark           = 30
)

// mostAccounts is how many accounts one form makes.
const mostAccounts = 100

var accountOps = []resource.Op[gcw.SubAccount]{
	{Slug: "create", Icon: "plus", Effect: resource.Change, Danger: resource.Confirm, Alone: true,
		Fields: newAccountFields, PlanAfter: createAccounts, Beside: map[string]string{"11000": "email"}},
	{Slug: "password", Icon: "eye", Set: resource.AccessSet, Top: true, Effect: resource.Change, Danger: resource.NoConfirm,
		Page: func(a gcw.SubAccount) string {
			return "/desktop-accounts/" + url.PathEscape(accountID(a)) + "/password"
		}},
	{Slug: "rename", Icon: "pencil", Set: resource.LabelSet, Top: true, Effect: resource.Change, Danger: resource.NoConfirm,
		Offered: accountRests, Fields: accountNameFields, Plan: renameAccount},
	{Slug: "remark", Icon: "tag", Set: resource.LabelSet, Effect: resource.Change, Danger: resource.NoConfirm, Bulk: true,
		Offered: accountRests, Fields: accountRemarkFields, Plan: remarkAccounts},
}

// accountRests offers what takes an account that is made.
func accountRests(a gcw.SubAccount) resource.Text {
	if accountState(a).Tone == resource.Busy {
		return resource.T("reason.changing")
	}
	return resource.Text{}
}

func accountTarget(a gcw.SubAccount) resource.Target {
	return resource.Target{Kind: "desktop-accounts", ID: accountID(a), Name: a.Name, Note: a.Email}
}

func accountNameFields(_ context.Context, _ cloud.Caller, items []gcw.SubAccount, _ url.Values) ([]resource.Field, error) {
	return []resource.Field{nameField("create.field.name", items[0].Name)}, nil
}

func renameAccount(items []gcw.SubAccount, form url.Values) ([]resource.Step, error) {
	a := items[0]
	name, err := newName(form, a.Name)
	if err != nil {
		return nil, err
	}
	return []resource.Step{resource.Do(gcw.ChangeSubAccountName, gcw.ChangeSubAccountNameRequest{RequestID: newRequest(), Email: a.Email, Name: name}, accountTarget(a))}, nil
}

func remarkField(now string) resource.Field {
	return resource.Field{Name: "remark", Label: resource.T("field.desktop-accounts.remark"), Hint: resource.T("hint.name", mostRemark), Input: resource.TextInput, Value: now}
}

// accountRemarkFields begin with the remark that all have.
func accountRemarkFields(_ context.Context, _ cloud.Caller, items []gcw.SubAccount, _ url.Values) ([]resource.Field, error) {
	now := items[0].Remark
	for _, a := range items {
		if a.Remark != now {
			now = ""
		}
	}
	f := remarkField(now)
	f.Required = true
	return []resource.Field{f}, nil
}

// remarkAccounts is one call: the provider changes all of them or none.
func remarkAccounts(items []gcw.SubAccount, form url.Values) ([]resource.Step, error) {
	remark, same := strings.TrimSpace(form.Get("remark")), true
	if wrong := remarkMistake(remark); !wrong.IsZero() {
		return nil, resource.FieldErrors{"remark": wrong}
	}
	req := gcw.ChangeSubAccountRemarkRequest{RequestID: newRequest(), Remark: remark}
	var targets []resource.Target
	for _, a := range items {
		same = same && a.Remark == remark
		req.Emails, targets = append(req.Emails, a.Email), append(targets, accountTarget(a))
	}
	if same {
		return nil, resource.FieldErrors{"remark": resource.T("form.unchanged")}
	}
	return []resource.Step{resource.Do(gcw.ChangeSubAccountRemark, req, targets...)}, nil
}

func remarkMistake(remark string) resource.Text {
	if utf8.RuneCountInString(remark) > mostRemark {
		return resource.T("form.too_long", mostRemark)
	}
	return resource.Text{}
}

// emailMistake holds an address against its form and those that are taken: the
// API tells accounts apart by it.
func emailMistake(email string, taken map[string]bool) resource.Text {
	switch a, err := mail.ParseAddress(email); {
	case err != nil || a.Address != email:
		return resource.T("receiver.bad_email")
	case taken[strings.ToLower(email)]:
		return resource.T("desktop.email_taken", email)
	}
	return resource.Text{}
}

// desktopPasswordMistake holds a password against the documented rule.
func desktopPasswordMistake(p string) resource.Text {
	digit, lower, upper := strings.IndexFunc(p, unicode.IsDigit) >= 0, strings.IndexFunc(p, unicode.IsLower) >= 0, strings.IndexFunc(p, unicode.IsUpper) >= 0
	n := utf8.RuneCountInString(p)
	switch {
	case strings.IndexFunc(p, func(r rune) bool { return unicode.IsControl(r) || unicode.IsSpace(r) }) >= 0:
		return resource.T("password.characters")
	case n < leastDesktopPassword || n > mostDesktopPassword:
		return resource.T("password.length", leastDesktopPassword, mostDesktopPassword, n)
	case !digit || !lower || !upper:
		return resource.T("desktop.password_kinds")
	}
	return resource.Text{}
}
