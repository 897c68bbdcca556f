package bms

import "yunque/internal/cloud"

// Work that was accepted and ends later.
var (
	// DescribeBmsTask gets the state of a bare metal task (bms.DescribeBmsTask).
	DescribeBmsTask = cloud.ReadOf[TaskRef, Task](service.Get("DescribeBmsTask"))
)

// TaskRef names one task.
type TaskRef struct {
	TaskID string `json:"TaskId"` // task id
}

// Task is the state of a task: init or succeed; a failure is not documented.
type Task struct {
	BareMetalIDs cloud.List[cloud.ID] `json:"BareMetalIds"`
	Status       string
}
