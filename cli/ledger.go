package cli

import (
	"context"
	"fmt"
	"io"
	"runtime"

	"github.com/spf13/cobra"

	"teacp/sim/ledger"
	"teacp/views"
	"teacp/views/export"
)

func cmdLedger() *cobra.Command {
	c := &cobra.Command{
		Use:   "ledger SCENARIO",
		Short: "Where the time went, and what each knob would save",
		Long: "Books every nanosecond of the run, and of each request of a page, to one cause, by walking the " +
			"causes back from completion.\n" +
			"Beside it: what each knob alone would save, each from a run of its own. docs/ledger.md defines " +
			"the causes.",
		Example: "teacp ledger nagle-delayed-ack\nteacp ledger page --set http.connections=4 --json",
		Args:    oneScenario,
		RunE:    runLedger,
	}
	c.Flags().Bool("json", false, "as JSON, schema teacp.ledger/1")
	c.Flags().Bool("intervals", false, "list the intervals in the JSON, each with the frame that ended it")
	c.Flags().Bool("no-what-if", false, "leave out what each knob would save: one run instead of many")
	c.Flags().Bool("details", false, "try the kernel details, too, not only the knobs that usually matter")
	c.Flags().String("out", "", "write to a file instead of standard output")
	c.Flags().Int("width", 100, "columns of the text, 60 to 500")
	addSeedsFlag(c.Flags())
	addSimFlags(c.Flags())
	addViewFlags(c.Flags())
	return c
}

func runLedger(cmd *cobra.Command, args []string) error {
	lang, err := language(cmd)
	if err != nil {
		return err
	}
	width, _ := cmd.Flags().GetInt("width")
	if width < 60 || width > 500 {
		return fmt.Errorf("--width: expected 60 to 500 columns, found %d", width)
	}
	l, err := load(cmd, args[0])
	if err != nil {
		return err
	}
	if l.config.Replays() {
		return fmt.Errorf(
			"%s: a recording does not say what waited for what: expected a scenario (teacp open FILE "+
				"--simulate 0 makes one)",
			args[0],
		)
	}
	r, err := l.start()
	if err != nil {
		return err
	}
	bar := newProgress(cmd, "simulating", "frames")
	defer bar.stop()
	if err := finish(cmd.Context(), r, bar); err != nil {
		return err
	}
	out := export.Ledger{Book: ledger.Of(r), Scenario: l.Name, Command: "teacp ledger " + l.command}
	l.complete(bar.over(cmd.ErrOrStderr()), r)
	out.Intervals, _ = cmd.Flags().GetBool("intervals")
	if no, _ := cmd.Flags().GetBool("no-what-if"); !no {
		out.Tried = true
		if err := whatIfs(cmd, &out, bar); err != nil {
			return err
		}
		if err := context.Cause(cmd.Context()); err != nil {
			return err
		}
	}
	bar.stop()
	asJSON, _ := cmd.Flags().GetBool("json")
	ascii, _ := cmd.Flags().GetBool("ascii")
	file, _ := cmd.Flags().GetString("out")
	return writeOut(cmd, file, func(w io.Writer) error {
		if asJSON {
			return out.WriteJSON(w)
		}
		if k, ok := lookOf(cmd); ok && file == "" {
			if cmd.Flags().Changed("width") {
				k.width = width
			}
			return k.print(cmd, k.ledger(&out, lang))
		}
		return out.WriteText(w, lang, ascii, width)
	})
}

// whatIfs runs the scenario again for each knob that could matter, several at the same time, and with
// further seeds where that rests on chance.
func whatIfs(cmd *cobra.Command, out *export.Ledger, bar *progressLine) error {
	ctx := cmd.Context()
	details, _ := cmd.Flags().GetBool("details")
	seeds, err := seedsFlag(cmd)
	if err != nil {
		return err
	}
	t := views.NewTrials(out.Book, details)
	t.AtOnce, t.Seeds = runtime.NumCPU(), seeds
	t.Stop = func() bool { return ctx.Err() != nil }
	bar.next("trying knobs", "")
	for !t.Step() {
		bar.next("trying seeds", "settings")
		n, of := t.Progress()
		bar.set(int64(n), int64(of))
	}
	out.WhatIf = t.List()
	if s, ok := t.Base(); ok {
		out.Sample = &s
	}
	return nil
}
