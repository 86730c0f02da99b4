package cli

import (
	"github.com/spf13/cobra"

	"teacp/views/report"
)

func cmdProfiles() *cobra.Command {
	return &cobra.Command{
		Use:   "profiles",
		Short: "Print what each stack profile is set to, with sources",
		Args:  noWords,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return report.Profiles(cmd.OutOrStdout())
		},
	}
}
