package ecs

import "yunque/internal/cloud"

// Work that was accepted and ends later.
var (
	// DescribeEvent gets an event with its tasks (ecs.DescribeEvent).
	DescribeEvent = cloud.ReadOf[EventRef, Event](service.Get("DescribeEvent"))
)

// EventRef names one event.
type EventRef struct {
	EventID string `json:"EventId"` // event id
}

// Event is the state of an accepted write; only success is documented.
type Event struct {
	EventID            cloud.ID `json:"EventId"`
	EventStatus        string
	EventStatusDisplay string
	EventType          string
	EventTypeDisplay   string
	CreateTime         cloud.Time
	TaskList           cloud.List[EventTask]
}

// EventTask is one step of an event.
type EventTask struct {
	TaskID          cloud.ID `json:"TaskId"`
	Status          string
	StatusDisplay   string
	ResourceID      cloud.ID `json:"ResourceId"`
	CreateTime      cloud.Time
	UpdateTime      cloud.Time
	EndTime         cloud.Time
	ResourceType    string
	ResourceDisplay string
	TaskType        string
	TaskTypeDisplay string
}
