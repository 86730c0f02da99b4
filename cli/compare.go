package cli

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/spf13/cobra"

	"teacp/sim"
	"teacp/sim/sample"
	"teacp/views/export"
	"teacp/views/words"
)

func cmdCompare() *cobra.Command {
	c := &cobra.Command{
		Use:   "compare SCENARIO",
		Short: "Compare two runs: the differences, and the first frame in which they part",
		Long: "Simulates a scenario twice, with the knobs of --a and with those of --b, and prints what " +
			"differs and where the runs part.\n" +
			"--set, --at and --seed hold for both. The exit status is 1 if anything differs.",
		Example: "teacp compare nagle-delayed-ack --b client.nagle=off\nteacp compare page --a " +
			"http.connections=1 --b http.connections=4 --json",
		Args: oneScenario,
		RunE: runCompare,
	}
	c.Flags().StringArray("a", nil, "a knob of run A: [FRAME:]KNOB=VALUE (repeatable)")
	c.Flags().StringArray("b", nil, "a knob of run B: [FRAME:]KNOB=VALUE (repeatable)")
	c.Flags().Bool("json", false, "as JSON, schema teacp.compare/1")
	addSeedsFlag(c.Flags())
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
	l.config.SetBudget(l.config.Budget / 2) // the two runs share it
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
	if err := sampleBoth(cmd, cmp, bar); err != nil {
		return err
	}
	bar.stop()
	asJSON, _ := cmd.Flags().GetBool("json")
	err = writeOut(cmd, "", func(w io.Writer) error {
		if asJSON {
			return cmp.WriteJSON(w, l.Name, lang)
		}
		if k, ok := lookOf(cmd); ok {
			return k.print(cmd, k.comparison(cmp, lang))
		}
		return cmp.WriteText(w, lang)
	})
	if err == nil && cmp.Differ() {
		return errNo
	}
	return err
}

// sampleBoth compares both runs over further seeds, if one of them rests on chance.
func sampleBoth(cmd *cobra.Command, c *export.Comparison, bar *progressLine) error {
	seeds, err := seedsFlag(cmd)
	if err != nil || seeds == 1 {
		return err
	}
	var sets [2]sample.Set
	for i, r := range []*sim.Run{c.A, c.B} {
		bar.next([]string{"trying seeds of A", "trying seeds of B"}[i], "runs")
		if sets[i], err = sampleRun(cmd, r, c.Ends[i], seeds, bar); err != nil {
			return err
		}
	}
	if !sets[0].Exact() || !sets[1].Exact() {
		c.Sampled(&sets[0], &sets[1])
	}
	return nil
}

// comparison shows what the runs are, the numbers in which they differ, and where they part.
func (k look) comparison(c *export.Comparison, lang string) string {
	a, b := c.Changes(lang)
	box := k.box(
		k.name.Bold(true).
			Render("A") +
			"  " + words.Clean(
			a,
		) + "\n" + k.name.Bold(true).
			Render("B") +
			"  " + words.Clean(
			b,
		),
	)
	var rows [][]string
	for i := range c.Rows {
		row := c.Rows[i].Text(lang)
		rows = append(rows, row[:])
	}
	table := k.table([]string{"", "A", "B", "B - A"}, rows, func(row, col int) lipgloss.Style {
		s := k.plain
		switch {
		case c.Rows[row].A == c.Rows[row].B:
			s = k.dim
		case col == 3:
			s = k.head
		}
		if col > 0 {
			s = s.Align(lipgloss.Right)
		}
		return s
	})
	head, events := c.Parting(lang)
	parts := []string{box, table}
	if s := c.Chance(lang); s != "" {
		parts = append(parts, k.head.Render(words.Clean(s)))
	}
	for _, s := range c.Unreached(lang) {
		parts = append(parts, k.bad.Render(words.Clean(s)))
	}
	parts = append(parts, "", k.head.Render(head))
	if len(events) > 0 {
		parts = append(
			parts,
			k.list(cleanAll(events), func(i int) string { return k.name.Bold(true).Render(string(rune('A' + i))) }),
		)
	}
	return strings.Join(parts, "\n")
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
