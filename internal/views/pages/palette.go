package pages

import "yunque/internal/resource"

// Hit is one result of the palette.
type Hit struct {
	Text  resource.Text
	Note  string        // what tells it from its namesakes: its id
	Group resource.Text // pages, or the kind it is of; equal ones stand together
	Icon  string
	Href  string
	Form  bool // Href is a form, which opens in the dialog
}
