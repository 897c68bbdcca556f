package store_test

import (
	"context"
	"testing"
	"time"

	"yunque/internal/store"
	"yunque/internal/store/storetest"
)

func TestWhatWasToldLastStandsAndLeavesItsRow(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		now := setClock(db)
		tell := func(one store.Told) {
			now.advance(time.Second)
			must(t, db.Tell(ctx, []store.Told{one}, store.AuditRow{Event: "remembered", Outcome: store.AuditAccepted}))
		}
		of := func(account, kind string) []string {
			t.Helper()
			all, err := db.Told(ctx, account, kind)
			must(t, err)
			var out []string
			for _, one := range all {
				line := one.ID + " " + one.Facts["name"] + " " + one.Who
				if one.Forgotten {
					line += " forgotten"
				}
				out = append(out, line)
			}
			return out
		}
		tell(store.Told{Account: "f1", Kind: "links", ID: "a", Facts: map[string]string{"name": "first"}, Who: "lin"})
		tell(store.Told{Account: "f1", Kind: "links", ID: "b", Facts: map[string]string{"name": "second"}, Who: "lin"})
		tell(store.Told{Account: "f1", Kind: "others", ID: "a", Who: "lin"})
		tell(store.Told{Account: "f2", Kind: "links", ID: "a", Who: "wu"})
		tell(store.Told{Account: "f1", Kind: "links", ID: "a", Facts: map[string]string{"name": "anew"}, Who: "wu", Forgotten: true})
		same(t, "of one kind", of("f1", "links"), []string{"b second lin", "a anew wu forgotten"})
		same(t, "of another account", of("f2", "links"), []string{"a  wu"})
		tell(store.Told{Account: "f1", Kind: "links", ID: "a", Who: "lin"})
		same(t, "told again", of("f1", "links"), []string{"b second lin", "a  lin"})
	})
}
