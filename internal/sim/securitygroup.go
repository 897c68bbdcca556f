package sim

import (
	"slices"
	"strings"
	"time"
)

// maxGroups and maxRules are quotas. Not documented.
const (
	maxGroups = 100
	maxRules  = 100
)

// securityGroup is a set of rules for the interfaces that joined it.
type securityGroup struct {
	id, name, description string
	kind                  string // public or private: which interfaces may join
	created, updated      time.Time
	rules                 []*groupRule
	members               []member
}

// member is an interface in a group, with its server.
type member struct {
	instance *instance
	nic      *nic
}

// The chapter's error tables are copies of another's: none of these codes is
// documented.
var (
	refusalNoGroup    = badRequest("InvalidSecurityGroupId.NotFound", "The specified SecurityGroupId does not exist.")
	refusalGroupInUse = forbidden("SecurityGroupInUse", "The security group has interfaces bound to it.")
	refusalGroupQuota = forbidden("QuotaExceed.SecurityGroup", "The maximum number of SecurityGroup is exceeded")
)

func registerSecurityGroups(s *Server) {
	s.handle("ccs.securitygroup.CreateSecurityGroup", createSecurityGroup)
	s.handle("ccs.securitygroup.DeleteSecurityGroup", deleteSecurityGroup)
	s.handle("ccs.securitygroup.ForceDeleteSecurityGroup", forceDeleteSecurityGroup)
	s.handle("ccs.securitygroup.DescribeSecurityGroups", describeSecurityGroups)
	s.handle("ccs.securitygroup.DescribeSecurityGroupAttribute", describeSecurityGroup)
	s.handle("ccs.securitygroup.ModifySecurityGroupAttribute", modifySecurityGroup)
	s.handle("ccs.securitygroup.JoinSecurityGroup", joinSecurityGroup)
	s.handle("ccs.securitygroup.LeaveSecurityGroup", leaveSecurityGroup)
	s.handle("ccs.securitygroup.AddSecurityGroupRule", addRule)
	s.handle("ccs.securitygroup.RemoveSecurityGroupRule", removeRules)
	s.handle("ccs.securitygroup.ModifySecurityGroupRule", modifyRule)
	s.handle("ccs.securitygroup.ModifySecurityGroupRulePriority", modifyRulePriority)
}

func (w *World) group(r Request) (*securityGroup, error) {
	g, ok := w.ccs.groups.Get(r.Str("SecurityGroupId"))
	if !ok {
		return nil, refusalNoGroup
	}
	return g, nil
}

func (g *securityGroup) has(c *nic) bool {
	return slices.ContainsFunc(g.members, func(m member) bool { return m.nic == c })
}

func (g *securityGroup) leave(c *nic) {
	g.members = slices.DeleteFunc(g.members, func(m member) bool { return m.nic == c })
}

// createSecurityGroup works at once: clients look for the new group right
// after the answer, which does not tell its id.
func createSecurityGroup(w *World, r Request) (Reply, error) {
	if !validName(r.Str("SecurityGroupName")) {
		return Reply{}, malformed("InvalidParameter", "SecurityGroupName")
	}
	if w.ccs.groups.Len() >= maxGroups {
		return Reply{}, refusalGroupQuota
	}
	g := &securityGroup{
		id: w.ID("security group"), name: r.Str("SecurityGroupName"), description: r.Str("Description"),
		kind: strings.ToLower(r.Str("SecurityGroupType")), created: w.now, updated: w.now,
	}
	w.ccs.groups.Put(g.id, g)
	return Reply{}, nil
}

func modifySecurityGroup(w *World, r Request) (Reply, error) {
	g, err := w.group(r)
	if err != nil {
		return Reply{}, err
	}
	if !validName(r.Str("SecurityGroupName")) {
		return Reply{}, malformed("InvalidParameter", "SecurityGroupName")
	}
	g.name, g.description, g.updated = r.Str("SecurityGroupName"), r.Str("Description"), w.now
	return Reply{}, nil
}

