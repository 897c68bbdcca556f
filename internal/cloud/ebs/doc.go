// Package ebs is the provider's /ebs/v1 path: cloud disks of the second
// generation and their snapshots. DescribeEvent serves both.
package ebs

import "yunque/internal/cloud"

var (
	disks     = cloud.Service{Name: "ebs", Host: cloud.API, Path: "/ebs/v1"}
	snapshots = cloud.Service{Name: "snapshot", Host: cloud.API, Path: "/ebs/v1"}
)
