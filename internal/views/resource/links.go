package resource

import (
	"maps"
	"slices"
	"strings"

	"github.com/a-h/templ"

	data "yunque/internal/resource"
	"yunque/internal/views/route"
)

// tabHref gives the address of each tab of a details page.
func tabHref(d data.Detail) func(slug string) string {
	return func(slug string) string {
		for _, t := range d.Tabs {
			if t.Slug == slug && t.Path != "" {
				return route.Detail(d.Slug, d.ID) + "/" + t.Path
			}
		}
		return route.With(route.Tab(d.Slug, d.ID, slug), d.Asked.Keep())
	}
}

// laterHref is the page with what it leaves for later.
func laterHref(d data.Detail) string {
	return route.With(route.Later(d.Slug, d.ID, d.Tab), d.Asked.Keep())
}

// detailAsking is the page as it is, read with something else.
func detailAsking(d data.Detail) func(map[string]string) string {
	return func(values map[string]string) string { return route.With(route.Tab(d.Slug, d.ID, d.Tab), values) }
}

// refresh makes a link of the list swap the list alone. Without JavaScript the
// same link opens the whole page.
func refresh(href string) templ.Attributes {
	return templ.Attributes{"hx-get": href, "hx-target": "#list", "hx-swap": "outerMorph", "hx-push-url": "true", "hx-sync": "#list:replace"}
}

// ask makes a link open its form in the dialog. Without JavaScript the same
// link opens the form as a page.
func ask(href string) templ.Attributes {
	return templ.Attributes{"hx-get": href, "hx-target": "#dialog", "hx-push-url": "false"}
}

// opAttrs make an operation's link open its form in the dialog, unless it leads
// to a page.
func opAttrs(op data.OpView) templ.Attributes {
	if op.Leads {
		return nil
	}
	return ask(op.Href)
}

// create opens what makes a new resource: in the dialog where that is an
// operation, else as the page it is.
func create(href string) templ.Attributes {
	a := templ.Attributes{}
	if strings.Contains(href, "/ops/") {
		a = ask(href)
	}
	a["data-create"] = true
	return a
}

// sortHref is the list sorted by a column, the other way when it already is; ""
// when the column does not sort.
func sortHref(slug string, q data.Query, h data.Head) string {
	if !h.Sortable {
		return ""
	}
	q.Desc = q.Sort == h.Key && !q.Desc
	q.Sort, q.Page = h.Key, 1
	return route.List(slug, q)
}

func sortAttrs(href string) templ.Attributes {
	if href == "" {
		return nil
	}
	return refresh(href)
}

func pageHref(slug string, q data.Query) func(int) string {
	return func(n int) string {
		q.Page = n
		return route.List(slug, q)
	}
}

// without is the query with one value of a filter taken away.
func without(q data.Query, key, value string) data.Query {
	q.Filters = maps.Clone(q.Filters)
	q.Filters[key] = slices.DeleteFunc(slices.Clone(q.Filters[key]), func(v string) bool { return v == value })
	q.Page = 1
	return q
}

// only is the query with one value of a filter and no other of it; an empty
// value takes the filter away.
func only(q data.Query, key, value string) data.Query {
	q.Filters = maps.Clone(q.Filters)
	if q.Filters == nil {
		q.Filters = map[string][]string{}
	}
	delete(q.Filters, key)
	if value != "" {
		q.Filters[key] = []string{value}
	}
	q.Page = 1
	return q
}

// cleared is the query with its order, size and columns but no condition.
func cleared(q data.Query) data.Query {
	q.Search, q.Filters, q.Page = "", nil, 1
	return q
}

func withoutSearch(q data.Query) data.Query {
	q.Search, q.Page = "", 1
	return q
}

func narrowed(q data.Query) bool {
	if q.Search != "" {
		return true
	}
	for _, chosen := range q.Filters {
		if len(chosen) > 0 {
			return true
		}
	}
	return false
}

// label is the word for a filter's value.
func label(f data.Filter, value string) data.Text {
	for _, c := range f.Choices {
		if c.Value == value {
			return c.Label
		}
	}
	return data.Lit(value)
}
