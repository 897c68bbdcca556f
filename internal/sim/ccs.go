package sim

import (
	"slices"
	"time"

	"github.com/google/uuid"
)

// ccsState is what the chapters served at /ccs keep.
type ccsState struct {
	instances table[*instance]
	tags      table[*tag]
	templates table[*template]
	groups    table[*securityGroup]
}

func registerCcs(s *Server) {
	s.handle("ccs.instance.CreateInstance", createInstance)
	s.handle("ccs.instance.DeleteInstance", deleteInstance)
	s.handle("ccs.instance.DescribeInstances", describeInstances)
	s.handle("ccs.instance.StartInstance", power(startOne))
	s.handle("ccs.instance.StopInstance", power(stopOne))
	s.handle("ccs.instance.RebootInstance", power(rebootOne))
	s.handle("ccs.instance.StartInstances", power(startOne))
	s.handle("ccs.instance.StopInstances", power(stopOne))
	s.handle("ccs.instance.RebootInstances", power(rebootOne))
	s.handle("ccs.instance.ModifyInstanceName", modifyInstanceName)
	s.handle("ccs.instance.ModifyInstanceSpec", modifyInstanceSpec)
	s.handle("ccs.instance.ModifyInstanceChargeType", modifyInstanceChargeType)
	s.handle("ccs.instance.ModifyInstanceAttribute", modifyInstanceAttribute)
	s.handle("ccs.instance.ResetInstancesPassword", resetInstancesPassword)
	s.handle("ccs.instance.ResetImage", resetImage)
	s.handle("ccs.instance.CreateInstanceHtmlConsoleURL", createConsoleURL)
	s.handle("ccs.instance.CreateDisk", createDisk)
	s.handle("ccs.instance.ResizeDisk", resizeDisk)
	s.handle("ccs.instance.DeleteDisk", deleteDisk)
	s.handle("ccs.instance.ExtendSystemDisk", extendSystemDisk)
	s.handle("ccs.instance.ConnectNetworkInterface", setConnected(true))
	s.handle("ccs.instance.DisconnectNetworkInterface", setConnected(false))
	s.handle("ccs.instance.ModifyIpAddress", modifyIPAddress)
	s.handle("ccs.instance.BatchAddNetworkInterfaces", batchAddInterfaces)
	s.handle("ccs.instance.BatchDeleteNetworkInterfaces", batchDeleteInterfaces)
	s.handle("ccs.instance.DescribePublicIp", describePublicIP)
	s.handle("ccs.instance.DescribePrivateIp", describePrivateIP)
	s.handle("ccs.instance.GetIpInfoBySegment", ipInfoBySegment)
	s.handle("ccs.instance.DescribeInstanceMonitor", describeInstanceMonitor)
	s.handle("ccs.instance.DescribeNetworkCardFlow", describeNetworkCardFlow)
	s.handle("ccs.instance.DescribeInstanceType", describeInstanceType)
	s.handle("ccs.instance.DescribeInstancePrice", describeInstancePrice)
	s.handle("ccs.instance.DescribeTags", describeTags)
	s.handle("ccs.instance.CreateTag", createTag)
	s.handle("ccs.instance.DeleteTag", deleteTag)
	s.handle("ccs.instance.AddInstancesTags", addInstancesTags)
	s.handle("ccs.instance.DeleteInstancesTags", deleteInstancesTags)
}

var (
	refusalInstanceBusy   = forbidden("IncorrectInstanceStatus", "The current status of the resource does not support this operation.")
	refusalNoInstance     = badRequest("InstanceNotFound", "the Instance has deleted")
	refusalBalance        = badRequest("NotEnoughBalance", "Your account does not have enough balance.")
	refusalSpec           = badRequest("InvalidInstanceType.ValueUnauthorized", "The specified InstanceType is not authorized.")
	refusalDiskType       = badRequest("InvalidInstanceTypeDisk.ValueUnauthorized", "The specified Instance DiskType is not authorized.")
	refusalDiskSmaller    = forbidden("InvalidDiskSize.TooSmall", "Specified new disk size is less than the original disk size.")
	refusalPassword       = malformed("InvalidPassword.Malformed", "Password")
	refusalInterface      = malformed("InvalidInterfaceID.Malformed", "InterfaceID")
	refusalInstanceAmount = forbidden("QuotaExceed.Instance", "The maximum number of Instance is exceeded")
)

// instance finds a server by the id a request gives.
func (w *World) instance(r Request, id string) (*instance, error) {
	if uuid.Validate(id) != nil {
		if ref, ok := documentedFor(r.Op, "InstanceId"); ok {
			return nil, ref
		}
		return nil, malformed("InvalidInstanceID.Malformed", "InstanceID")
	}
	i, ok := w.ccs.instances.Get(id)
	if !ok || i.deleting {
		return nil, refusalNoInstance
	}
	return i, nil
}

// settledInstance finds a server that nothing is being done to.
func (w *World) settledInstance(r Request, id string) (*instance, error) {
	i, err := w.instance(r, id)
	if err != nil {
		return nil, err
	}
	if !i.settled() {
		return nil, refusalInstanceBusy
	}
	return i, nil
}

// settledInstances finds the servers of InstanceId or InstanceIds; all must be
// settled, or none is touched.
func (w *World) settledInstances(r Request) ([]*instance, error) {
	ids := r.Strs("InstanceIds")
	if len(ids) == 0 {
		ids = []string{r.Str("InstanceId")}
	}
	return eachOnce(ids, func(id string) (*instance, error) { return w.settledInstance(r, id) })
}

// instances finds the servers of InstanceIds, whatever they are doing.
func (w *World) instances(r Request) ([]*instance, error) {
	return eachOnce(r.Strs("InstanceIds"), func(id string) (*instance, error) { return w.instance(r, id) })
}

// eachOnce finds what ids stand for, each only once, or nothing at all.
func eachOnce(ids []string, find func(id string) (*instance, error)) ([]*instance, error) {
	var out []*instance
	for _, id := range ids {
		i, err := find(id)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(out, i) {
			out = append(out, i)
		}
	}
	return out, nil
}

// update keeps a server in "updating" while work goes on, and returns it to
// what it was. Apply changes the server when the work ends well.
func (w *World) update(i *instance, kind string, takes time.Duration, apply func()) string {
	before := i.status
	i.status = instanceUpdating
	return w.Begin(Work{
		Type: kind, Takes: takes, Resources: []string{i.id},
		Done:   func() { i.status = before; apply() },
		Failed: func() { i.status = before },
	})
}
