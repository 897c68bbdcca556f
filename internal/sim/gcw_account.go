package sim

import (
	"net/mail"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// subAccount is a person who uses desktops. No operation deletes one.
type subAccount struct {
	id, name, email, password, remark, status string
}

// The states of a sub-account.
const (
	accountCreating = "creating"
	accountReady    = "create"
	accountFailed   = "error"
)

// maxSubAccounts is a quota. Not documented.
const maxSubAccounts = 2000

// remarkRule is the documented sentence about long remarks.
const remarkRule = "子账户备注长度应长度不大于30位,支持汉字、英文、数字、符号"

func (w *World) accountByEmail(email string) (*subAccount, bool) {
	for a := range w.gcw.accounts.All() {
		if strings.EqualFold(a.email, email) {
			return a, true
		}
	}
	return nil, false
}

// checkSubAccount returns what is wrong with an account somebody wants to
// make, "" if nothing is. That an address serves one account only is not
// documented; the operations that change an account find it by its address.
func checkSubAccount(f Fields) string {
	if !validName(f.Str("name")) {
		return "子账户名称不符合要求"
	}
	if a, err := mail.ParseAddress(f.Str("email")); err != nil || a.Address != f.Str("email") {
		return "邮箱格式不正确"
	}
	if !validRemark(f.Str("remark")) {
		return remarkRule
	}
	if f.Has("password") && !validDesktopPassword(f.Str("password")) {
		return "密码需8-20位,必须为数字、小写字母、大写字母组合"
	}
	return ""
}

func validRemark(s string) bool { return s == "" || validName(s) && utf8.RuneCountInString(s) <= 30 }

// validDesktopPassword is the documented rule, which the documentation's own
// sample breaks.
func validDesktopPassword(s string) bool {
	digit := strings.IndexFunc(s, unicode.IsDigit) >= 0
	lower := strings.IndexFunc(s, unicode.IsLower) >= 0
	upper := strings.IndexFunc(s, unicode.IsUpper) >= 0
	n := utf8.RuneCountInString(s)
	return digit && lower && upper && n >= 8 && n <= 20 && strings.IndexFunc(s, unicode.IsControl) < 0
}

// addSubAccount makes a checked account. It has no task: the account itself
// shows when it is ready. A fault makes it fail, as it would a task.
func (w *World) addSubAccount(f Fields) bool {
	if _, taken := w.accountByEmail(f.Str("email")); taken || w.gcw.accounts.Len() >= maxSubAccounts {
		return false
	}
	a := &subAccount{
		id: w.ID("sub account"), name: f.Str("name"), email: f.Str("email"), remark: f.Str("remark"), status: accountCreating,
	}
	a.password = f.StrOr("password", "Gcw"+a.id[:8]+"7a")
	w.gcw.accounts.Put(a.id, a)
	end := accountReady
	if w.failNext {
		end = accountFailed
	}
	w.After(2*time.Second, func() { a.status = end })
	return true
}

func createSubAccount(w *World, r Request) (Reply, error) {
	if wrong := checkSubAccount(r.Fields); wrong != "" {
		return Reply{}, desktopRefusal("10003", "传入参数不符合要求,"+wrong)
	}
	if !w.addSubAccount(r.Fields) {
		return Reply{}, desktopRefusal("11000", "创建用户错误")
	}
	return Reply{}, nil
}

// createSubAccounts makes those that can be made and lists the others.
func createSubAccounts(w *World, r Request) (Reply, error) {
	made, failed := 0, []any{}
	for _, f := range r.Objs("createAccountParams") {
		wrong := checkSubAccount(f)
		if wrong == "" && !w.addSubAccount(f) {
			wrong = "创建用户错误"
		}
		if wrong == "" {
			made++
			continue
		}
		failed = append(failed, r.Record("Data.failedMsgs[]", obj{
			"name": f.Str("name"), "email": f.Str("email"), "remark": f.Str("remark"), "messsage": wrong,
		}))
	}
	return Reply{Data: r.Record("Data", obj{"successNum": made, "failedNum": len(failed), "failedMsgs": failed})}, nil
}

func changeSubAccountName(w *World, r Request) (Reply, error) {
	a, ok := w.accountByEmail(r.Str("email"))
	if !ok {
		return Reply{}, refusalNoSubAccount
	}
	if !validName(r.Str("name")) {
		return Reply{}, refusalDesktopParams
	}
	if a.status == accountCreating {
		return Reply{}, desktopRefusal("10211", "修改用户名失败")
	}
	a.name = r.Str("name")
	return Reply{}, nil
}

// changeSubAccountRemark changes all of the accounts or none.
func changeSubAccountRemark(w *World, r Request) (Reply, error) {
	if !validRemark(r.Str("remark")) {
		return Reply{}, desktopRefusal("10003", "传入参数不符合要求,"+remarkRule)
	}
	var list []*subAccount
	for _, email := range r.Strs("emails") {
		a, ok := w.accountByEmail(email)
		if !ok {
			return Reply{}, refusalNoSubAccount
		}
		list = append(list, a)
	}
	for _, a := range list {
		a.remark = r.Str("remark")
	}
	return Reply{}, nil
}

// querySubAccounts finds parts of addresses, names and remarks; whether the
// filters want the whole is not documented. The status is in the
// documentation's table only.
func querySubAccounts(w *World, r Request) (Reply, error) {
	bound := map[*subAccount]int{}
	for d := range w.gcw.desktops.All() {
		bound[d.account]++
	}
	data := []any{}
	for a := range w.gcw.accounts.All() {
		if !strings.Contains(a.email, r.Str("email")) || !strings.Contains(a.name, r.Str("name")) || !strings.Contains(a.remark, r.Str("remark")) {
			continue
		}
		data = append(data, r.Record("Data[]", obj{
			"accountId": a.id, "name": a.name, "email": a.email, "password": a.password,
			"remark": a.remark, "bindNum": bound[a], "status": a.status,
		}))
	}
	return Reply{Data: data}, nil
}
