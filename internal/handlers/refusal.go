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

// refusedHere is a refusal beside the form that was refused: our sentence, and
// what the provider itself said, which may tell more.
func refusedHere(code, message string) resource.Text {
	words := refusal(code, message)
	switch {
	case !strings.HasPrefix(words.Key, "refusal."):
		return words // has the provider's words already
	case message == "" || message == "%s":
		return resource.T("error.refused_here_code", words, code)
	}
	return resource.T("error.refused_here", words, message, code)
}

// siteName is a site's name, "Mainland China".
func siteName(key string) resource.Text { return resource.T("site." + key) }
