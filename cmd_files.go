package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"teacp/scenarios"
	"teacp/scenarios/capture"
	"teacp/sim"
	"teacp/sim/tcp"
)

func printJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

func cmdLint() *cobra.Command {
	return &cobra.Command{
		Use:   "lint FILE...",
		Short: "Check scenario files: all mistakes, with line and column",
		Args:  cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			var all []error
			for _, name := range args {
				if capture.IsCapture(name) {
					all = append(all, fmt.Errorf("%s: expected a scenario file, found a capture (teacp open shows it)", name))
					continue
				}
				data, err := os.ReadFile(name)
				if err != nil {
					all = append(all, fileError("read", name, err))
					continue
				}
				if _, ps := scenarios.Parse(name, data); len(ps) > 0 {
					all = append(all, scenarios.Problems(ps))
					continue
				}
				if _, err := fmt.Fprintf(cmd.OutOrStdout(), "%s: ok\n", name); err != nil {
					return err
				}
			}
			return errors.Join(all...)
		},
	}
}

func cmdProfiles() *cobra.Command {
	return &cobra.Command{
		Use:   "profiles",
		Short: "Print what each stack profile is set to, with sources",
		Args:  noWords,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return writeProfiles(cmd.OutOrStdout())
		},
	}
}

func writeProfiles(w io.Writer) error {
	names := tcp.ProfileNames
	var b strings.Builder
	fmt.Fprintf(&b, "%-24s %-12s %-12s %-12s %s\n", "setting", names[0], names[1], names[2], "source")
	for i := range tcp.Knobs {
		k := &tcp.Knobs[i]
		sk := sim.StackKnob(k)
		fmt.Fprintf(&b, "%-24s", k.Name)
		for _, name := range names {
			p, _ := tcp.Profile(name)
			fmt.Fprintf(&b, " %-12s", sk.Format(k.Get(&p)))
		}
		fmt.Fprintf(&b, " %s\n", k.Source)
	}
	_, err := io.WriteString(w, b.String())
	return err
}
