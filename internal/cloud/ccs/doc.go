// Package ccs is the provider's /ccs path: cloud servers of the first
// generation with their disks, network cards and tags, security groups,
// templates, and the task query that all of /ccs and /network share.
package ccs

import "yunque/internal/cloud"

var (
	instances = cloud.Service{Name: "ccs.instance", Host: cloud.CDS, Path: "/ccs"}
	groups    = cloud.Service{Name: "ccs.securitygroup", Host: cloud.CDS, Path: "/ccs"}
	templates = cloud.Service{Name: "ccs.template", Host: cloud.CDS, Path: "/ccs"}
	common    = cloud.Service{Name: "common", Host: cloud.CDS, Path: "/ccs"}
)
