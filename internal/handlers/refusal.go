package handlers

import (
	"strings"

	"yunque/internal/i18n"
	"yunque/internal/resource"
)

// refusal says in the person's language what the provider refused; a code we
// have no sentence for shows the provider's own words.
func refusal(code, message string) resource.Text {
	key := "refusal." + strings.ToLower(code)
	if i18n.Has(i18n.En, key) {
		return resource.T(key)
	}
	if message == "" || message == "%s" {
		return resource.T("error.refused_code", code)
	}
	return resource.T("error.refused", message, code)
}

// siteName is a site's name, "Mainland China".
func siteName(key string) resource.Text { return resource.T("site." + key) }
