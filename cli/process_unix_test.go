//go:build unix

package cli

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// long is a scenario that takes seconds to write out.
const long = `name: long
title: {en: Long, ko: 긴}
topic: other
profile: rfc
link: {delay: 5ms, rate: 100Mbit/s}
connections:
  - client: [connect, {write: 100}, read_eof, close]
    server: [accept, {read: 100}, {write: 400000000}, close]
`

func build(t *testing.T) (binary, scenario string) {
	t.Helper()
	if testing.Short() {
		t.Skip("not in short mode")
	}
	dir := t.TempDir()
	binary, scenario = filepath.Join(dir, "teacp"), filepath.Join(dir, "long.yaml")
	if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if err := os.WriteFile(scenario, []byte(long), 0o600); err != nil {
		t.Fatal(err)
	}
	return binary, scenario
}

// TestProcess: the program as a process ends quietly when its reader goes away, and leaves
// nothing behind when it is told to end.
func TestProcess(t *testing.T) {
	binary, scenario := build(t)

	cmd := exec.Command(binary, "run", scenario, "--format", "csv")
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadFull(out, make([]byte, 1000)); err != nil {
		t.Fatal(err)
	}
	out.Close()
	if err := cmd.Wait(); err != nil || errs.Len() > 0 {
		t.Errorf("a closed pipe: expected a quiet end, found %v %q", err, errs.String())
	}

	dir := t.TempDir()
	cmd = exec.Command(binary, "run", scenario, "--format", "csv", "--out", filepath.Join(dir, "x.csv"))
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for len(names(t, dir)) == 0 { // until the temporary file is there
		time.Sleep(5 * time.Millisecond)
	}
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	state := cmd.Wait()
	if left := names(t, dir); len(left) == 1 && left[0] == "x.csv" {
		t.Log("it was done before the signal came")
	} else if len(left) > 0 || state == nil || cmd.ProcessState.ExitCode() != 143 {
		t.Errorf("SIGTERM: expected status 143 and nothing left, found %v, %v", state, left)
	}

	cmd = exec.Command(binary)
	cmd.Stdin = strings.NewReader("")
	if text, err := cmd.CombinedOutput(); err == nil || !strings.Contains(string(text), "needs a terminal") ||
		bytes.ContainsRune(text, '\x1b') {
		t.Errorf("without a terminal: %v %q", err, text)
	}
}

func names(t *testing.T, dir string) []string {
	t.Helper()
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range list {
		out = append(out, e.Name())
	}
	return out
}
