// Package audit is what makes the audit trail believable: every row carries a
// hash over itself and the hash of the row before, and a seal of that hash.
//
// The hash alone, SHA-256, is enough for whoever holds a copy: it can be
// computed again from an export, without any secret. Alone it would not be
// enough in the database, where whoever can change a row can compute all the
// hashes after it. So each hash is sealed with HMAC-SHA-256 under a key that is
// derived from the server secret, which the database does not hold. A newer
// row's hash covers all the rows before it, so after the secret is rotated the
// rows of before stay protected by the seals of after.
//
// Two sealed marks say where the trail begins (what retention has pruned) and
// where it ends, so that rows missing at either end are found too. What no
// trail can tell from within is that the whole database was put back to an
// earlier day: for that there is the mirror, which writes every row to a file
// or to standard output for another machine to keep.
//
//	trail, err := audit.Open(ctx, db, chain)
//	report, err := audit.Verify(ctx, db, chain)
package audit
