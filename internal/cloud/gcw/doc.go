// Package gcw is the provider's /gcw path: cloud desktops (graphic cloud
// workstations) with their networks, images and sub-accounts.
//
// A write carries a requestId, a UUID that the caller makes. Store it with the
// task: QueryTask asks for both. Numbers in requests are texts.
package gcw

import "yunque/internal/cloud"

var service = cloud.Service{Name: "gcw", Host: cloud.CDS, Path: "/gcw"}
