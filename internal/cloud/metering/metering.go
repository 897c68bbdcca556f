package metering

import "yunque/internal/cloud"

// Usage.
var (
	// GetMetering gets the metering of cold-storage pools (metering.GetMetering).
	GetMetering = cloud.ReadOf[GetMeteringRequest, cloud.List[Pool]](service.Get("GetMetering"))
)

// GetMeteringRequest are the parameters of GetMetering.
type GetMeteringRequest struct {
	EndTime string // metering up to this day
	UID     string `json:"Uid,omitempty"` // only this storage pool
}

// Pool is the use of one storage pool.
type Pool struct {
	Cold      cloud.Float
	ID        cloud.ID `json:"Id"`
	Name      string
	TotalSize cloud.Float
	Warm      cloud.Float
}
