package sim

import (
	"fmt"
	"net/netip"
	"reflect"
	"strings"
	"testing"
	"time"
)

// yard is a cloud with one VDC, its networks and one running server.
func yard(t *testing.T) (*lab, ground) {
	t.Helper()
	l := newLab(t, "empty")
	g := ground{}
	g.vdc, g.public, g.private = l.plant()
	g.server = l.made("ccs.instance.CreateInstance", order(g.vdc, nil))
	return l, g
}

func TestPowerRefusesWhatTheStateDoesNotAllow(t *testing.T) {
	l, g := yard(t)
	one := params{"InstanceId": g.server}
	l.refused("IncorrectInstanceStatus", "ccs.instance.StartInstance", one)
	stopping := l.ok("ccs.instance.StopInstance", one)
	if got := l.instance(g.server)["InstanceStatus"]; got != "stopping" {
		t.Errorf("status: got %v, want stopping", got)
	}
	for _, id := range []string{"StopInstance", "StartInstance", "RebootInstance", "ModifyInstanceSpec", "ModifyInstanceName", "CreateDisk"} {
		l.refused("IncorrectInstanceStatus", "ccs.instance."+id, with(one, params{"Cpu": 8, "InstanceName": "n", "DataDisks": []any{params{"Size": 100}}}))
	}
	l.finish(stopping)
	l.refused("IncorrectInstanceStatus", "ccs.instance.StopInstance", one)
	l.refused("IncorrectInstanceStatus", "ccs.instance.RebootInstance", one)
	l.refused("IncorrectInstanceStatus", "ccs.instance.CreateInstanceHtmlConsoleURL", one)
	l.ok("ccs.instance.StartInstance", one)
	if got := l.instance(g.server)["InstanceStatus"]; got != "starting" {
		t.Errorf("status: got %v, want starting", got)
	}
}

func TestBatchOfPowerTouchesNothingWhenOneServerCannot(t *testing.T) {
	l, g := yard(t)
	second := l.made("ccs.instance.CreateInstance", order(g.vdc, nil))
	l.finish(l.ok("ccs.instance.StopInstance", params{"InstanceId": second}))
	l.refused("IncorrectInstanceStatus", "ccs.instance.StopInstances", params{"InstanceIds": g.server + "," + second})
	if got := l.instance(g.server)["InstanceStatus"]; got != "running" {
		t.Errorf("the other server: got %v, want running", got)
	}
}

func TestHardStopIsTwiceAsFast(t *testing.T) {
	l, g := yard(t)
	l.ok("ccs.instance.StopInstance", params{"InstanceId": g.server, "StopType": "HARD"})
	l.pass(2 * time.Second)
	if got := l.instance(g.server)["InstanceStatus"]; got != "stop" {
		t.Errorf("status after two seconds: got %v, want stop", got)
	}
}

