package cli

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"teacp/scenarios"
	"teacp/scenarios/capture"
)

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
				data, err := scenarios.ReadFile(name, scenarios.MaxFile)
				if err != nil {
					all = append(all, fileError("read", name, err))
					continue
				}
				if err := scenarios.Foreign(name, data); err != nil {
					all = append(all, err)
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
