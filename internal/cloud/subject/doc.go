// Package subject is the provider's /platform/subject path: the trial and
// project subjects that costs may be booked on.
package subject

import "yunque/internal/cloud"

var service = cloud.Service{Name: "subject", Host: cloud.API, Path: "/platform/subject"}
