package main

import (
	"io"

	"github.com/spf13/cobra"
)

func cmdFormats() *cobra.Command {
	return &cobra.Command{
		Use:   "formats",
		Short: "List the formats of teacp run",
		Args:  noWords,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := io.WriteString(cmd.OutOrStdout(), formatHelp())
			return err
		},
	}
}
