// Command teacp shows how TCP and HTTP connections behave: a deterministic simulation that
// is stepped frame by frame, forwards and backwards, in a terminal.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"charm.land/fang/v2"
	"github.com/spf13/cobra"

	"teacp/model"
)

// Exit statuses: the contract of the command line.
const (
	exitDone = 0
	exitNo   = 1 // done, and the answer is "no"
	exitBad  = 2 // the input was wrong
)

// errNo ends a command whose answer is "no" without a further message.
var errNo = errors.New("no")

func main() { os.Exit(run()) }

func run() int {
	// A closed pipe ends a command quietly, as in every tool that writes to one.
	signal.Ignore(syscall.SIGPIPE)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	root := newRoot()
	err := fang.Execute(ctx, root, fang.WithoutVersion(), fang.WithoutManpage(), fang.WithErrorHandler(
		func(w interface{ Write([]byte) (int, error) }, _ fang.Styles, err error) {
			if !errors.Is(err, errNo) && !errors.Is(err, syscall.EPIPE) {
				fmt.Fprintln(os.Stderr, "teacp: "+err.Error())
			}
		}))
	switch {
	case err == nil, errors.Is(err, syscall.EPIPE):
		return exitDone
	case errors.Is(err, errNo):
		return exitNo
	}
	return exitBad
}

// newRoot is the command line: teacp, and its subcommands.
func newRoot() *cobra.Command {
	var f runFlags
	var opt model.Options
	root := &cobra.Command{
		Use:           "teacp [SCENARIO | FILE.yaml]",
		Short:         "See how TCP and HTTP connections behave, frame by frame",
		Args:          cobra.MaximumNArgs(1),
		SilenceUsage:  true,
		SilenceErrors: true,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 {
				opt.Scenario = args[0]
			}
			changes, err := f.changes()
			if err != nil {
				return err
			}
			opt.Changes, opt.Seed, opt.SeedSet = changes, f.seed, cmd.Flags().Changed("seed")
			return model.Run(cmd.Context(), opt)
		},
	}
	f.add(root)
	root.Flags().BoolVar(&opt.ASCII, "ascii", false, "draw with ASCII characters alone")
	root.Flags().BoolVar(&opt.Plain, "plain", false, "a line a step, for screen readers")
	root.Flags().StringVar(&opt.Theme, "theme", "", "default, dark, light, high-contrast, colour-blind")
	root.Flags().StringVar(&opt.Lang, "lang", "", "en or ko (from the locale)")
	root.Flags().Int64Var(&opt.Frame, "frame", 0, "open at this frame")
	root.AddCommand(listCmd(), runCmd(), whyCmd(), compareCmd(), lintCmd(), schemaCmd(), assertCmd(), conformCmd(), profilesCmd())
	return root
}
