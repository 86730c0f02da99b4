package cli

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"teacp/sim"
	"teacp/views/export"
)

func cmdCompare() *cobra.Command {
	c := &cobra.Command{
		Use:   "compare SCENARIO",
		Short: "Compare two runs: the differences, and the first frame in which they part",
		Long: "Simulates a scenario twice, with the knobs of --a and with those of --b, and prints what differs and where the runs part.\n" +
			"--set, --at and --seed hold for both. The exit status is 1 if anything differs.",
		Example: "teacp compare nagle-delayed-ack --b client.nagle=off\nteacp compare page --a http.connections=1 --b http.connections=4 --json",
		Args:    oneScenario,
		RunE:    runCompare,
	}
	c.Flags().StringArray("a", nil, "a knob of run A: [FRAME:]KNOB=VALUE (repeatable)")
	c.Flags().StringArray("b", nil, "a knob of run B: [FRAME:]KNOB=VALUE (repeatable)")
	c.Flags().Bool("json", false, "as JSON, schema teacp.compare/1")
	addSimFlags(c.Flags())
	addLangFlag(c.Flags())
	return c
}

func runCompare(cmd *cobra.Command, args []string) error {
	lang, err := language(cmd)
	if err != nil {
		return err
	}
	l, err := load(cmd, args[0])
	if err != nil {
		return err
	}
	if b, _ := cmd.Flags().GetStringArray("b"); len(b) == 0 {
		return fmt.Errorf("teacp compare: expected --b KNOB=VALUE, found none")
	}
	bar := newProgress(cmd, "simulating", "frames")
	defer bar.stop()
	var runs [2]*sim.Run
	for i, flag := range []string{"a", "b"} {
		side := *l
		list, _ := cmd.Flags().GetStringArray(flag)
		for _, s := range list {
			frame, rest := frameOf(s)
			if err := side.change("--"+flag, s, frame, rest); err != nil {
				return err
			}
		}
		if runs[i], err = side.start(); err != nil {
			return err
		}
	}
	for i, r := range runs {
		bar.next([]string{"simulating A", "simulating B"}[i], "frames")
		if err := finish(cmd.Context(), r, bar); err != nil {
			return err
		}
	}
	bar.next("comparing", "frames")
	cmp := export.Compare(runs[0], runs[1])
	bar.stop()
	asJSON, _ := cmd.Flags().GetBool("json")
	err = writeOut(cmd, "", func(w io.Writer) error {
		if asJSON {
			return cmp.WriteJSON(w, l.Name, lang)
		}
		return cmp.WriteText(w, lang)
	})
	if err == nil && cmp.Differ() {
		return errNo
	}
	return err
}

// frameOf takes the frame off FRAME:KNOB=VALUE; without one it is 0.
func frameOf(s string) (int64, string) {
	if head, rest, ok := strings.Cut(s, ":"); ok {
		if n, err := strconv.ParseInt(head, 10, 64); err == nil && n >= 0 {
			return n, rest
		}
	}
	return 0, s
}
