package storetest

import (
	"fmt"

	"yunque/internal/store"
)

// Chain writes audit trails for tests that are not about their seals.
type Chain struct{}

// Link makes up a hash.
func (Chain) Link(r *store.AuditRow) { r.Hash = fmt.Sprintf("hash of %d", r.Seq) }

// Mark makes up a seal.
func (Chain) Mark(m *store.AuditMark) { m.Seal = fmt.Sprintf("seal of %d", m.Seq) }

// Holds believes the seals that Mark makes up.
func (Chain) Holds(m store.AuditMark) bool { return m.Seal == fmt.Sprintf("seal of %d", m.Seq) }
