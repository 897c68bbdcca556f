package sim

import (
	"net/mail"
	"regexp"
	"slices"
)

// alarmState is who is told when a network is in trouble.
type alarmState struct {
	receivers table[*alarmReceiver]
}

func registerAlarm(s *Server) {
	s.handle("alarm.GetWanAlarmReceiver", getWanAlarmReceiver)
	s.handle("alarm.UpdateWanAlarmReceiver", updateWanAlarmReceiver)
}

// alarmReceiver is a person to be told, and the monitoring groups that do so.
type alarmReceiver struct {
	id, name, mail string
	country, phone string
	groups         []string
}

// giveAlarmReceiver puts down a receiver; no operation of the API makes one.
func (w *World) giveAlarmReceiver(name, mail, country, phone string, groups ...string) {
	a := &alarmReceiver{w.ID("alarm receiver"), name, mail, country, phone, groups}
	w.alarm.receivers.Put(a.id, a)
}

// getWanAlarmReceiver lists everybody, or the receivers of one group.
func getWanAlarmReceiver(w *World, r Request) (Reply, error) {
	group := r.Str("ObjGroupId")
	list := []any{}
	for a := range w.alarm.receivers.All() {
		in := slices.Contains(a.groups, group)
		if group != "" && !in {
			continue
		}
		others := len(a.groups)
		if in {
			others--
		}
		list = append(list, r.Record("Data[]", obj{
			"ReceiverId": a.id, "ReceiverName": a.name, "ReceiverMail": a.mail,
			"ReceiverTel": "(" + a.country + ")" + a.phone, "UsedByNow": in, "UsedByOther": others > 0,
		}))
	}
	return Reply{Data: list}, nil
}

// updateWanAlarmReceiver changes what is given; Code is the country's. The
// refusals for an unknown receiver and for nothing to change are those of the
// neighbouring operation.
func updateWanAlarmReceiver(w *World, r Request) (Reply, error) {
	a, ok := w.alarm.receivers.Get(r.Str("ReceiverId"))
	if !ok {
		return Reply{}, malformed("InvalidParameter", "ReceiverId")
	}
	if !r.Has("Email") && !r.Has("Mobile") && !r.Has("Code") {
		return Reply{}, badRequest("InvalidParameter.IsNull", "缺少必要参数")
	}
	next := *a
	next.mail = r.StrOr("Email", a.mail)
	next.phone = r.StrOr("Mobile", a.phone)
	next.country = r.StrOr("Code", a.country)
	if !validMail(next.mail) {
		return Reply{}, badRequest("Parameter Error", "邮箱格式异常")
	}
	if !validPhone(next.country, next.phone) {
		return Reply{}, badRequest("Parameter Error", "手机格式异常")
	}
	*a = next
	return Reply{}, nil
}

func validMail(s string) bool {
	a, err := mail.ParseAddress(s)
	return err == nil && a.Address == s
}

var (
	phoneInChina = regexp.MustCompile(`^1[3-9][0-9]{9}$`)
	phoneInUS    = regexp.MustCompile(`^[2-9][0-9]{9}$`)
)

// validPhone knows the two countries the documentation lists.
func validPhone(country, phone string) bool {
	if country == "+1" {
		return phoneInUS.MatchString(phone)
	}
	return phoneInChina.MatchString(phone)
}
