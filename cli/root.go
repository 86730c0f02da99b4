package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"teacp/views/export"
	"teacp/views/words"
)

// version is set by the release build.
var version = "dev"

// Exit statuses, as promised in the help.
const (
	exitDone     = 0
	exitNo       = 1 // done, and the answer is no
	exitBad      = 2 // unknown input; nothing was written
	exitInternal = 3 // the program failed
)

// errNo ends a command whose answer is "no"; the answer itself has been printed.
var errNo = errors.New("no")

// Run executes the command line args, without the program's name, and returns the exit status. A
// signal that comes in over the channel ends the command early, with the status 128 and its number.
// The process belongs to main: Run registers no signals and never exits.
func Run(args []string, stdout, stderr io.Writer, signals <-chan os.Signal) int {
	out := newOutlet(stdout)
	stdout, stderr = out, newOutlet(stderr)
	return untilSignal(signals, func(ctx context.Context) int {
		root := newRoot()
		root.SetArgs(args)
		root.SetOut(stdout)
		root.SetErr(stderr)
		err := root.ExecuteContext(ctx)
		if ctx.Err() != nil {
			return exitNo // a signal has ended it, and sets the status
		}
		if err == nil {
			err = *out.failed // help, for example, ignores it
		}
		return exitStatus(err, stderr)
	})
}

// exitStatus prints what went wrong and returns the exit status.
func exitStatus(err error, stderr io.Writer) int {
	switch {
	case err == nil, errors.Is(err, syscall.EPIPE), errors.Is(err, io.ErrClosedPipe):
		return exitDone
	case errors.Is(err, errNo):
		return exitNo
	}
	if s := status(0); errors.As(err, &s) {
		return int(s)
	}
	for _, line := range strings.Split(words.Error(err, "en"), "\n") {
		if line = export.Clean(line); line != "" {
			fmt.Fprintln(stderr, line)
		}
	}
	return exitBad
}

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:   "teacp [SCENARIO|FILE]",
		Short: "See how TCP and HTTP connections behave, frame by frame",
		Long: "teacp simulates TCP and HTTP connections and lets you step through them, forwards and backwards.\n" +
			"Turn a knob at any frame and see what becomes of it; everything that happens or is held back " +
			"says why.\n" +
			"Without arguments it opens its library of scenarios. FILE is a scenario (.yaml), a packetdrill " +
			"script (.pkt) or\n" +
			"a saved session (.teacp); teacp open reads captures.",
		Example: "teacp\nteacp nagle-delayed-ack\nteacp run nagle-delayed-ack --set client.nagle=off\nteacp " +
			"why nagle-delayed-ack 20",
		Args: oneAtMost,
		RunE: explore,
	}
	root.Version, root.SilenceUsage, root.SilenceErrors = version, true, true
	root.SetHelpFunc(func(cmd *cobra.Command, _ []string) { writeHelp(cmd, cmd.OutOrStdout()) })
	root.SetFlagErrorFunc(flagSlip)
	addSimFlags(root.Flags())
	addViewFlags(root.Flags())
	addExploreFlags(root.Flags())
	root.SetHelpCommand(cmdHelp())
	root.AddGroup(
		&cobra.Group{ID: "sim", Title: "simulate"},
		&cobra.Group{ID: "files", Title: "scenarios and captures"},
	)
	for _, c := range simCommands() {
		c.GroupID = "sim"
		root.AddCommand(c)
	}
	for _, c := range fileCommands() {
		c.GroupID = "files"
		root.AddCommand(c)
	}
	return root
}

func simCommands() []*cobra.Command {
	return []*cobra.Command{
		cmdList(),
		cmdRun(),
		cmdCompare(),
		cmdWhy(),
		cmdLedger(),
		cmdConform(),
		cmdDrill(),
		cmdProfiles(),
		cmdFormats(),
		cmdConfig(),
		cmdNotes(),
	}
}

func fileCommands() []*cobra.Command {
	return []*cobra.Command{cmdNew(), cmdLint(), cmdAssert(), cmdSchema(), cmdHandout(), cmdShare(), cmdOpen()}
}
