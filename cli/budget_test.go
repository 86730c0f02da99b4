package cli

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"teacp/sim"
	"teacp/views/words"
)

// TestMachineMemory reads what a Linux machine and its control group say.
func TestMachineMemory(t *testing.T) {
	for _, c := range []struct {
		files map[string]string
		want  int64
	}{
		{nil, unknownMemory},
		{map[string]string{"/proc/meminfo": "MemTotal:       2048 kB\nMemFree: 1 kB\n"}, 2 << 20},
		{map[string]string{"/proc/meminfo": "MemTotal: 2048 kB\n", "/sys/fs/cgroup/memory.max": "max\n"}, 2 << 20},
		{map[string]string{"/proc/meminfo": "MemTotal: 2048 kB\n", "/sys/fs/cgroup/memory.max": "1048576\n"}, 1 << 20},
		{map[string]string{"/proc/meminfo": "MemTotal: 2048 kB\n",
			"/sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n"}, 2 << 20},
		{map[string]string{"/proc/meminfo": "nonsense"}, unknownMemory},
	} {
		read := func(name string) ([]byte, error) {
			if s, ok := c.files[name]; ok {
				return []byte(s), nil
			}
			return nil, errors.New("none")
		}
		if got := machineMemory(read); got != c.want {
			t.Errorf("%v: expected %d, found %d", c.files, c.want, got)
		}
	}
}

// many opens a new connection for each of its requests.
const many = "name: many\nprofile: linux\nlimits: {connections: 1000000, frames: 100000000}\n" +
	"http: {requests: [1], transactions: 4000, strategy: serial, connections: 50}\n"

// TestMemoryFlag: a limit of memory in the file or on the command line ends a run, the run says so, and
// both end it at the same frame.
func TestMemoryFlag(t *testing.T) {
	t.Setenv("LC_ALL", "C")
	dir := t.TempDir()
	plain, limited := filepath.Join(dir, "many.yaml"), filepath.Join(dir, "limited.yaml")
	write(t, plain, many)
	write(t, limited, strings.Replace(many, "limits: {", "limits: {memory: 3MB, ", 1))
	last := func(args ...string) string {
		code, out, errs := teacp(append([]string{"run", "--format", "plain", "--kind", "end"}, args...)...)
		if code != exitDone || errs != "" {
			t.Fatalf("%q: %d %s", args, code, errs)
		}
		lines := strings.Split(strings.TrimSpace(out), "\n")
		return lines[len(lines)-1]
	}
	byFlag, byFile := last(plain, "--memory", "3MB"), last(limited)
	if byFlag != byFile || !strings.Contains(byFlag, "limit of 3,000,000 bytes of memory (limits.memory)") {
		t.Errorf("the flag: %q\nthe file: %q", byFlag, byFile)
	}
	if _, out, _ := teacp("share", plain, "--memory", "3MB"); !strings.Contains(out, "memory=3MB") {
		t.Errorf("what is shared lacks the limit: %q", out)
	}
	if code, out, errs := teacp("run", plain, "--memory", "3 bytes"); code != exitBad || out != "" || !strings.Contains(errs, "--memory") {
		t.Errorf("%d %q %q", code, out, errs)
	}
}

// TestBudgetEndsCommands: a run that needs more memory than the machine has for it ends every command that
// simulates, with status 2, nothing written, and the setting named.
func TestBudgetEndsCommands(t *testing.T) {
	t.Setenv("LC_ALL", "C")
	before := runBudget
	runBudget = func() int64 { return 2_000_000 }
	defer func() { runBudget = before }()
	dir := t.TempDir()
	file := filepath.Join(dir, "many.yaml")
	write(t, file, many+"expect:\n  - {count: drops, is: 0}\n")
	for _, args := range [][]string{{"run", file}, {"run", file, "--format", "stats"}, {"ledger", file}, {"compare", file, "--b", "client.nagle=off"},
		{"why", file, "100"}, {"why", file, "190000"}, {"handout", file}, {"assert", file}, {"lint", "--library", file},
		{"run", file, "--format", "json", "--out", filepath.Join(dir, "x")}} {
		code, out, errs := teacp(args...)
		if code != exitBad || out != "" || !strings.Contains(errs, "limits.memory") || !strings.Contains(errs, "--memory") {
			t.Errorf("%q: %d %q %q", args[:1], code, out, errs)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*")); len(left) != 1 {
		t.Errorf("left behind: %q", left)
	}
	if code, _, errs := teacp("run", file, "--memory", "20MB"); code != exitDone {
		t.Errorf("a limit that was asked for does not raise the budget: %d %s", code, errs)
	}
	if text := words.Error(&sim.BudgetError{Frame: 7, Budget: 5e9}, "ko"); !strings.Contains(text, "limits.memory") ||
		!strings.Contains(text, "메모리") {
		t.Errorf("in Korean: %s", text)
	}
}
