// Package vpc is the provider's /vpc path: virtual private clouds with their
// subnets and gateways, elastic IPs (EIP), shared bandwidth and VLINKs.
//
// Nothing here can be asked how an accepted task goes on: watch the resource.
package vpc

import "yunque/internal/cloud"

var service = cloud.Service{Name: "vpc", Host: cloud.CDS, Path: "/vpc"}
