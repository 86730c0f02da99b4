// Command teacp shows how TCP and HTTP connections behave: a deterministic simulation,
// stepped frame by frame, forwards and backwards, in which everything that happens or is
// held back says why. The commands are in package cli; docs/architecture.md shows the rest.
package main

import (
	"os"
	"os/signal"
	"syscall"

	"teacp/cli"
)

func main() {
	// Writing to a pipe whose reader has gone then fails with EPIPE and does not kill the process.
	signal.Ignore(syscall.SIGPIPE)
	signals := make(chan os.Signal, 1)
	for _, s := range []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT} {
		if !signal.Ignored(s) { // nohup and background jobs of a shell ignore some of them
			signal.Notify(signals, s)
		}
	}
	os.Exit(cli.Run(os.Args[1:], os.Stdout, os.Stderr, signals))
}
