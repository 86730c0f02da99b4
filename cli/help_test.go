package cli

import (
	"strings"
	"testing"

	"github.com/spf13/pflag"
)

// TestHelpOfAll: the help of every command names its flags, and is no wider than a page.
func TestHelpOfAll(t *testing.T) {
	for _, c := range append(newRoot().Commands(), newRoot()) {
		args := []string{c.Name(), "--help"}
		if c.Name() == "teacp" {
			args = args[1:]
		}
		code, out, errs := teacp(args...)
		if code != exitDone || errs != "" || !strings.Contains(out, "\nUsage\n  teacp") ||
			!strings.Contains(out, "-h, --help") {
			t.Errorf("%q: %d %q\n%s", args, code, errs, out)
		}
		for _, l := range strings.Split(out, "\n") {
			if len(l) > helpWidth {
				t.Errorf("%q: a line of %d columns: %q", args, len(l), l)
			}
		}
		c.Flags().VisitAll(func(f *pflag.Flag) {
			if !f.Hidden && !strings.Contains(out, "--"+f.Name) {
				t.Errorf("%q: --%s is not there", args, f.Name)
			}
		})
	}
}

// TestPlainHelp: nothing that goes to a pipe is styled.
func TestPlainHelp(t *testing.T) {
	for _, args := range [][]string{{"--help"}, {"run", "--help"}, {"--version"}} {
		if _, out, _ := teacp(args...); strings.ContainsRune(out, '\x1b') || out == "" {
			t.Errorf("%q: escape sequences, or nothing, in a pipe", args)
		}
	}
}
