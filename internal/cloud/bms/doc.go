// Package bms is the provider's /bms path: bare-metal servers.
package bms

import "yunque/internal/cloud"

var service = cloud.Service{Name: "bms", Host: cloud.CDS, Path: "/bms"}
