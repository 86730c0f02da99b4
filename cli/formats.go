package cli

import (
	"fmt"
	"io"
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/spf13/cobra"

	"teacp/views/export"
)

func cmdFormats() *cobra.Command {
	return &cobra.Command{
		Use:   "formats",
		Short: "List the formats of teacp run",
		Args:  noWords,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if k, ok := lookOf(cmd); ok {
				return k.print(cmd, k.formats())
			}
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

// formats is the list as a table.
func (k look) formats() string {
	var rows [][]string
	for _, f := range export.Formats() {
		rows = append(rows, []string{f.Name, f.Help})
	}
	return k.table(nil, rows, func(_, col int) lipgloss.Style {
		return [...]lipgloss.Style{k.name, k.plain}[col]
	})
}
