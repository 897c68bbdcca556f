package catalog

import (
	"net/url"
	"strings"

	"yunque/internal/resource"
)

// nameField asks for a new name.
func nameField(label, now string) resource.Field {
	return resource.Field{Name: "name", Label: resource.T(label), Hint: resource.T("hint.name", maxName), Input: resource.TextInput, Value: now, Required: true}
}

// givenName is what a name field was filled with.
func givenName(form url.Values) (string, error) {
	name := strings.TrimSpace(form.Get("name"))
	if len([]rune(name)) > maxName {
		return "", resource.FieldErrors{"name": resource.T("form.too_long", maxName)}
	}
	return name, nil
}

// newName is givenName for what has a name already, which must be another.
func newName(form url.Values, now string) (string, error) {
	name, err := givenName(form)
	if err == nil && name == now {
		err = resource.FieldErrors{"name": resource.T("form.unchanged")}
	}
	return name, err
}
