//go:build unix

package cli

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
)

// onTerminal runs a command line whose outputs are a terminal of so many columns. It returns the exit
// status, the bytes that the terminal got, and the lines that then stand on its screen.
func onTerminal(t *testing.T, columns int, args ...string) (code int, bytesOut string, screen []string) {
	t.Helper()
	t.Setenv("TERM", "xterm-256color")
	return runOnTerminal(t, columns, args...)
}

// runOnTerminal is onTerminal with the TERM that is set.
func runOnTerminal(t *testing.T, columns int, args ...string) (code int, bytesOut string, screen []string) {
	t.Helper()
	code, data := terminalBytes(t, columns, args...)
	e := vt.NewEmulator(columns, terminalRows)
	_, _ = e.Write([]byte(data))
	for _, l := range strings.Split(e.String(), "\n") {
		screen = append(screen, strings.TrimRight(l, " "))
	}
	for len(screen) > 0 && screen[len(screen)-1] == "" {
		screen = screen[:len(screen)-1]
	}
	return code, data, screen
}

const terminalRows = 300

// terminalBytes runs a command line whose outputs are a terminal, and returns what the terminal got.
func terminalBytes(t *testing.T, columns int, args ...string) (code int, data string) {
	t.Helper()
	master, tty, err := pty.Open()
	if err != nil {
		t.Skip(err)
	}
	defer master.Close()
	if err := pty.Setsize(tty, &pty.Winsize{Rows: terminalRows, Cols: uint16(columns)}); err != nil {
		t.Fatal(err)
	}
	got := make(chan []byte)
	go func() {
		var b bytes.Buffer
		_, _ = io.Copy(&b, master) // ends with an error when the other side is closed
		got <- b.Bytes()
	}()
	code = Run(args, tty, tty, nil)
	tty.Close()
	return code, string(<-got)
}

// delayProgress sets the time after which progress is shown, until the test ends.
func delayProgress(t *testing.T, d time.Duration) {
	t.Helper()
	before := progressDelay
	progressDelay = d
	t.Cleanup(func() { progressDelay = before })
}

// TestProgressIsErased: long jobs show on a terminal how far they are, and leave nothing of it there.
func TestProgressIsErased(t *testing.T) {
	delayProgress(t, 0)
	traces, _ := filepath.Glob("sim/testdata/linux/traces/basic_*.json")
	scripts, _ := filepath.Glob("sim/drill/testdata/*.pkt")
	dir := t.TempDir()
	for _, c := range []struct {
		args  []string
		shown string
		last  string // the end of the output
	}{
		{append([]string{"conform"}, traces...), "comparing", "moments"},
		{append([]string{"drill"}, scripts[:min(len(scripts), 60)]...), "running", ""},
		{[]string{"assert", "page", "nagle-delayed-ack", "slow-start", "flow-control"}, "judging", "expectations hold"},
		{[]string{"ledger", "page"}, "trying", ""},
		{[]string{"run", "congestion", "--format", "json", "--out", filepath.Join(dir, "x.json")}, "ing", ""},
	} {
		_, all, screen := onTerminal(t, 80, c.args...)
		if !strings.Contains(all, c.shown) {
			t.Errorf("%.60q: no progress was shown", c.args)
		}
		text := strings.Join(screen, "\n")
		if strings.Contains(text, c.shown+" ") || strings.ContainsAny(text, "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏") {
			t.Errorf("%.60q: progress stays on the screen:\n%s", c.args, text)
		}
		if !strings.HasSuffix(strings.Join(strings.Fields(text), " "), c.last) {
			t.Errorf("%.60q: expected %q at the end of\n%s", c.args, c.last, text)
		}
	}
}

// TestProgressWithoutTerminal: standard error that is no terminal gets no progress.
func TestProgressWithoutTerminal(t *testing.T) {
	delayProgress(t, 0)
	if _, _, stderr := teacp("ledger", "page"); stderr != "" {
		t.Errorf("found %q", stderr)
	}
}

// TestSignalEndsCommand: a signal ends a command with its status, and no temporary file stays.
func TestSignalEndsCommand(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "long.yaml")
	write(t, file, long)
	signals := make(chan os.Signal, 1)
	go func() {
		for left := []string(nil); len(left) == 0; left, _ = filepath.Glob(filepath.Join(dir, ".*.tmp")) {
			time.Sleep(time.Millisecond)
		}
		signals <- os.Interrupt
	}()
	var out, errs bytes.Buffer
	code := Run([]string{"run", file, "--format", "csv", "--out", filepath.Join(dir, "x.csv")}, &out, &errs, signals)
	if code != 130 || errs.Len() > 0 {
		t.Errorf("expected status 130 without a message, found %d %q", code, errs.String())
	}
	if left, _ := os.ReadDir(dir); len(left) != 1 {
		t.Errorf("left behind: %v", left)
	}
}
