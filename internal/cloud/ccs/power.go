package ccs

import "yunque/internal/cloud"

// Power of one cloud server, and of several.
var (
	// StartInstance starts a cloud server (ccs.instance.StartInstance).
	StartInstance = cloud.AsyncOf[InstanceRef, struct{}](instances.Get("StartInstance"), cloud.TrackTask)
	// StopInstance stops a cloud server (ccs.instance.StopInstance).
	StopInstance = cloud.AsyncOf[StopInstanceRequest, struct{}](instances.Get("StopInstance"), cloud.TrackTask)
	// RebootInstance reboots a cloud server (ccs.instance.RebootInstance).
	RebootInstance = cloud.AsyncOf[InstanceRef, struct{}](instances.Get("RebootInstance"), cloud.TrackTask)
	// StartInstances starts several cloud servers (ccs.instance.StartInstances).
	StartInstances = cloud.AsyncOf[InstancesRef, struct{}](instances.Get("StartInstances"), cloud.TrackTask)
	// StopInstances stops several cloud servers (ccs.instance.StopInstances).
	StopInstances = cloud.AsyncOf[StopInstancesRequest, struct{}](instances.Get("StopInstances"), cloud.TrackTask)
	// RebootInstances reboots several cloud servers (ccs.instance.RebootInstances).
	RebootInstances = cloud.AsyncOf[InstancesRef, struct{}](instances.Get("RebootInstances"), cloud.TrackTask)
)

// StopInstanceRequest are the parameters of StopInstance.
type StopInstanceRequest struct {
	InstanceID string `json:"InstanceId"` // cloud server id (from DescribeInstances)
	StopType   string `json:",omitempty"` // how to stop: HARD = force power off, SOFT = soft shutdown
}

// InstancesRef names several cloud servers.
type InstancesRef struct {
	InstanceIDs cloud.CSV `json:"InstanceIds"` // cloud server ids, comma separated in one string
}

// StopInstancesRequest are the parameters of StopInstances.
type StopInstancesRequest struct {
	InstanceIDs cloud.CSV `json:"InstanceIds"` // cloud server ids, comma separated in one string
	StopType    string    `json:",omitempty"`  // how to stop: HARD = force power off, SOFT = soft shutdown
}
