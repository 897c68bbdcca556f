package handlers

import (
	"strings"

	"github.com/labstack/echo/v4"

	"yunque/internal/i18n"
	"yunque/internal/resource"
	"yunque/internal/views/ui"
)

// unread says in one line for each reason what could not be read. The sentence
// of the key takes the names and the reason.
func unread(c echo.Context, missing []resource.Missing, key, retry string) []ui.Problem {
	var reasons []string
	named := map[string][]string{}
	say := func(t resource.Text) string { return i18n.Say(c.Request().Context(), t) }
	for _, m := range missing {
		why := say(describe(m.Err))
		if named[why] == nil {
			reasons = append(reasons, why)
		}
		named[why] = append(named[why], say(m.Name))
	}
	var lines []ui.Problem
	for _, why := range reasons {
		lines = append(lines, ui.Problem{What: resource.T(key, strings.Join(named[why], say(resource.T("text.comma"))), why), Retry: retry})
	}
	return lines
}
