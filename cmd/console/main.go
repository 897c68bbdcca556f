// Command console is the whole product: the web console, the simulated cloud
// it can run against, and the small tools around them.
package main

import (
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // zones of people and change windows, where the system has none

	"yunque/internal/app"
)

// version is set when the binary is built.
var version = "dev"

const usage = `console runs a web console for one cloud provider.

  console serve [--demo] [--listen 127.0.0.1:8080]   the console (the default command)
  console sim   [--listen 127.0.0.1:9090] [--access-key K] [--secret-key S] [--pace 1] [--seed demo]
                                                     the simulated cloud alone
  console migrate                                    bring the database to this version
  console keygen                                     print a new server secret
  console health                                     ask a running console whether it is ready
  console doctor                                     examine database, secret, clock, hosts, proxy settings and front door
  console audit verify [--file F]                    name the first altered or missing row of the audit trail
  console audit export [--format jsonl] [--since T] [--until T]
                                                     write the audit trail to standard output
  console rotate                                     tell who still needs CONSOLE_OLD_SECRET
  console version

Settings are CONSOLE_* variables; README.md lists them.
`

// command is one word of the command line.
type command func(ctx context.Context, args []string, out io.Writer) error

func main() {
	ctx, cancel := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer cancel()
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "console:", err)
		cancel()
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, out io.Writer) error {
	commands := map[string]command{"serve": serve, "sim": simulate, "migrate": migrate, "keygen": keygen, "health": health, "audit": auditTrail, "rotate": rotate, "doctor": doctor, "version": showVersion, "help": help}
	name := "serve"
	if len(args) > 0 && args[0] != "" && args[0][0] != '-' {
		name, args = args[0], args[1:]
	}
	c, ok := commands[name]
	if !ok {
		return fmt.Errorf("no command %q\n\n%s", name, usage)
	}
	return c(ctx, args, out)
}

func help(_ context.Context, _ []string, out io.Writer) error {
	_, err := io.WriteString(out, usage)
	return err
}

func showVersion(_ context.Context, _ []string, out io.Writer) error {
	_, err := fmt.Fprintln(out, version)
	return err
}

func keygen(_ context.Context, _ []string, out io.Writer) error {
	b := make([]byte, 32)
	_, _ = rand.Read(b) // never fails: crypto/rand ends the program instead
	_, err := fmt.Fprintln(out, app.NewSecret(b))
	return err
}
