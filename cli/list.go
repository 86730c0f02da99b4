package cli

import (
	"fmt"
	"io"
	"text/tabwriter"

	"charm.land/lipgloss/v2"
	"github.com/spf13/cobra"

	"teacp/scenarios"
	"teacp/views/report"
	"teacp/views/words"
)

func cmdList() *cobra.Command {
	c := &cobra.Command{
		Use:   "list",
		Short: "List the scenarios that come with the program",
		Args:  noWords,
		RunE: func(cmd *cobra.Command, _ []string) error {
			lang, err := language(cmd)
			if err != nil {
				return err
			}
			if asJSON, _ := cmd.Flags().GetBool("json"); asJSON {
				return listJSON(cmd.OutOrStdout(), lang)
			}
			if k, ok := lookOf(cmd); ok {
				return k.print(cmd, k.scenarios(lang))
			}
			return listText(cmd.OutOrStdout(), lang)
		},
	}
	c.Flags().Bool("json", false, "as JSON")
	addLangFlag(c.Flags())
	return c
}

func listText(out io.Writer, lang string) error {
	w := tabwriter.NewWriter(out, 0, 8, 2, ' ', 0)
	for _, m := range scenarios.List() {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", m.Name, m.Topic, m.Section, m.Title.In(lang))
	}
	return w.Flush()
}

// scenarios is the list as a table; the topic stands beside the first scenario of each.
func (k look) scenarios(lang string) string {
	var rows [][]string
	topic := ""
	for _, m := range scenarios.List() {
		row := []string{m.Topic, m.Name, m.Section, m.Title.In(lang)}
		if m.Topic == topic {
			row[0] = ""
		}
		topic = m.Topic
		rows = append(rows, cleanAll(row))
	}
	headings := []string{
		words.ListTopic.In(lang),
		words.ListName.In(lang),
		words.ListSection.In(lang),
		words.ListTitle.In(lang),
	}
	return k.table(headings, rows, func(_, col int) lipgloss.Style {
		return [...]lipgloss.Style{k.head, k.name, k.dim, k.plain}[col]
	})
}

type listed struct {
	Name    string `json:"name"`
	Title   string `json:"title"`
	Topic   string `json:"topic"`
	Section string `json:"section"`
	LookFor string `json:"look_for"`
}

func listJSON(out io.Writer, lang string) error {
	list := []listed{}
	for _, m := range scenarios.List() {
		list = append(list, listed{m.Name, m.Title.In(lang), m.Topic, m.Section, m.LookFor.In(lang)})
	}
	return report.JSON(out, list)
}
