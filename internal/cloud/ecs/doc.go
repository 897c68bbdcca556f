// Package ecs is the provider's /ecs/v1 path: cloud servers of the second
// generation, with and without GPU, and their images.
package ecs

import "yunque/internal/cloud"

var service = cloud.Service{Name: "ecs", Host: cloud.API, Path: "/ecs/v1"}
