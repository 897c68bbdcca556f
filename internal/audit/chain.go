package audit

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"slices"
	"strconv"

	"yunque/internal/store"
)

// version stands before what is hashed, so that another encoding could never
// give the same bytes.
const version = "yunque audit row 1"

// versionOfTwo is of rows that name a second person, last of all fields.
const versionOfTwo = "yunque audit row 2"

// Chain seals with the current key and knows the seals of any it was given. It
// is safe for concurrent use.
type Chain struct {
	keys []sealKey
}

type sealKey struct {
	id  string
	key []byte
}

// NewChain makes a chain of keys of 32 bytes: the current one, and those from
// before a rotation.
func NewChain(keys ...[]byte) *Chain {
	c := &Chain{}
	for _, k := range keys {
		c.keys = append(c.keys, sealKey{hex.EncodeToString(mac(k, "id")[:4]), k})
	}
	return c
}

// Link gives a row its hash and seal.
func (c *Chain) Link(r *store.AuditRow) {
	r.Hash = Hash(r)
	r.Seal, r.SealedBy = c.seal("row", r.Hash)
}

// Mark seals a mark of the trail's end or beginning.
func (c *Chain) Mark(m *store.AuditMark) {
	m.Seal, m.SealedBy = c.seal(markText(m), m.Hash)
}

// Holds tells whether a mark was sealed with one of the chain's keys.
func (c *Chain) Holds(m store.AuditMark) bool {
	return c.sealed(m.SealedBy, m.Seal, markText(&m), m.Hash)
}

// Current tells whether a seal is of the current key.
func (c *Chain) Current(sealedBy string) bool { return c.keys[0].id == sealedBy }

func (c *Chain) knows(sealedBy string) bool {
	return slices.ContainsFunc(c.keys, func(k sealKey) bool { return k.id == sealedBy })
}

func (c *Chain) seal(purpose, hash string) (seal, by string) {
	return hex.EncodeToString(mac(c.keys[0].key, purpose, hash)), c.keys[0].id
}

func (c *Chain) sealed(by, seal, purpose, hash string) bool {
	for _, k := range c.keys {
		if k.id == by {
			return hmac.Equal([]byte(hex.EncodeToString(mac(k.key, purpose, hash))), []byte(seal))
		}
	}
	return false
}

// markText says which end is sealed, and at which row. The end's own row could
// not do that: its seal stays valid when the rows after it are gone.
func markText(m *store.AuditMark) string {
	return "mark " + m.Name + " " + string(binary.AppendVarint(nil, m.Seq))
}

func mac(key []byte, parts ...string) []byte {
	h := hmac.New(sha256.New, key)
	for _, p := range parts {
		h.Write(append(binary.AppendUvarint(nil, uint64(len(p))), p...))
	}
	return h.Sum(nil)
}

// Hash is SHA-256, in hex, over the canonical form of a row: the version, then
// every field in the order below, each with its length as an unsigned varint
// before it; numbers in decimal digits, the time in microseconds since 1970. A
// row that names a second person has another version, and that name last.
func Hash(r *store.AuditRow) string {
	b := make([]byte, 0, 1024)
	if r.SecondPerson == "" {
		b = text(b, version)
	} else {
		b = text(b, versionOfTwo)
	}
	for _, n := range []int64{r.Seq, r.At.UnixMicro(), int64(r.Danger), r.Took} {
		b = number(b, n)
	}
	w := r.Who
	for _, s := range []string{
		r.Event, string(r.Outcome), r.Attempt, w.Session, w.Person, w.Role, w.Account, w.Site, w.MaskedKey, w.RemoteIP, w.UserAgent,
		r.Kind, r.Op, r.Operation, r.Target, r.Targets, r.Request, r.Effect, r.Price, r.Code, r.Message, r.RequestID, r.Prev,
	} {
		b = text(b, s)
	}
	if r.SecondPerson != "" {
		b = text(b, r.SecondPerson)
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// text puts a length before the words, so that no two lists of words give the
// same bytes.
func text(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

func number(b []byte, n int64) []byte { return text(b, itoa(n)) }

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
