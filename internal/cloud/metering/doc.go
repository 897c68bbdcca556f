// Package metering is the provider's /ccs-product path: usage of object
// storage pools.
package metering

import "yunque/internal/cloud"

var service = cloud.Service{Name: "metering", Host: cloud.CDS, Path: "/ccs-product"}
