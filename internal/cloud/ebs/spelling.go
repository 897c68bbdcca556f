package ebs

import (
	"cmp"
	"encoding/json"

	"yunque/internal/cloud"
)

// UnmarshalJSON takes the SnapshotNum of the documentation's table as well as
// the SnapshotNumber of its sample (quirk 41).
func (c *SnapshotChain) UnmarshalJSON(b []byte) error {
	type plain SnapshotChain
	both := struct {
		*plain
		SnapshotNum cloud.Int
	}{plain: (*plain)(c)}
	err := json.Unmarshal(b, &both)
	c.SnapshotNumber = cmp.Or(c.SnapshotNumber, both.SnapshotNum)
	return err
}
