package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"yunque/internal/app"
	"yunque/internal/config"
)

// errSick makes the command's exit code tell of failures that it has listed.
var errSick = errors.New("something fails; see above")

// doctor prints a line for each thing that a console needs.
func doctor(ctx context.Context, _ []string, out io.Writer) error {
	c, err := config.Load(os.Environ())
	if err != nil {
		fmt.Fprintf(out, "%-4s  %-12s  %v\n", app.Fail, "settings", err)
		return errSick
	}
	return tellFindings(app.Doctor(ctx, c, nil, time.Now), out)
}

func tellFindings(found []app.Finding, out io.Writer) error {
	sick := false
	for _, f := range found {
		fmt.Fprintf(out, "%-4s  %-12s  %s\n", f.Level, f.About, f.Text)
		sick = sick || f.Level == app.Fail
	}
	if sick {
		return errSick
	}
	return nil
}
