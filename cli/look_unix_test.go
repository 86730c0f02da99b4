//go:build unix

package cli

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/spf13/cobra"
)

// styling is a sequence that sets colours and weights; group 1 has its numbers.
var styling = regexp.MustCompile("\x1b\\[([0-9;]*)m")

// colour is a styling that sets a colour: 39 and 49 go back to the terminal's own.
var colour = regexp.MustCompile(`(^|;)(3[0-8]|4[0-8]|9[0-7]|10[0-7])(;|$)`)

// lines are the lines that a terminal got, without styling.
func lines(data string) []string {
	return strings.Split(strings.ReplaceAll(styling.ReplaceAllString(data, ""), "\r\n", "\n"), "\n")
}

// TestLooks: what commands print to a terminal fits 80 and 60 columns in both languages, and has
// colours, but none with NO_COLOR.
func TestLooks(t *testing.T) {
	delayProgress(t, time.Hour)
	for _, args := range [][]string{{"list"}, {"formats"}, {"profiles"}, {"help"}, {"help", "run"}, {"ledger", "page"},
		{"ledger", "nagle-delayed-ack", "--ascii"}, {"compare", "page", "--b", "http.connections=4"},
		{"compare", "page", "--b", "http.connections=2"}, {"assert", "page", "nagle-delayed-ack"}} {
		for _, c := range []struct {
			lang, noColor string
			columns       int
		}{{"C", "", 80}, {"C", "1", 60}, {"ko_KR.UTF-8", "", 60}} {
			t.Setenv("LC_ALL", c.lang)
			t.Setenv("NO_COLOR", c.noColor)
			_, data, _ := onTerminal(t, c.columns, args...)
			for _, l := range lines(data) {
				if w := ansi.StringWidth(l); w > c.columns &&
					!strings.HasPrefix(l, "  teacp ") { // examples stay whole
					t.Errorf("%q in %s: a line of %d columns: %q", args, c.lang, w, l)
				}
			}
			coloured := slices.ContainsFunc(
				styling.FindAllStringSubmatch(data, -1),
				func(m []string) bool { return colour.MatchString(m[1]) },
			)
			if coloured && c.noColor != "" {
				t.Errorf("%q: a colour in spite of NO_COLOR", args)
			}
			if !coloured && c.noColor == "" && args[0] != "help" {
				t.Errorf("%q: no colour on a terminal", args)
			}
		}
	}
}

// TestDumbTerminal: a terminal that knows no sequences gets what a pipe gets.
func TestDumbTerminal(t *testing.T) {
	delayProgress(t, time.Hour)
	for _, args := range [][]string{{"list"}, {"profiles"}, {"ledger", "page"}, {"compare", "page", "--b", "http.connections=4"}} {
		_, want, _ := teacp(args...)
		t.Setenv("TERM", "dumb")
		_, got, _ := runOnTerminal(t, 80, args...)
		if got = strings.ReplaceAll(got, "\r\n", "\n"); got != want {
			t.Errorf("%q: expected\n%s\nfound\n%s", args, want, got)
		}
	}
}

// TestHostileLooks: no text of a file reaches a terminal as a control sequence, whatever the command.
func TestHostileLooks(t *testing.T) {
	delayProgress(t, time.Hour)
	files := hostileFiles(t)
	t.Setenv("TERM", "xterm-256color")
	for _, name := range []string{"XDG_STATE_HOME", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME"} {
		t.Setenv(name, t.TempDir())
	}
	allCommands(newRoot(), func(c *cobra.Command) {
		for _, file := range files {
			args := argumentLists(c, file)[0]
			_, data := terminalBytes(t, 80, args...)
			checkHarmless(t, strings.Join(args, " ")+" on a terminal", strings.Join(lines(data), "\n"))
		}
	})
}
