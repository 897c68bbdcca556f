package sim

import (
	"fmt"
	"net/http"
)

// Refusal is a documented error answer. HTTP is the status it travels with.
type Refusal struct {
	HTTP    int    `json:"http"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

func (r Refusal) Error() string { return fmt.Sprintf("%d %s: %s", r.HTTP, r.Code, r.Message) }

// The refusals that belong to no operation. The documentation has a table of
// such codes for the ECS chapter only; the simulator uses it everywhere.
var (
	refusalParse    = Refusal{http.StatusBadRequest, "ParamParseError", "Parameter parsing error."}
	refusalMethod   = Refusal{http.StatusBadRequest, "UnsupportedHTTPMethod", "Action does not correspond to the request method."}
	refusalAction   = Refusal{http.StatusBadRequest, "UnsupportedAction", "Unsupported action."}
	refusalInternal = Refusal{http.StatusInternalServerError, "InternalError", "The request processing has failed due to some unknown error."}

	// These use the table's codes for what it does not speak of.
	refusalPath     = Refusal{http.StatusNotFound, "UnsupportedAction", "There is no service at this address."}
	refusalTooLarge = Refusal{http.StatusRequestEntityTooLarge, "ParamParseError", "The request body is larger than 10 MB."}

	// Not documented.
	refusalThrottle = Refusal{http.StatusTooManyRequests, "Throttling", "Request was denied due to request throttling."}
)

// badRequest and forbidden are the two statuses nearly all documented errors
// travel with.
func badRequest(code, message string) Refusal {
	return Refusal{http.StatusBadRequest, code, message}
}

func forbidden(code, message string) Refusal {
	return Refusal{http.StatusForbidden, code, message}
}

// malformed is the documented sentence for a parameter that is not valid.
func malformed(code, param string) Refusal {
	return badRequest(code, fmt.Sprintf("The specified parameter %q is not valid.", param))
}
