package vpc

import (
	"cmp"
	"encoding/json"

	"yunque/internal/cloud"
)

// UnmarshalJSON takes VPCName as well as the misspelt VPCNmae (quirk 39).
func (v *VPC) UnmarshalJSON(b []byte) error {
	type plain VPC
	both := struct {
		*plain
		Right string `json:"VPCName"`
	}{plain: (*plain)(v)}
	err := json.Unmarshal(b, &both)
	v.VPCName = cmp.Or(v.VPCName, both.Right)
	return err
}

// UnmarshalJSON takes RegionCode as well as the misspelt ReginCode (quirk 39).
func (e *BoundEIP) UnmarshalJSON(b []byte) error {
	type plain BoundEIP
	both := struct {
		*plain
		Right string `json:"RegionCode"`
	}{plain: (*plain)(e)}
	err := json.Unmarshal(b, &both)
	e.RegionCode = cmp.Or(e.RegionCode, both.Right)
	return err
}

// UnmarshalJSON takes the bandwidth_id of the documentation's table as well as
// the BandwidthId of its sample (quirk 41).
func (n *NewBandwidth) UnmarshalJSON(b []byte) error {
	type plain NewBandwidth
	both := struct {
		*plain
		Table cloud.ID `json:"bandwidth_id"`
	}{plain: (*plain)(n)}
	err := json.Unmarshal(b, &both)
	n.BandwidthID = cmp.Or(n.BandwidthID, both.Table)
	return err
}
