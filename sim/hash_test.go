package sim_test

import (
	"flag"
	"fmt"
	"hash/fnv"
	"strings"
	"testing"

	"teacp/scenarios"
	"teacp/scenarios/scenariotest"
	"teacp/sim"
	"teacp/sim/simtest"
	"teacp/sim/tcp"
)

var update = flag.Bool("update", false, "write the golden files again")

// TestHashes compares the run of every library scenario under each profile with
// testdata/hashes.txt. A line contains the hash of the run (kinds, rules, causes of holds, timers,
// windows) and the hash of its segments and their times. A changed explanation changes the first;
// only a changed simulation may change the second.
func TestHashes(t *testing.T) {
	var b strings.Builder
	b.WriteString("# scenario profile: hash of the run, hash of its segments and their times\n")
	for _, m := range scenarios.List() {
		name := m.Name
		for _, profile := range tcp.ProfileNames {
			r := scenariotest.Run(t, name, sim.Change{Knob: "profile", Value: profile})
			fmt.Fprintf(&b, "%s %s %016x %016x\n", name, profile, r.Hash(), segmentHash(r))
		}
	}
	simtest.Golden(t, "testdata/hashes.txt", b.String(), *update)
}

// segmentHash hashes when and where each segment is sent, arrives, is lost or is ignored, with its
// sequence and acknowledgment numbers, length, flags, window and SACK blocks. It contains no rule,
// cause or frame number.
func segmentHash(r *sim.Run) uint64 {
	h := fnv.New64a()
	kinds := uint64(1<<sim.EvSend | 1<<sim.EvRecv | 1<<sim.EvLost | 1<<sim.EvIgnored)
	r.Each(0, r.Frames(), kinds, func(e *sim.Event) bool {
		s := &e.Seg
		fmt.Fprintln(h, e.Kind, int64(e.At), int64(e.At2), e.Conn, e.Side, s.Seq, s.Ack, s.Len, uint64(s.Flags),
			s.Wnd, s.Sack[:s.NSack])
		return true
	})
	return h.Sum64()
}
