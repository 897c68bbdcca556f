package catalog

import (
	"context"
	"net/url"
	"strings"

	"yunque/internal/cloud"
	"yunque/internal/cloud/gcw"
	"yunque/internal/resource"
)

// Values of the field for how many accounts are made.
const (
	oneAccount   = "one"
	manyAccounts = "many"
)

func newAccountFields(_ context.Context, _ cloud.Caller, _ []gcw.SubAccount, form url.Values) ([]resource.Field, error) {
	how := resource.Field{Name: "how", Label: resource.T("field.desktop-accounts.how"), Input: resource.RadioInput, Value: oneAccount, Required: true, Decides: true, Choices: []resource.Choice{
		{Value: oneAccount, Label: resource.T("desktop.account_one")}, {Value: manyAccounts, Label: resource.T("desktop.account_many")}}}
	if form.Get("how") == manyAccounts {
		return []resource.Field{how, {Name: "lines", Label: resource.T("field.desktop-accounts.lines"), Hint: resource.T("hint.account_lines", mostAccounts), Input: resource.AreaInput, Required: true,
			Accept: ".csv,.txt", Placeholder: "design01,design01@example.com,设计组\ndesign02,design02@example.com"}}, nil
	}
	return []resource.Field{how,
		nameField("create.field.name", ""),
		{Name: "email", Label: resource.T("field.desktop-accounts.email"), Hint: resource.T("hint.account_email"), Input: resource.TextInput, Required: true},
		{Name: "password", Label: resource.T("create.field.password"), Hint: resource.T("hint.account_password", leastDesktopPassword, mostDesktopPassword), Input: resource.PasswordInput, Secret: true},
		{Name: "password_again", Label: resource.T("create.field.password_again"), Input: resource.PasswordInput, Secret: true},
		remarkField(""),
	}, nil
}

// createAccounts reads the accounts there are first: an address serves one.
func createAccounts(ctx context.Context, c cloud.Caller, _ []gcw.SubAccount, form url.Values) ([]resource.Step, error) {
	all, err := listAccounts(ctx, c)
	if err != nil {
		return nil, err
	}
	taken := map[string]bool{}
	for _, a := range all {
		taken[strings.ToLower(a.Email)] = true
	}
	if form.Get("how") == manyAccounts {
		return createListed(form.Get("lines"), taken)
	}
	return createOne(form, taken)
}

func createOne(form url.Values, taken map[string]bool) ([]resource.Step, error) {
	m := resource.FieldErrors{}
	name, err := givenName(form)
	if err != nil {
		m["name"] = resource.T("form.too_long", maxName)
	}
	email, remark, password := tidy(form.Get("email")), strings.TrimSpace(form.Get("remark")), form.Get("password")
	note(m, "email", emailMistake(email, taken))
	note(m, "remark", remarkMistake(remark))
	if password != "" {
		note(m, "password", desktopPasswordMistake(password))
	}
	samePasswords(m, form)
	if len(m) > 0 {
		return nil, m
	}
	req := gcw.CreateSubAccountRequest{RequestID: newRequest(), Name: name, Email: email, Remark: remark, Password: cloud.NewSecret(password)}
	return []resource.Step{resource.Do(gcw.CreateSubAccount, req, resource.Target{Kind: "desktop-accounts", Name: name, Note: email})}, nil
}

// createListed calls once per account, so that each has an outcome of its own;
// the call for several tells why one is refused.
func createListed(lines string, taken map[string]bool) ([]resource.Step, error) {
	list, wrong := readAccounts(lines, taken)
	if !wrong.IsZero() {
		return nil, resource.FieldErrors{"lines": wrong}
	}
	var steps []resource.Step
	for _, a := range list {
		req := gcw.CreateSubAccountsRequest{RequestID: newRequest(), CreateAccountParams: []gcw.NewSubAccount{a}}
		steps = append(steps, resource.DoUnless(gcw.CreateSubAccounts, req, refusedIn("11003"), resource.Target{Kind: "desktop-accounts", Name: a.Name, Note: a.Email}))
	}
	return steps, nil
}

// readAccounts reads lines of a name, an address and perhaps a remark, parted
// by commas or tabs as spreadsheets do. A first line of headings is passed
// over. The first mistake ends it.
func readAccounts(lines string, taken map[string]bool) (list []gcw.NewSubAccount, wrong resource.Text) {
	n := 0
	for line := range strings.Lines(lines) {
		n++
		if line = strings.TrimSpace(strings.TrimPrefix(line, "\ufeff")); line == "" || n == 1 && isHeading(line) {
			continue
		}
		a, wrong := readAccount(line, taken)
		switch {
		case !wrong.IsZero():
			return nil, resource.T("desktop.account_line", n, wrong)
		case len(list) == mostAccounts:
			return nil, resource.T("desktop.account_too_many", mostAccounts)
		}
		taken[strings.ToLower(a.Email)] = true
		list = append(list, a)
	}
	if len(list) == 0 {
		return nil, resource.T("form.required")
	}
	return list, resource.Text{}
}

// commas are what parts the columns of a line.
var commas = strings.NewReplacer("，", ",", "\t", ",")

// isHeading tells a line of headings: none of its parts is an address.
func isHeading(line string) bool { return !strings.ContainsAny(line, "@＠") }

func readAccount(line string, taken map[string]bool) (gcw.NewSubAccount, resource.Text) {
	parts := strings.Split(commas.Replace(line), ",")
	for i := range parts {
		parts[i] = strings.Trim(parts[i], ` "`)
	}
	if len(parts) < 2 || len(parts) > 3 {
		return gcw.NewSubAccount{}, resource.T("desktop.account_parts")
	}
	a := gcw.NewSubAccount{Name: parts[0], Email: tidy(parts[1])}
	if len(parts) == 3 {
		a.Remark = parts[2]
	}
	switch wrong := emailMistake(a.Email, taken); {
	case a.Name == "":
		return a, resource.T("desktop.account_no_name")
	case len([]rune(a.Name)) > maxName:
		return a, resource.T("form.too_long", maxName)
	case !wrong.IsZero():
		return a, wrong
	}
	return a, remarkMistake(a.Remark)
}
