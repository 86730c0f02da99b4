package cli

import (
	"charm.land/lipgloss/v2"
	"github.com/spf13/cobra"

	"teacp/views/report"
	"teacp/views/words"
)

func cmdProfiles() *cobra.Command {
	c := &cobra.Command{
		Use:   "profiles",
		Short: "Print what each stack profile is set to, with sources",
		Args:  noWords,
		RunE: func(cmd *cobra.Command, _ []string) error {
			lang, err := language(cmd)
			if err != nil {
				return err
			}
			if k, ok := lookOf(cmd); ok {
				table := k.profiles(false) + "\n" + k.head.Render("kernel details") + "\n" + k.profiles(true)
				return k.print(cmd, table, k.dim.Render(k.wrap(words.ProfileTimers.In(lang))))
			}
			return report.Profiles(cmd.OutOrStdout(), lang)
		},
	}
	addLangFlag(c.Flags())
	return c
}

// profiles is the table of settings; a value that differs from the first profile's stands out.
func (k look) profiles(details bool) string {
	rows := report.ProfileRows(details)
	return k.table(report.ProfileHeadings(), rows, func(row, col int) lipgloss.Style {
		switch {
		case col == 0:
			return k.name
		case col == len(rows[row])-1:
			return k.dim
		case rows[row][col] != rows[row][1]:
			return k.head
		}
		return k.plain
	})
}
