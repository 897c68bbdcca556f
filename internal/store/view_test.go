package store_test

import (
	"context"
	"testing"

	"yunque/internal/store"
	"yunque/internal/store/storetest"
)

func TestViewsAreTheOwnersAndWhatTheAccountShares(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := context.Background()
		save := func(id, account, owner, name, query string, shared bool) {
			t.Helper()
			must(t, db.SaveView(ctx, store.View{ID: id, Account: account, Owner: owner, Author: owner, Kind: "instances", Name: name, Query: query, Shared: shared}))
		}
		save("1", "a", "lin", "mine", "status=off", false)
		save("2", "a", "lin", "ours", "tag=db", true)
		save("3", "b", "lin", "elsewhere", "tag=db", true)
		save("4", "a", "lin", "mine", "status=running", false) // the same name: replaced

		seen := func(account, owner string) map[string]string {
			t.Helper()
			all, err := db.Views(ctx, account, owner, "instances")
			must(t, err)
			got := map[string]string{}
			for _, v := range all {
				got[v.Name] = v.Query
			}
			return got
		}
		same(t, "of the owner", seen("a", "lin"), map[string]string{"mine": "status=running", "ours": "tag=db"})
		same(t, "of a colleague", seen("a", "wu"), map[string]string{"ours": "tag=db"})
		same(t, "of another account", seen("c", "lin"), map[string]string{})

		wantError(t, db.DeleteView(ctx, "a", "wu", "2"), store.ErrNotFound)
		must(t, db.DeleteView(ctx, "a", "lin", "2"))
		same(t, "after deletion", seen("a", "wu"), map[string]string{})
	})
}