func TestServerOrdersAreRefusedWithDocumentedCodes(t *testing.T) {
	l, g := yard(t)
	before := fmt.Sprint(l.ok("ccs.instance.DescribePublicIp", params{"VdcId": g.vdc, "PublicId": g.public})["Data"])
	used := at(l.ok("ccs.instance.DescribePublicIp", params{"VdcId": g.vdc, "PublicId": g.public}), "Data", "UnusedList", 0).(string)
	taken := l.made("ccs.instance.CreateInstance", order(g.vdc, params{"PublicIp": []string{used}}))
	for _, c := range []struct {
		name, want string
		more       params
	}{
		{"a zone that does not exist", "InvalidRegionId.Malformed", params{"RegionId": "CN_Atlantis_A"}},
		{"a zone that is closed", "Zone.NotOnSale", params{"RegionId": closedZone}},
		{"a zone that is not the VDC's", "InvalidRegionId.Malformed", params{"RegionId": "CN_Wuxi_A"}},
		{"a VDC that does not exist", "VDCNotFound", params{"VdcId": g.server}},
		{"no password", "InvalidPassword.Malformed", params{"Password": ""}},
		{"a weak password", "InvalidPassword.Malformed", params{"Password": "aaaaaaaa"}},
		{"a name with a line break", "InvalidInstanceName.Malformed", params{"InstanceName": "a\nb"}},
		{"a number of two digits", "InvalidInstanceName.Malformed", params{"DescriptionNum": "01"}},
		{"an unknown type", "InvalidInstanceType.ValueUnauthorized", params{"InstanceType": "Quantum"}},
		{"memory the type is not sold with", "InvalidInstanceType.ValueUnauthorized", params{"Cpu": 1, "Ram": 128}},
		{"a number of cores that is not listed", "InvalidParameter", params{"Cpu": 3}},
		{"an unknown image", "InvalidLaunchTemplateVersion.NotFound", params{"ImageId": "bbf63749-0186-4c68-8adc-9bf584bc1376"}},
		{"a disk between the steps", "InvalidDataDiskSize.ValueNotSupported", params{"DataDisks": []any{params{"Size": 130, "Type": "high_disk"}}}},
		{"a disk of an unknown type", "InvalidInstanceTypeDisk.ValueUnauthorized", params{"DataDisks": []any{params{"Size": 100, "Type": "tape"}}}},
		{"an address that is in use", "InvalidIp.IpAssigned", params{"PublicIp": []string{used}}},
		{"an address of somebody else", "InvalidIp.Address", params{"PublicIp": []string{"8.8.8.8"}}},
		{"an address that is none", "InvalidPublicIpAddress.Malformed", params{"PublicIp": []string{"101.251.13"}}},
		{"one address for two servers", "InvalidIp.IpRepeated", params{"Amount": 2, "PublicIp": []string{"198.18.0.4", "198.18.0.4"}}},
		{"more addresses than there are", "InvalidPublicIpAddress.Duplicated", params{"Amount": 9, "PublicIp": []string{"auto"}}},
		{"a network that does not exist", "InvalidPrivateIpAddress.Malformed", params{"PrivateIp": []any{params{"PrivateId": "x", "IP": []string{"auto"}}}}},
		{"a hundred servers", "InvalidParameter", params{"Amount": 100}},
		{"twenty-one tags", "InvalidParameter", params{"LabelNames": strings.Split(strings.Repeat("t,", 20)+"t", ",")}},
		{"user data that is not base64", "InvalidParameter", params{"UserData": []string{"#!/bin/sh"}}},
		{"more than the balance pays for", "NotEnoughBalance", params{"Amount": 99, "Cpu": 32, "Ram": 128, "InstanceChargeType": "PrePaid", "PrepaidMonth": 12}},
	} {
		t.Run(c.name, func(t *testing.T) {
			l.t = t
			l.refused(c.want, "ccs.instance.CreateInstance", order(g.vdc, c.more))
		})
	}
	l.t = t
	l.finish(l.ok("ccs.instance.DeleteInstance", params{"InstanceIds": []string{taken}}))
	if got := fmt.Sprint(l.ok("ccs.instance.DescribePublicIp", params{"VdcId": g.vdc, "PublicId": g.public})["Data"]); got != before {
		t.Errorf("addresses after the refusals:\n got %s\nwant %s", got, before)
	}
}

func TestDryRunChangesNothing(t *testing.T) {
	l, g := yard(t)
	snapshot := func() []any {
		return []any{
			l.ok("ccs.instance.DescribeInstances", nil)["Data"], l.ok("ccs.instance.DescribeTags", nil)["Data"],
			l.ok("ccs.instance.DescribePublicIp", params{"VdcId": g.vdc, "PublicId": g.public})["Data"],
			l.cloud.world.Load().ledger.Balance(l.now),
		}
	}
	before := snapshot()
	answer := l.ok("ccs.instance.CreateInstance", order(g.vdc, params{"DryRun": true, "PublicIp": []string{"auto"}, "LabelNames": []string{"new"}}))
	if answer["TaskId"] != "" {
		t.Errorf("task: got %v, want none", answer["TaskId"])
	}
	if after := snapshot(); !reflect.DeepEqual(before, after) {
		t.Errorf("the world:\n got %v\nwant %v", after, before)
	}
	l.refused("InvalidPassword.Malformed", "ccs.instance.CreateInstance", order(g.vdc, params{"DryRun": true, "Password": "x"}))
}

func TestNumbersAreAppendedToNames(t *testing.T) {
	l, g := yard(t)
	var got []string
	for _, id := range l.finish(l.ok("ccs.instance.CreateInstance", order(g.vdc, params{"InstanceName": "web-", "DescriptionNum": "098", "Amount": 3}))) {
		got = append(got, l.instance(id)["InstanceName"].(string))
	}
	if want := "[web-098 web-099 web-100]"; fmt.Sprint(got) != want {
		t.Errorf("names: got %v, want %s", got, want)
	}
}

