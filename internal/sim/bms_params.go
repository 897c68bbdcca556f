package sim

import (
	"fmt"
	"slices"
	"strings"

	"yunque/internal/apidoc"
)

// bmsCodes applies the way in which the chapters on bare metal refuse
// parameters: one code for a missing one, another for an empty one, and some
// operations a third for a wrong one. The rows name one parameter each and are
// meant for all; where a row names an optional parameter, that one must not be
// missing or empty either.
func (c *check) bmsCodes(op *apidoc.Operation) {
	if c.empty = c.missing; !strings.HasPrefix(op.Service(), "bms") {
		return
	}
	name := c.param.Name
	c.missing = badRequest("ParameterInvalid", fmt.Sprintf("The parameter %q is required.", name))
	c.empty = badRequest("ParameterIsEmpty", fmt.Sprintf("The parameter %q cannot be empty.", name))
	c.required = c.required || documents(op, c.missing)
	c.filled = documents(op, c.empty)
	c.invalid = invalidBms(name)
	for _, e := range op.Errors {
		if e.Code == name+"Oversize" || e.Code == "DataNotExists" {
			c.invalid = Refusal{e.HTTP, e.Code, e.Message}
		}
		if e.Code == name+"Oversize" {
			break
		}
	}
}

func documents(op *apidoc.Operation, r Refusal) bool {
	return slices.ContainsFunc(op.Errors, func(e apidoc.ErrorCode) bool {
		return e.Code == r.Code && e.Message == r.Message
	})
}

// invalidBms refuses a value. The code is documented for missing parameters
// only; the chapters have no other for most of their operations.
func invalidBms(param string) Refusal {
	return badRequest("ParameterInvalid", fmt.Sprintf("The parameter %q is not valid.", param))
}

// documented is one of the refusals that the operation's own table lists. A
// code that is not there is a mistake of the program.
func (r Request) documented(code string) Refusal {
	for _, e := range r.Op.Errors {
		if e.Code == code {
			return Refusal{e.HTTP, e.Code, e.Message}
		}
	}
	panic("sim: " + r.Op.ID + " does not document " + code)
}

// bmsCount reads a text that must be a number above zero.
func bmsCount(r Request, name string, otherwise int) (int, error) {
	if !r.Has(name) {
		return otherwise, nil
	}
	n, ok := asInt(r.Str(name))
	if !ok || n < 1 || n > 1_000_000 {
		return 0, invalidBms(name)
	}
	return n, nil
}

// bmsPage reads PageNumber and PageSize, which are texts in these chapters.
func bmsPage(r Request, defaultSize int) (number, size int, err error) {
	if number, err = bmsCount(r, "PageNumber", 1); err != nil {
		return 0, 0, err
	}
	size, err = bmsCount(r, "PageSize", defaultSize)
	return number, size, err
}
