package cli

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"teacp/sim/ledger"
	"teacp/views/export"
	"teacp/views/words"
)

func cmdWhy() *cobra.Command {
	c := &cobra.Command{
		Use:     "why SCENARIO FRAME",
		Short:   "Explain one frame: rule, numbers, chain of causes",
		Example: "teacp why nagle-delayed-ack 20",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 2 {
				return fmt.Errorf("teacp why: expected SCENARIO FRAME, found %d arguments", len(args))
			}
			return nil
		},
		RunE: runWhy,
	}
	addSimFlags(c.Flags())
	addLangFlag(c.Flags())
	return c
}

// mostWhy is how far a run is simulated for the place of a frame in its ledger.
const mostWhy = 200_000

func runWhy(cmd *cobra.Command, args []string) error {
	lang, err := language(cmd)
	if err != nil {
		return err
	}
	frame, err := strconv.ParseInt(args[1], 10, 64)
	if err != nil || frame < 0 {
		return fmt.Errorf("teacp why: expected the number of a frame, 0 or more, found %q", args[1])
	}
	l, err := load(cmd, args[0])
	if err != nil {
		return err
	}
	r, err := l.start()
	if err != nil {
		return err
	}
	bar := newProgress(cmd, "simulating", "frames")
	defer bar.stop()
	for !r.Extend(1<<16) && r.Frames() <= max(frame, mostWhy) {
		bar.set(r.Frames(), max(frame, mostWhy))
		if err := context.Cause(cmd.Context()); err != nil {
			return err
		}
	}
	bar.stop()
	if err := r.OverBudget(); err != nil {
		return err
	}
	if frame >= r.Frames() {
		return fmt.Errorf("teacp why: expected a frame of the run, 0 to %d, found %d", r.Frames()-1, frame)
	}
	return writeOut(cmd, "", func(w io.Writer) error {
		lines := words.Why(r, frame, lang)
		if r.Extend(mostWhy) && !r.Config().Replays() {
			lines = append(lines, words.LedgerLines(ledger.Of(r), frame, lang)...)
		}
		if other := export.Otherwise(r, frame, lang); len(other) > 0 {
			lines = append(lines, words.WhyOtherwise.In(lang))
			for _, s := range other {
				lines = append(lines, "  "+s)
			}
		}
		_, err := io.WriteString(w, strings.Join(lines, "\n")+"\n")
		return err
	})
}
