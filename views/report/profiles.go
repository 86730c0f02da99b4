package report

import (
	"fmt"
	"io"
	"strings"

	"teacp/sim"
	"teacp/sim/tcp"
	"teacp/views/words"
)

// ProfileHeadings are the headings of the columns of ProfileRows.
func ProfileHeadings() []string {
	return append(append([]string{"setting"}, tcp.ProfileNames...), "source")
}

// ProfileRows returns a row for each setting of a stack: its name, its value under each profile, and
// where the values come from. The kernel details are those that short lists leave out.
func ProfileRows(details bool) [][]string {
	var rows [][]string
	for i := range tcp.Knobs {
		k := &tcp.Knobs[i]
		if k.Detail != details {
			continue
		}
		sk := sim.StackKnob(k)
		row := []string{k.Name}
		for _, name := range tcp.ProfileNames {
			p, _ := tcp.Profile(name)
			row = append(row, sk.Format(k.Get(&p)))
		}
		rows = append(rows, append(row, k.Source))
	}
	return rows
}

// Profiles writes the table of all settings of a stack, under each profile and with its source; the
// kernel details follow the others. The text below it is in language lang.
func Profiles(w io.Writer, lang string) error {
	var b strings.Builder
	write := func(rows [][]string) {
		for _, row := range rows {
			last := len(row) - 1
			fmt.Fprintf(&b, "%-24s", row[0])
			for _, v := range row[1:last] {
				fmt.Fprintf(&b, " %-12s", v)
			}
			fmt.Fprintf(&b, " %s\n", row[last])
		}
	}
	write([][]string{ProfileHeadings()})
	write(ProfileRows(false))
	b.WriteString("\nkernel details\n")
	write(ProfileRows(true))
	b.WriteString("\n" + words.ProfileTimers.In(lang) + "\n")
	_, err := io.WriteString(w, b.String())
	return err
}
