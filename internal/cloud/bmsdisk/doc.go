// Package bmsdisk is the provider's /storage-service path: cloud disks of
// bare-metal servers and their snapshots.
//
// Nothing here can be asked how an accepted task goes on: watch the disk.
package bmsdisk

import "yunque/internal/cloud"

var service = cloud.Service{Name: "bmsdisk", Host: cloud.CDS, Path: "/storage-service"}
