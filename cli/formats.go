package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"teacp/views/export"
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

// formatHelp lists the formats with a line on each.
func formatHelp() string {
	var b strings.Builder
	for _, f := range export.Formats() {
		fmt.Fprintf(&b, "%-13s %s\n", f.Name, f.Help)
	}
	return b.String()
}
