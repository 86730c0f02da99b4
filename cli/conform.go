package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"teacp/model"
	"teacp/scenarios"
	"teacp/sim"
	"teacp/sim/conform"
	"teacp/views/export"
	"teacp/views/report"
)

func cmdConform() *cobra.Command {
	c := &cobra.Command{
		Use:   "conform TRACE...",
		Short: "Simulate cases recorded from a real kernel and compare them segment by segment",
		Args:  cobra.MinimumNArgs(1),
		RunE:  runConform,
	}
	c.Flags().Bool("json", false, "as JSON, schema teacp.conform/1")
	c.Flags().Bool("markdown", false, "as the table of docs/conformance.md")
	c.Flags().BoolP("interactive", "i", false, "open the explorer: the recording beside its simulation")
	c.Flags().StringArray("set", nil, "with -i: turn a knob of the simulation: KNOB=VALUE (repeatable)")
	c.Flags().
		StringArray("at", nil, "with -i: turn a knob of the simulation from a frame on: FRAME:KNOB=VALUE (repeatable)")
	c.Flags().String("emit", "", "write each simulated run to this folder")
	return c
}

// openConform opens the explorer on a recording beside its simulation.
func openConform(cmd *cobra.Command, args []string) error {
	if len(args) != 1 {
		return fmt.Errorf("teacp conform -i: expected one trace, found %d", len(args))
	}
	opt := model.Options{Scenario: args[0], Conform: true, Budget: runBudget()}
	for _, flag := range []string{"set", "at"} {
		list, _ := cmd.Flags().GetStringArray(flag)
		for _, s := range list {
			frame, rest := frameOf(s)
			knob, value, ok := strings.Cut(rest, "=")
			if !ok || flag == "set" && rest != s {
				return fmt.Errorf("--%s: expected KNOB=VALUE, found %q", flag, s)
			}
			opt.Changes = append(opt.Changes, sim.Change{Frame: frame, Knob: knob, Value: value})
		}
	}
	return model.Run(cmd.Context(), opt)
}

func runConform(cmd *cobra.Command, args []string) error {
	if i, _ := cmd.Flags().GetBool("interactive"); i {
		return openConform(cmd, args)
	}
	for _, name := range []string{"set", "at"} {
		if cmd.Flags().Changed(name) {
			return fmt.Errorf("--%s: expected -i with it", name)
		}
	}
	asJSON, _ := cmd.Flags().GetBool("json")
	markdown, _ := cmd.Flags().GetBool("markdown")
	emit, _ := cmd.Flags().GetString("emit")
	traces := make([]*conform.Trace, len(args))
	for i, name := range args { // all are read before anything is written
		err := waitFor(cmd, name, "for what is written to it", func() (err error) {
			traces[i], err = scenarios.ReadTrace(name)
			return err
		})
		if err != nil {
			return err
		}
	}
	rep := report.NewConform()
	bar := newProgress(cmd, "comparing", "cases")
	defer bar.stop()
	out := bar.over(cmd.OutOrStdout())
	for i, tr := range traces {
		bar.set(int64(i), int64(len(traces)))
		if err := context.Cause(cmd.Context()); err != nil {
			return err
		}
		r, res, err := tr.Judge()
		if err != nil {
			return fmt.Errorf("%s: %w", args[i], err)
		}
		rep.Add(res)
		if emit != "" {
			if err := emitCase(cmd, emit, tr, r); err != nil {
				return err
			}
		}
		if !asJSON && !markdown {
			if err := report.WriteCase(out, res, r); err != nil {
				return err
			}
		}
	}
	bar.stop()
	if asJSON {
		if err := report.JSON(out, rep); err != nil {
			return err
		}
	} else if markdown {
		if _, err := io.WriteString(out, conform.Table(rep.Cases)); err != nil {
			return err
		}
	} else if err := writeSum(cmd, rep); err != nil {
		return err
	}
	if rep.Whole < len(rep.Cases) {
		return errNo
	}
	return nil
}

// writeSum writes how much of all cases is met.
func writeSum(cmd *cobra.Command, rep *report.Conform) error {
	k, ok := lookOf(cmd)
	if !ok {
		return rep.WriteSum(cmd.OutOrStdout())
	}
	var b strings.Builder
	if err := rep.WriteSum(&b); err != nil {
		return err
	}
	return k.print(cmd, k.wrap(b.String()))
}

// emitCase writes DIR/<case>.json, in the schema teacp.trace/1. The name comes from a file, so it must
// not lead to another folder.
func emitCase(cmd *cobra.Command, dir string, tr *conform.Trace, r *sim.Run) error {
	name := tr.Case.Name
	if !filepath.IsLocal(name) || filepath.Base(name) != name {
		return fmt.Errorf("case %q: expected a name that can be a file's", name)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fileError("write", dir, err)
	}
	json, _ := export.ByName("json")
	return writeOut(cmd, filepath.Join(dir, name+".json"), func(w io.Writer) error {
		return json.Write(w, &export.Input{Run: r, Scenario: name, Title: tr.Case.Title, Lang: "en"})
	})
}
