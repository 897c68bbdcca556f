package cloud

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"sync"
	"testing"
)

// pages serves a fixed list of pages; beyond them it repeats the last one, as
// some of the API's lists do.
type pages struct {
	list         [][]string
	total, count int
	fail         int // this page fails

	mu    sync.Mutex
	asked []int
}

var errPage = errors.New("page failed")

func (p *pages) ask(n int) (Batch[string], error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.asked = append(p.asked, n)
	if n == p.fail {
		return Batch[string]{}, errPage
	}
	b := Batch[string]{Total: p.total, Pages: p.count}
	if len(p.list) > 0 {
		b.Items = p.list[min(n, len(p.list))-1]
	}
	return b, nil
}

func self(s string) string { return s }

type everyCase struct {
	name  string
	pages *pages
	want  []string
	asked int // pages, by Every
}

func everyCases() []everyCase {
	return []everyCase{
		{"a total ends it", &pages{list: [][]string{{"a", "b"}, {"c"}}, total: 3}, []string{"a", "b", "c"}, 2},
		{"a page count ends it", &pages{list: [][]string{{"a", "b"}, {"c"}}, count: 2}, []string{"a", "b", "c"}, 2},
		{"without counters a repeated page ends it", &pages{list: [][]string{{"a"}, {"b"}}}, []string{"a", "b"}, 3},
		{"a total too large cannot loop", &pages{list: [][]string{{"a"}, {"b"}, {}}, total: 99}, []string{"a", "b"}, 3},
		{"a record that moved comes once", &pages{list: [][]string{{"a", "b"}, {"b", "c"}}, count: 2}, []string{"a", "b", "c"}, 2},
		{"an empty list", &pages{}, nil, 1},
	}
}

func TestEvery(t *testing.T) {
	for _, c := range everyCases() {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for item, err := range Every(c.pages.ask, self) {
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, item)
			}
			if !reflect.DeepEqual(got, c.want) || len(c.pages.asked) != c.asked {
				t.Errorf("got %v by asking %v, want %v by asking %d pages", got, c.pages.asked, c.want, c.asked)
			}
		})
	}
}

func TestAll(t *testing.T) {
	for _, c := range everyCases() {
		t.Run(c.name, func(t *testing.T) {
			got, err := All(t.Context(), func(_ context.Context, n int) (Batch[string], error) { return c.pages.ask(n) }, self)
			if err != nil || !reflect.DeepEqual(got, c.want) {
				t.Errorf("got %v, %v, want %v", got, err, c.want)
			}
		})
	}
}

func TestEveryAsksNothingAfterABreak(t *testing.T) {
	p := pages{list: [][]string{{"a", "b"}, {"c"}}, total: 3}
	for item := range Every(p.ask, self) {
		if item == "b" {
			break
		}
	}
	if !slices.Equal(p.asked, []int{1}) {
		t.Errorf("asked pages %v, want only the first", p.asked)
	}
}

func TestEveryEndsWithTheError(t *testing.T) {
	p := pages{list: [][]string{{"a"}, {"b"}}, total: 9, fail: 2}
	var got []string
	var failure error
	for item, err := range Every(p.ask, self) {
		if failure = err; err == nil {
			got = append(got, item)
		}
	}
	if !slices.Equal(got, []string{"a"}) || !errors.Is(failure, errPage) {
		t.Errorf("got %v and then %v, want a and then %v", got, failure, errPage)
	}
}

func TestAllFailsWhenOnePageFails(t *testing.T) {
	p := pages{list: [][]string{{"a"}, {"b"}, {"c"}}, count: 3, fail: 3}
	got, err := All(t.Context(), func(_ context.Context, n int) (Batch[string], error) { return p.ask(n) }, self)
	if got != nil || !errors.Is(err, errPage) {
		t.Errorf("got %v, %v, want %v", got, err, errPage)
	}
}
