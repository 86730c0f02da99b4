package cli

import (
	"io"
	"os"
	"strings"

	"charm.land/lipgloss/v2"
	"charm.land/lipgloss/v2/list"
	"charm.land/lipgloss/v2/table"
	"github.com/spf13/cobra"

	"teacp/views/words"
)

// look is how a command prints to a terminal. Its colours are the first eight of the terminal, which
// suit the terminal's background; the terminal is asked for nothing, so that no command waits for an
// answer or takes keys that were typed ahead. NO_COLOR leaves bold type and lines alone.
//
// Every text that comes from a file or a command line must go through words.Clean before it is styled.
type look struct {
	width  int
	ascii  bool
	border lipgloss.Border
	head   lipgloss.Style
	name   lipgloss.Style
	good   lipgloss.Style
	bad    lipgloss.Style
	dim    lipgloss.Style
	plain  lipgloss.Style
}

// mostColumns is how wide a text becomes on a wider terminal.
const mostColumns = 120

// lookOf returns the look of standard output; false if that is no terminal that can show it.
func lookOf(cmd *cobra.Command) (look, bool) {
	width, ok := terminalWidth(cmd.OutOrStdout())
	if !ok || width < 40 || os.Getenv("TERM") == "dumb" {
		return look{}, false
	}
	style := lipgloss.NewStyle
	k := look{width: min(width, mostColumns), border: lipgloss.RoundedBorder(), plain: style(),
		head: style().Bold(true), name: style().Foreground(lipgloss.Cyan),
		good: style().Foreground(lipgloss.Green),
		bad:  style().Foreground(lipgloss.Red).Bold(true), dim: style().Faint(true)}
	if k.ascii, _ = cmd.Flags().GetBool("ascii"); k.ascii {
		k.border = lipgloss.ASCIIBorder()
	}
	return k, true
}

// print writes a text with as much colour as the terminal and NO_COLOR allow.
func (k look) print(cmd *cobra.Command, parts ...string) error {
	text := strings.TrimRight(strings.Join(parts, "\n"), "\n") + "\n"
	_, err := io.WriteString(styledOutput(cmd.OutOrStdout()), text)
	return err
}

// table lays rows out in columns under a line of headings, if there are any, and breaks cells where
// the whole is wider than the terminal. style may be nil.
func (k look) table(headings []string, rows [][]string, style func(row, col int) lipgloss.Style) string {
	t := table.New().Border(k.border).BorderStyle(k.dim).BorderColumn(false).BorderLeft(false).BorderRight(false).
		BorderTop(false).BorderBottom(false).BorderHeader(len(headings) > 0).Rows(rows...)
	if len(headings) > 0 {
		t = t.Headers(headings...)
	}
	last := 0
	for _, r := range rows {
		last = max(last, len(r)-1)
	}
	t = t.StyleFunc(func(row, col int) lipgloss.Style {
		s := k.plain
		switch {
		case row == table.HeaderRow:
			s = k.head
		case style != nil:
			s = style(row, col)
		}
		if col < last {
			s = s.PaddingRight(2)
		}
		return s
	})
	out := t.Render()
	if lipgloss.Width(out) > k.width {
		out = t.Width(k.width).Render()
	}
	return trimLines(out)
}

// box draws a border around a text.
func (k look) box(text string) string {
	width := min(lipgloss.Width(text)+4, k.width)
	return k.plain.Border(k.border).BorderForeground(lipgloss.Cyan).Padding(0, 1).Width(width).Render(text)
}

// list writes one item below the other, each behind its mark.
func (k look) list(items []string, mark func(i int) string) string {
	l := list.New().Enumerator(func(_ list.Items, i int) string { return mark(i) })
	for i, s := range items {
		l = l.Item(k.plain.Width(k.width - lipgloss.Width(mark(i)) - 1).Render(s))
	}
	return trimLines(l.String())
}

// wrap breaks a text into lines as wide as the terminal.
func (k look) wrap(s string) string { return trimLines(k.plain.Width(k.width).Render(s)) }

// trimLines takes the blanks off the ends of lines.
func trimLines(s string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight(l, " ")
	}
	return strings.Join(lines, "\n")
}

// cleanAll makes texts harmless.
func cleanAll(list []string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = words.Clean(s)
	}
	return out
}
