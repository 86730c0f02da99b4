package cli

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"teacp/scenarios"
	"teacp/sim"
	"teacp/views/report"
	"teacp/views/words"
)

func cmdAssert() *cobra.Command {
	c := &cobra.Command{
		Use:   "assert SCENARIO...",
		Short: "Hold scenarios against the expectations that they state",
		Long: "Runs each scenario under the profiles that its expectations name (or its own), and judges " +
			"them; that every note is\n" +
			"reached is expected too. With --profile only those profiles count, and what names none is held " +
			"under each of them.\n" +
			"Status 0: all hold; 1: some do not; 2: a file cannot be read, or states nothing.",
		Example: "teacp assert nagle-delayed-ack\nteacp assert lectures/*.yaml --format junit > " +
			"verdicts.xml\nteacp assert my.yaml --profile linux",
		Args: cobra.MinimumNArgs(1),
		RunE: runAssert,
	}
	c.Flags().StringArray("profile", nil, "judge under this profile alone (repeatable)")
	c.Flags().String("format", "text", "text, json, junit or tap")
	c.Flags().Bool("json", false, "the same as --format json")
	return c
}

func runAssert(cmd *cobra.Command, args []string) error {
	format, _ := cmd.Flags().GetString("format")
	if j, _ := cmd.Flags().GetBool("json"); j {
		format = "json"
	}
	var write func(io.Writer, []report.Expectation) error
	var names []string
	for _, f := range report.Expectations {
		names = append(names, f.Name)
		if f.Name == format {
			write = f.Write
		}
	}
	if write == nil {
		return unknown("--format", format, names)
	}
	only, _ := cmd.Flags().GetStringArray("profile")
	for _, p := range only {
		if _, _, err := (&sim.Config{}).ParseKnob("profile", p); err != nil {
			return fmt.Errorf("--%w", err)
		}
	}
	list := make([]*scenarios.Scenario, len(args))
	for i, name := range args {
		var err error
		if list[i], err = loadScenario(cmd, name); err != nil {
			return err
		}
		setBudget(list[i].Config, 0)
	}
	var all []report.Expectation
	failed := false
	bar := newProgress(cmd, "judging", "scenarios")
	defer bar.stop()
	for i, sc := range list {
		bar.set(int64(i), int64(len(list)))
		if err := context.Cause(cmd.Context()); err != nil {
			return err
		}
		results, err := scenarios.Check(sc, only...)
		if err != nil {
			return fmt.Errorf("%s: %w", sc.File, err)
		}
		if len(results) == 0 && (sc.Capture != nil || len(only) == 0) {
			if sc.Capture != nil {
				return fmt.Errorf(
					"%s: expected a scenario with expectations, found a capture, which states none",
					words.Clean(sc.File),
				)
			}
			return fmt.Errorf(
				"%s: expected a scenario with expectations or notes, found none to judge",
				words.Clean(sc.File),
			)
		}
		for _, r := range results {
			failed = failed || !r.OK
			v := report.Expectation{Scenario: sc.Name, File: sc.File, Line: r.Line, Profile: r.Profile, With: r.With,
				Subject: r.Subject, Expected: r.Expected, Found: r.Found, OK: r.OK}
			if v.Profile == "" {
				v.Profile = sc.Config.Hosts[0].Profile
			}
			all = append(all, v)
		}
	}
	bar.stop()
	if k, ok := lookOf(cmd); ok && format == "text" {
		if err := k.print(cmd, k.expectations(all)); err != nil {
			return err
		}
	} else if err := writeOut(cmd, "", func(w io.Writer) error { return write(w, all) }); err != nil {
		return err
	}
	if failed {
		return errNo
	}
	return nil
}

// expectations lists the verdicts under the files that state them.
func (k look) expectations(all []report.Expectation) string {
	var parts []string
	held := 0
	for i := 0; i < len(all); {
		file, from := all[i].File, i
		var items []string
		for ; i < len(all) && all[i].File == file; i++ {
			v := &all[i]
			text := fmt.Sprintf("%d: %s is %s", v.Line, words.Clean(v.Title()), words.Clean(v.Found))
			if !v.OK {
				text = fmt.Sprintf("%d: %s\nexpected %s\nfound    %s", v.Line, words.Clean(v.Title()),
					words.Clean(v.Expected), words.Clean(v.Found))
			} else {
				held++
			}
			items = append(items, text)
		}
		parts = append(parts, k.head.Render(words.Clean(file)), k.list(items, func(n int) string {
			if all[from+n].OK {
				return k.good.Render("ok  ")
			}
			return k.bad.Render("FAIL")
		}))
	}
	sum := k.good
	if held < len(all) {
		sum = k.bad
	}
	return strings.Join(append(parts, sum.Render(fmt.Sprintf("%d of %d expectations hold", held, len(all)))), "\n")
}
