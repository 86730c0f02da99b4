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
	// A write to a pipe whose reader is gone then fails with EPIPE instead of killing the process.
	signal.Ignore(syscall.SIGPIPE)
	os.Exit(cli.Run(os.Args[1:], os.Stdout, os.Stderr))
}
