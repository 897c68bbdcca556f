package alarm

import "yunque/internal/cloud"

// Receivers of alarms.
var (
	// GetWanAlarmReceiver lists network alarm contacts (alarm.GetWanAlarmReceiver).
	GetWanAlarmReceiver = cloud.ReadOf[GetWanAlarmReceiverRequest, cloud.List[Receiver]](service.Post("GetWanAlarmReceiver"))
	// UpdateWanAlarmReceiver changes an alarm contact (alarm.UpdateWanAlarmReceiver).
	UpdateWanAlarmReceiver = cloud.WriteOf[UpdateWanAlarmReceiverRequest, struct{}](service.Post("UpdateWanAlarmReceiver"))
)

// GetWanAlarmReceiverRequest are the parameters of GetWanAlarmReceiver.
type GetWanAlarmReceiverRequest struct {
	ObjGroupID string `json:"ObjGroupId,omitempty"` // id of a monitoring group; an empty string = all contacts
}

// Receiver is a person who is told of bandwidth alarms.
type Receiver struct {
	ReceiverID   cloud.ID `json:"ReceiverId"`
	ReceiverMail string
	ReceiverName string
	ReceiverTel  string
	UsedByNow    cloud.Bool // receives alarms of the group asked for
	UsedByOther  cloud.Bool // receives alarms of another group
}

// UpdateWanAlarmReceiverRequest are the parameters of UpdateWanAlarmReceiver.
type UpdateWanAlarmReceiverRequest struct {
	ReceiverID string `json:"ReceiverId"` // contact id
	Email      string `json:",omitempty"` // e-mail address
	Mobile     string `json:",omitempty"` // mobile number
	Code       string `json:",omitempty"` // country code (a body parameter; not the Code of the response)
}
