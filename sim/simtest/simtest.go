package simtest

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"teacp/sim"
	"teacp/sim/tcp"
)

// Of is the run of a configuration, with changes.
func Of(t testing.TB, cfg *sim.Config, changes ...sim.Change) *sim.Run {
	t.Helper()
	r, err := sim.New(cfg, changes)
	if err != nil {
		t.Fatal(err)
	}
	r.Finish()
	return r
}

// Golden compares a text with a file, or with update writes the file anew.
func Golden(t testing.TB, file, got string, update bool) {
	t.Helper()
	if update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs (go test with -update writes it anew): %s", file, Difference(string(want), got))
	}
}

// Difference names the first line in which two texts differ.
func Difference(want, got string) string {
	a, b := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return fmt.Sprintf("line %d\n want %q\n got  %q", i+1, a[i], b[i])
		}
	}
	return fmt.Sprintf("expected %d lines, found %d", len(a), len(b))
}

// Transfer returns the first frames of a run without end: one connection that sends as fast as its line allows.
func Transfer(b testing.TB, frames int64) *sim.Run {
	b.Helper()
	p, _ := tcp.Profile("linux")
	c := &sim.Config{Name: "transfer", Seed: 1,
		Hosts:  []sim.HostConfig{{Name: "client", Profile: "linux", Policy: p}, {Name: "server", Profile: "linux", Policy: p}},
		Links:  []sim.LinkConfig{{A: 0, B: 1}},
		Limits: sim.Limits{Frames: 100_000_000},
		Conns: []sim.ConnScript{{ServerHost: 1, ClientPort: 40001, ServerPort: 8001,
			Client: []sim.Step{{Op: sim.OpConnect}, {Op: sim.OpReadEOF}},
			Server: []sim.Step{{Op: sim.OpAccept}, {Op: sim.OpWrite, Bytes: 1 << 40}}}}}
	for d := range c.Links[0].Dir {
		c.Links[0].Dir[d] = sim.PathConfig{Delay: 5_000_000, RateBps: 100_000_000, QueuePackets: 100}
	}
	r, err := sim.New(c, nil)
	if err != nil {
		b.Fatal(err)
	}
	r.Extend(frames)
	return r
}