func TestInstancesAreFilteredByEverythingDocumented(t *testing.T) {
	l, g := yard(t)
	id := l.made("ccs.instance.CreateInstance", order(g.vdc, params{"PublicIp": []string{"auto"}, "Ipv6Bind": true, "LabelNames": []string{"blue"}}))
	card := at(l.instance(id), "PublicNetworkInterface", 0)
	for _, c := range []struct {
		name string
		p    params
		want int
	}{
		{"nothing", nil, 2},
		{"its id", params{"InstanceId": id}, 1},
		{"another id", params{"InstanceId": g.vdc}, 0},
		{"its VDC", params{"VdcId": g.vdc}, 2},
		{"its VDC's name", params{"VdcName": "yard"}, 2},
		{"part of its VDC's name", params{"VdcName": "yar"}, 0},
		{"its zone in another case", params{"RegionId": "cn_beijing_a"}, 2},
		{"another zone", params{"RegionId": "CN_Wuxi_A"}, 0},
		{"its tag", params{"TagName": "blue"}, 1},
		{"its address among others", params{"PublicIp": []any{"198.18.9.9", at(card, "IP")}}, 1},
		{"its IPv6 address", params{"PublicIpv6": at(card, "IPv6")}, 1},
		{"the second page of one", params{"PageNumber": 2, "PageSize": 1}, 1},
		{"a page behind the last", params{"PageNumber": 3, "PageSize": 1}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := len(at(l.ok("ccs.instance.DescribeInstances", c.p), "Data", "Instances").([]any)); got != c.want {
				t.Errorf("servers: got %d, want %d", got, c.want)
			}
		})
	}
}

func TestDisksGrowAndNeverShrink(t *testing.T) {
	l, g := yard(t)
	one := params{"InstanceId": g.server}
	l.finish(l.ok("ccs.instance.CreateDisk", with(one, params{"DataDisks": []any{params{"Size": 100, "Type": "ssd_disk", "IOPS": 5}}})))
	disk := at(l.instance(g.server), "Disks", "DataDisks", 0, "DiskId")
	l.refused("InvalidDiskSize.TooSmall", "ccs.instance.ResizeDisk", with(one, params{"DiskId": disk, "DataSize": 50}))
	l.refused("InvalidInstanceTypeDisk.ValueUnauthorized", "ccs.instance.ResizeDisk", with(one, params{"DiskId": disk, "DataSize": 130}))
	l.finish(l.ok("ccs.instance.ResizeDisk", with(one, params{"DiskId": disk, "DataSize": 150})))
	if got := at(l.instance(g.server), "Disks", "DataDisks", 0, "Size"); got != 150.0 {
		t.Errorf("size: got %v, want 150", got)
	}
	l.refused("InvalidDiskSize.TooSmall", "ccs.instance.ExtendSystemDisk", with(one, params{"Size": 10}))
	l.refused("MissingParameter", "ccs.instance.ExtendSystemDisk", one)
	l.finish(l.ok("ccs.instance.DeleteDisk", with(one, params{"DiskIds": []any{disk}})))
	if got := at(l.instance(g.server), "Disks", "LeftDataDiskNum"); got != 14.0 {
		t.Errorf("disks left: got %v, want 14", got)
	}
}

func TestAddressCanBeUnboundAndChosen(t *testing.T) {
	l, g := yard(t)
	card := params{"InstanceId": g.server, "InterfaceId": at(l.instance(g.server), "PublicNetworkInterface", 0, "InterfaceId"), "Password": testPassword}
	free := at(l.ok("ccs.instance.DescribePublicIp", params{"VdcId": g.vdc, "PublicId": g.public}), "Data", "UnusedList", 2).(string)
	l.finish(l.ok("ccs.instance.ModifyIpAddress", with(card, params{"Address": free, "Ipv6Bind": true})))
	got := at(l.instance(g.server), "PublicNetworkInterface", 0)
	if _, err := netip.ParseAddr(at(got, "IPv6").(string)); at(got, "IP") != free || err != nil {
		t.Errorf("interface: got %v, want address %s and an IPv6 address", got, free)
	}
	l.finish(l.ok("ccs.instance.ModifyIpAddress", with(card, params{"Address": "None"})))
	got = at(l.instance(g.server), "PublicNetworkInterface", 0)
	if at(got, "IP") != "" || at(got, "IPv6") != "" {
		t.Errorf("interface: got %v, want no address", got)
	}
}

func TestTagInUseCannotBeDeleted(t *testing.T) {
	l, g := yard(t)
	l.ok("ccs.instance.CreateTag", params{"TagName": "blue"})
	l.refused("InvalidTagName.Duplicated", "ccs.instance.CreateTag", params{"TagName": "blue"})
	tag := textOf(int(at(l.ok("ccs.instance.DescribeTags", nil), "Data", 0, "TagId").(float64)))
	l.ok("ccs.instance.AddInstancesTags", params{"InstanceIds": g.server, "AddTagIds": tag})
	l.refused("20101", "ccs.instance.DeleteTag", params{"TagId": tag})
	l.ok("ccs.instance.DeleteInstancesTags", params{"InstanceIds": g.server, "DelTagIds": tag})
	l.ok("ccs.instance.DeleteTag", params{"TagId": tag})
}

