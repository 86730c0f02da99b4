package cli

import (
	"os"
	"strconv"
	"strings"

	"teacp/sim"
	"teacp/views/words"
)

// unknownMemory is taken for the machine's memory where the system does not tell it.
const unknownMemory = 4 << 30

// runBudget is the memory that a run may take where nothing else is asked for: a third of the machine's,
// since the garbage collector may need as much again.
var runBudget = func() int64 { return machineMemory(os.ReadFile) / 3 }

// machineMemory is the memory of the machine, or of the control group that the program runs in, in bytes.
func machineMemory(read func(string) ([]byte, error)) int64 {
	total := int64(unknownMemory)
	if data, err := read("/proc/meminfo"); err == nil {
		for line := range strings.Lines(string(data)) {
			if f := strings.Fields(line); len(f) >= 2 && f[0] == "MemTotal:" {
				if kb, err := strconv.ParseInt(f[1], 10, 64); err == nil && kb > 0 {
					total = kb << 10
				}
			}
		}
	}
	for _, file := range []string{"/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"} {
		data, err := read(file)
		if err != nil {
			continue
		}
		if n, err := strconv.ParseInt(strings.TrimSpace(string(data)), 10, 64); err == nil && n > 0 {
			total = min(total, n)
		}
	}
	return total
}

// setBudget sets the limit of --memory, if there is one, and the budget: a larger limit is what the user
// has asked for.
func setBudget(cfg *sim.Config, memory int64) {
	if memory > 0 {
		cfg.Limits.Memory = memory
	}
	cfg.SetBudget(runBudget())
}

// memoryFlag reads --memory; 0 is no limit.
func memoryFlag(s string) (int64, error) {
	if s == "" {
		return 0, nil
	}
	n, err := sim.ParseBytes(s)
	if err != nil || n < sim.LeastMemory || n > sim.MostMemory {
		return 0, words.Fail(words.ErrorMemoryFlag, s)
	}
	return n, nil
}
