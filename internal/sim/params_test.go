package sim

import "testing"

func TestParametersAreHeldAgainstTheDocumentation(t *testing.T) {
	l, g := yard(t)
	for _, c := range []struct {
		name, want, id string
		p              params
	}{
		{"a missing id with a code of its own", "InvalidInstanceID.Malformed", "ccs.instance.StopInstance", nil},
		{"an empty id", "InvalidInstanceId.Malformed", "ccs.instance.RebootInstance", params{"InstanceId": ""}},
		{"an empty list", "InvalidInstanceID.Malformed", "ccs.instance.DeleteInstance", params{"InstanceIds": []string{}}},
		{"an id that is no uuid", "InvalidInstanceID.Malformed", "ccs.instance.StartInstance", params{"InstanceId": "1"}},
		{"an id that does not exist", "InstanceNotFound", "ccs.instance.StartInstance", params{"InstanceId": g.vdc}},
		{"a missing parameter without a code", "MissingParameter", "ccs.instance.CreateTag", nil},
		{"a value that is not listed", "InvalidParameter", "ccs.instance.StopInstance", params{"InstanceId": g.server, "StopType": "GENTLY"}},
		{"a number that is none", "InvalidParameter", "ccs.instance.DescribeInstances", params{"PageNumber": "first"}},
		{"a number below its least", "InvalidParameter", "ccs.instance.DescribeInstances", params{"PageNumber": 0}},
		{"a page that is too large", "InvalidParameter", "ccs.instance.DescribeInstances", params{"PageSize": 1001}},
		{"a truth that is none", "InvalidParameter", "ccs.instance.ModifyInstanceAttribute", params{"InstanceIds": []string{g.server}, "DeletionProtection": "perhaps"}},
		{"an object that is a text", "InvalidParameter", "ccs.instance.CreateInstance", order(g.vdc, params{"SystemDisk": "large"})},
		{"a list of objects that holds texts", "InvalidParameter", "ccs.instance.CreateDisk", params{"InstanceId": g.server, "DataDisks": []string{"large"}}},
		{"a priority above its most", "InvalidParameter", "ccs.securitygroup.AddSecurityGroupRule", rule("x", params{"Priority": "101"})},
		{"both networks of one that is needed", "MissingParameter", "ccs.instance.BatchAddNetworkInterfaces", params{
			"InstanceIds": []string{g.server}, "VdcId": g.vdc, "Password": testPassword, "PrivateId": g.private, "PublicId": g.public,
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			l.t = t
			l.refused(c.want, c.id, c.p)
		})
	}
}

func TestListedValuesMatchInAnyCase(t *testing.T) {
	l, g := yard(t)
	l.finish(l.ok("ccs.instance.StopInstance", params{"InstanceId": g.server, "StopType": "hard"}))
}

func TestOptionalAndDoubtfulParametersExist(t *testing.T) {
	l := newLab(t, "empty")
	for _, table := range []map[string][]string{optional, doubtful} {
		for id, names := range table {
			rt := l.cloud.byID[id]
			if rt == nil {
				t.Errorf("there is no operation %s", id)
				continue
			}
			for _, name := range names {
				if rt.op.Param(name) == nil {
					t.Errorf("%s has no parameter %s", id, name)
				}
			}
		}
	}
}
