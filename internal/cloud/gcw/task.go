package gcw

import "yunque/internal/cloud"

// Work that was accepted and ends later.
var (
	// QueryTask gets the state of a task (gcw.QueryTask).
	QueryTask = cloud.ReadOf[QueryTaskRequest, Task](service.Get("QueryTask"))
)

// QueryTaskRequest are the parameters of QueryTask.
type QueryTaskRequest struct {
	TaskID    string `json:"taskId"`    // task id
	RequestID string `json:"requestId"` // a UUID that the caller makes for this request
}

// Task is the state of a task: Running, Failed or Completed.
type Task struct {
	FailReason string   `json:"failReason"`
	RequestID  cloud.ID `json:"requestId"`
	Status     string   `json:"status"`
	TaskID     cloud.ID `json:"taskId"`
}