func TestGroupInUseCannotBeDeleted(t *testing.T) {
	l, g := yard(t)
	group := params{"SecurityGroupId": l.group("private")}
	bind := with(group, params{"BindData": []any{params{"InstanceId": g.server, "PrivateId": g.private}}})
	l.refused("InvalidInterfaceID.Malformed", "ccs.securitygroup.JoinSecurityGroup", with(group, params{"BindData": []any{params{"InstanceId": g.server, "PublicId": g.public}}}))
	l.finish(l.ok("ccs.securitygroup.JoinSecurityGroup", bind))
	if got := at(l.ok("ccs.securitygroup.DescribeSecurityGroups", nil), "Data", "SecurityGroup", 0, "BindInterfaceCount"); got != 1.0 {
		t.Errorf("interfaces bound: got %v, want 1", got)
	}
	l.refused("SecurityGroupInUse", "ccs.securitygroup.DeleteSecurityGroup", group)
	l.finish(l.ok("ccs.securitygroup.ForceDeleteSecurityGroup", group))
	l.refused("InvalidSecurityGroupId.NotFound", "ccs.securitygroup.DeleteSecurityGroup", group)
}

func TestMonitoringKnowsWhenTheServerWasOff(t *testing.T) {
	l, g := yard(t)
	l.pass(time.Hour)
	l.finish(l.ok("ccs.instance.StopInstance", params{"InstanceId": g.server}))
	l.pass(time.Hour)
	ask := params{"InstanceId": g.server, "MetricName": "CPUUtilization", "Period": 900, "StartTime": "2024-11-15 00:00:00", "EndTime": "2024-11-16 00:00:00"}
	points := at(l.ok("ccs.instance.DescribeInstanceMonitor", ask), "Data", "DataPoints").([]any)
	again := at(l.ok("ccs.instance.DescribeInstanceMonitor", ask), "Data", "DataPoints").([]any)
	if !reflect.DeepEqual(points, again) {
		t.Error("the same question was answered differently")
	}
	var on, off int
	for _, p := range points {
		if v := at(p, "Value").(float64); v > 0 && v <= 100 {
			on++
		} else if v == 0 {
			off++
		}
	}
	if on != 4 || off != 4 {
		t.Errorf("quarters of an hour on and off: got %d and %d, want 4 and 4, of %v", on, off, points)
	}
}

func TestPriceIsThePriceCharged(t *testing.T) {
	l, g := yard(t)
	terms := order(g.vdc, params{"InstanceChargeType": "PrePaid", "PrepaidMonth": 2, "Amount": 3, "DataDisks": []any{params{"Size": 200, "Type": "ssd_disk"}}, "SystemDisk": params{"Size": 40}})
	price := at(l.ok("ccs.instance.DescribeInstancePrice", terms), "Data", "TotalPrice").(float64)
	before := l.cloud.world.Load().ledger.Balance(l.now)
	l.ok("ccs.instance.CreateInstance", terms)
	if got := (before - l.cloud.world.Load().ledger.Balance(l.now)).Float(); round2(got) != price {
		t.Errorf("charged: got %v, want %v", got, price)
	}
}

func TestPrepaidServerRenewsItselfOrBecomesPostpaid(t *testing.T) {
	l, g := yard(t)
	terms := params{"InstanceChargeType": "PrePaid", "PrepaidMonth": 1}
	renews := l.made("ccs.instance.CreateInstance", order(g.vdc, terms))
	ends := l.made("ccs.instance.CreateInstance", order(g.vdc, with(terms, params{"AutoRenew": 0})))
	l.pass(31 * 24 * time.Hour)
	for id, want := range map[string]string{renews: "PrePaid", ends: "PostPaid"} {
		if got := l.instance(id)["InstanceChargeType"]; got != want {
			t.Errorf("charge type after a month: got %v, want %s", got, want)
		}
	}
	paid := 0
	for _, e := range l.cloud.world.Load().ledger.entries {
		if e.ID == renews && e.Paid > 0 {
			paid++
		}
	}
	if paid != 2 {
		t.Errorf("months paid: got %d, want 2", paid)
	}
}

func TestNetworkTakesItsInterfacesOutOfTheirGroups(t *testing.T) {
	l, g := yard(t)
	group := params{"SecurityGroupId": l.group("public")}
	l.finish(l.ok("ccs.securitygroup.JoinSecurityGroup", with(group, params{"BindData": []any{params{"InstanceId": g.server, "PublicId": g.public}}})))
	l.ok("network.vdc.DeletePublicNetwork", params{"PublicId": g.public})
	l.pass(10 * time.Second)
	l.ok("ccs.securitygroup.DeleteSecurityGroup", group)
}
