package catalog

import (
	"context"
	"net/mail"
	"net/url"
	"strings"

	"yunque/internal/cloud"
	"yunque/internal/cloud/alarm"
	"yunque/internal/resource"
)

// AlarmReceivers are the people who are told of network alarms. The API has no
// call that adds or removes one.
var AlarmReceivers = &resource.Kind[alarm.Receiver]{
	Slug: "alarm-receivers", Icon: "bell", Group: "monitoring",

	ID:    func(r alarm.Receiver) string { return string(r.ReceiverID) },
	Name:  func(r alarm.Receiver) string { return r.ReceiverName },
	Where: func(r alarm.Receiver) resource.Text { return resource.Lit(r.ReceiverMail) },
	State: receiverState,

	List: func(ctx context.Context, c cloud.Caller) ([]alarm.Receiver, error) {
		return alarm.GetWanAlarmReceiver.Call(ctx, c, alarm.GetWanAlarmReceiverRequest{})
	},
	Search: func(r alarm.Receiver) []string {
		return []string{string(r.ReceiverID), r.ReceiverName, r.ReceiverMail, r.ReceiverTel}
	},
	Columns: []resource.Column[alarm.Receiver]{
		{Key: "name", Less: byName(func(r alarm.Receiver) string { return r.ReceiverName }), Cell: func(r alarm.Receiver) resource.Cell {
			return named("alarm-receivers", string(r.ReceiverID), r.ReceiverName)
		}},
		{Key: "status", Less: by(func(r alarm.Receiver) string { return receiverState(r).Raw }), Cell: func(r alarm.Receiver) resource.Cell {
			return resource.Cell{Kind: resource.StatusCell, State: receiverState(r)}
		}},
		{Key: "email", Less: by(func(r alarm.Receiver) string { return r.ReceiverMail }), Cell: func(r alarm.Receiver) resource.Cell { return text(r.ReceiverMail) }},
		{Key: "phone", Less: by(func(r alarm.Receiver) string { return r.ReceiverTel }), Cell: func(r alarm.Receiver) resource.Cell { return text(r.ReceiverTel) }},
	},
	Filters: []resource.Property[alarm.Receiver]{
		{Key: "status", Quick: true, Values: func(r alarm.Receiver) []resource.Choice {
			s := receiverState(r)
			return []resource.Choice{{Value: s.Raw, Label: s.Word, Tone: s.Tone}}
		}},
	},
	Sections: []resource.Facts[alarm.Receiver]{
		{Key: "basic", List: []resource.FactOf[alarm.Receiver]{
			{Key: "email", Cell: func(r alarm.Receiver) resource.Cell { return text(r.ReceiverMail) }},
			{Key: "phone", Cell: func(r alarm.Receiver) resource.Cell { return text(r.ReceiverTel) }},
		}},
	},
	Ops: []resource.Op[alarm.Receiver]{
		{Slug: "edit", Icon: "pencil", Top: true, Effect: resource.Change, Danger: resource.Confirm, Fields: receiverFields, Plan: editReceiver},
	},
}

// receiverState is ours: whether any monitoring group tells the person.
func receiverState(r alarm.Receiver) resource.State {
	if r.UsedByNow || r.UsedByOther {
		return resource.State{Tone: resource.OK, Word: resource.T("state.told"), Raw: "told"}
	}
	return resource.State{Tone: resource.Off, Word: resource.T("state.not_told"), Raw: "not_told"}
}

// splitPhone takes "(+86)13800000000" apart.
func splitPhone(tel string) (country, number string) {
	country, number, found := strings.Cut(strings.TrimPrefix(tel, "("), ")")
	if !found {
		return "+86", tel
	}
	return country, number
}

func receiverFields(_ context.Context, _ cloud.Caller, items []alarm.Receiver, _ url.Values) ([]resource.Field, error) {
	country, number := splitPhone(items[0].ReceiverTel)
	code := resource.Field{Name: "country", Label: resource.T("field.alarm-receivers.country"), Input: resource.SelectInput, Value: country, Required: true}
	for _, c := range []string{"+86", "+1"} {
		code.Choices = append(code.Choices, resource.Choice{Value: c, Label: resource.Lit(c)})
	}
	return []resource.Field{
		{Name: "email", Label: resource.T("field.alarm-receivers.email"), Input: resource.TextInput, Value: items[0].ReceiverMail, Required: true},
		code,
		{Name: "phone", Label: resource.T("field.alarm-receivers.phone"), Input: resource.TextInput, Value: number, Required: true},
	}, nil
}

// editReceiver sends what has changed; the country code goes with its number.
func editReceiver(items []alarm.Receiver, form url.Values) ([]resource.Step, error) {
	r := items[0]
	email, phone, m := tidy(form.Get("email")), tidy(form.Get("phone")), resource.FieldErrors{}
	if a, err := mail.ParseAddress(email); err != nil || a.Address != email {
		m["email"] = resource.T("receiver.bad_email")
	}
	if len(phone) < 7 || strings.Trim(phone, "0123456789") != "" {
		m["phone"] = resource.T("receiver.bad_phone")
	}
	if len(m) > 0 {
		return nil, m
	}
	req := alarm.UpdateWanAlarmReceiverRequest{ReceiverID: string(r.ReceiverID)}
	if email != r.ReceiverMail {
		req.Email = email
	}
	if country, number := splitPhone(r.ReceiverTel); phone != number || form.Get("country") != country {
		req.Mobile, req.Code = phone, form.Get("country")
	}
	if req.Email == "" && req.Mobile == "" {
		return nil, resource.FieldErrors{"email": resource.T("form.unchanged")}
	}
	target := resource.Target{Kind: "alarm-receivers", ID: string(r.ReceiverID), Name: r.ReceiverName}
	return []resource.Step{resource.Do(alarm.UpdateWanAlarmReceiver, req, target)}, nil
}
