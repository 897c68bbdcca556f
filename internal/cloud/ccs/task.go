package ccs

import "yunque/internal/cloud"

// Work that was accepted and ends later.
var (
	// DescribeTask gets the state of a task (common.DescribeTask).
	DescribeTask = cloud.ReadOf[TaskRef, Task](common.Get("DescribeTask"))
)

// TaskRef names one task.
type TaskRef struct {
	TaskID string `json:"TaskId"` // task id
}

// Task is the state of a task: NEW, DOING, FINISH or ERROR.
type Task struct {
	Status      string
	ResourceID  cloud.ID `json:"ResourceId"`
	TaskType    string
	ResourceIDs cloud.List[cloud.ID] `json:"ResourceIds"` // not documented: the new servers or VDC
}
