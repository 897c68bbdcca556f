package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"yunque/internal/audit"
	"yunque/internal/store"
)

// auditCSV writes what the filter matches for spreadsheets.
func (s *Server) auditCSV(c echo.Context) error {
	_, f := s.auditQuery(c)
	lines := [][]string{audit.Columns()}
	err := s.DB.EachAudit(c.Request().Context(), f, func(r store.AuditRow) error {
		lines = append(lines, audit.Cells(r))
		return nil
	})
	if err != nil {
		return err
	}
	return s.attachCSV(c, "audit", lines)
}

// auditLines writes what the filter matches as lines of JSON for programs, row
// by row: the trail may be long.
func (s *Server) auditLines(c echo.Context) error {
	_, f := s.auditQuery(c)
	_, matched, err := s.DB.Audit(c.Request().Context(), f)
	if err != nil {
		return err
	}
	if err := s.noteExport(c, "audit", matched); err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set(echo.HeaderContentType, "application/x-ndjson")
	h.Set(echo.HeaderContentDisposition, `attachment; filename="audit-`+s.Now().UTC().Format("20060102-150405")+`.jsonl"`)
	c.Response().WriteHeader(http.StatusOK)
	return s.DB.EachAudit(c.Request().Context(), f, func(r store.AuditRow) error {
		_, err := c.Response().Write(audit.Line(r))
		return err
	})
}