func deleteSecurityGroup(w *World, r Request) (Reply, error) {
	g, err := w.group(r)
	if err != nil {
		return Reply{}, err
	}
	if len(g.members) > 0 {
		return Reply{}, refusalGroupInUse
	}
	w.ccs.groups.Delete(g.id)
	return Reply{}, nil
}

// forceDeleteSecurityGroup takes the group from its interfaces, then deletes
// it.
func forceDeleteSecurityGroup(w *World, r Request) (Reply, error) {
	g, err := w.group(r)
	if err != nil {
		return Reply{}, err
	}
	return Reply{TaskID: w.Begin(Work{
		Type: "deleteSecurityGroup", Takes: 3 * time.Second, Resources: []string{g.id},
		Done: func() { g.members = nil; w.ccs.groups.Delete(g.id) },
	})}, nil
}

// boundInterfaces finds the interfaces that BindData names: those of a server
// in one network, which must be of the group's kind.
func (w *World) boundInterfaces(r Request, g *securityGroup) ([]member, error) {
	var out []member
	for _, f := range r.Objs("BindData") {
		i, err := w.instance(r, f.Str("InstanceId"))
		if err != nil {
			return nil, err
		}
		id := f.StrOr("PublicId", f.Str("PrivateId"))
		at := slices.IndexFunc(i.nics, func(c *nic) bool {
			return c.network.id == id && c.network.public == (g.kind == "public")
		})
		if at < 0 {
			return nil, refusalInterface
		}
		out = append(out, member{i, i.nics[at]})
	}
	return out, nil
}

func joinSecurityGroup(w *World, r Request) (Reply, error) {
	g, err := w.group(r)
	if err != nil {
		return Reply{}, err
	}
	joining, err := w.boundInterfaces(r, g)
	if err != nil {
		return Reply{}, err
	}
	return Reply{TaskID: w.Begin(Work{
		Type: "joinSecurityGroup", Takes: 3 * time.Second, Resources: []string{g.id},
		Done: func() {
			for _, m := range joining {
				if !m.instance.deleting && !g.has(m.nic) {
					g.members = append(g.members, m)
				}
			}
			g.updated = w.now
		},
	})}, nil
}

// leaveSecurityGroup frees the group at once, so that it can be deleted while
// the task still runs.
func leaveSecurityGroup(w *World, r Request) (Reply, error) {
	g, err := w.group(r)
	if err != nil {
		return Reply{}, err
	}
	leaving, err := w.boundInterfaces(r, g)
	if err != nil {
		return Reply{}, err
	}
	for _, m := range leaving {
		if !g.has(m.nic) {
			return Reply{}, refusalInterface
		}
	}
	for _, m := range leaving {
		g.leave(m.nic)
	}
	g.updated = w.now
	return Reply{TaskID: w.Begin(Work{Type: "leaveSecurityGroup", Takes: 2 * time.Second, Resources: []string{g.id}})}, nil
}

func describeSecurityGroups(w *World, r Request) (Reply, error) {
	list := []any{}
	for g := range w.ccs.groups.All() {
		if r.Has("SecurityGroupType") && !strings.EqualFold(g.kind, r.Str("SecurityGroupType")) ||
			r.Has("SecurityGroupId") && g.id != r.Str("SecurityGroupId") ||
			!strings.Contains(g.name, r.Str("Keyword")) && g.id != r.Str("Keyword") {
			continue
		}
		instances, vdcs := map[*instance]bool{}, map[*vdc]bool{}
		for _, m := range g.members {
			instances[m.instance], vdcs[m.instance.vdc] = true, true
		}
		list = append(list, r.Record("Data.SecurityGroup[]", obj{
			"SecurityGroupId": g.id, "SecurityGroupName": g.name, "SecurityGroupType": g.kind, "Description": g.description,
			"CreateTime": stamp(g.created), "UpdateTime": stamp(g.updated),
			"BindInstanceCount": len(instances), "BindVdcCount": len(vdcs), "BindInterfaceCount": len(g.members),
		}))
	}
	return Reply{Data: r.Record("Data", obj{"SecurityGroup": list, "SecurityGroupCount": len(list)})}, nil
}
