// Package resource says what a resource page is: a list with columns, filters
// and operations; a details page with facts and related lists; forms. It knows
// no HTTP, no HTML and no word of the provider's.
//
// A Kind[T] is a description by typed functions of T: a column carries its own
// function, so a renamed field is a compile error, and a cell is data, so that
// descriptions are tested as tables of strings and views decide how a state
// looks. The type is hidden only at the edge (Any), so that handlers are
// written once.
package resource
