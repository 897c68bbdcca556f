// Package alarm is the receivers of bandwidth alarms, which the provider
// serves on /network.
package alarm

import "yunque/internal/cloud"

var service = cloud.Service{Name: "alarm", Host: cloud.CDS, Path: "/network"}
