package ecs

import "encoding/json"

// UnmarshalJSON sets IsGPU where the service writes IsRam for it (quirk 40).
func (d *InstanceDetail) UnmarshalJSON(b []byte) error {
	type plain InstanceDetail
	err := json.Unmarshal(b, (*plain)(d))
	d.IsGPU = d.IsGPU || d.IsRAM
	return err
}
