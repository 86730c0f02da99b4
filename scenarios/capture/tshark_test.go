package capture

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"teacp/sim"
	"teacp/sim/rule"
	"teacp/sim/simtest"
)

// analyses are what tshark finds and what is inferred here, where the definitions agree.
var analyses = []struct {
	field string
	rules []rule.ID
}{
	{
		"retransmission",
		[]rule.ID{
			rule.InferRto,
			rule.InferTlp,
			rule.InferFast,
			rule.InferSpurious,
			rule.InferRetransmission,
			rule.SynRetry,
			rule.SynAckRetry,
		},
	},
	{"fast_retransmission", []rule.ID{rule.InferFast}},
	{"spurious_retransmission", []rule.ID{rule.InferSpurious}},
	{"out_of_order", []rule.ID{rule.InferOutOfOrder}},
	{"duplicate_ack", []rule.ID{rule.InferDupAck}},
	{"window_update", []rule.ID{rule.InferWindowUpdate}},
	{"keep_alive_ack", []rule.ID{rule.InferKeepAliveAck}},
	{"zero_window", []rule.ID{rule.InferZeroWindow}},
	{"window_full", []rule.ID{rule.InferWindowFull}},
	{"lost_segment", []rule.ID{rule.InferGap}},
	{"reused_ports", []rule.ID{rule.SeenPortReuse}},
	// A probe of a zero window that repeats the byte before is a keep-alive there.
	{"keep_alive", []rule.ID{rule.InferKeepAlive, rule.InferProbe}},
}

// TestTshark: retransmissions, duplicate ACKs, windows and probes are those that tshark's
// analysis finds, segment by segment, in the recorded captures that have any.
func TestTshark(t *testing.T) {
	if _, err := exec.LookPath("tshark"); err != nil {
		t.Skip("tshark is not installed")
	}
	for i, name := range []string{"kernel-duplicate_data-client.pcap", "kernel-late_retransmission-client.pcap", "kernel-loss_one_sack_ts-client.pcap", "kernel-reorder_4-server.pcap",
		"kernel-rto_backoff_notlp-client.pcap", "zero-window.pcap", "kernel-zero_window-client.pcap", "reuse.pcap", "midstream-keepalive.pcap"} {
		if !simtest.Sample(i, 3) {
			continue
		}
		name = "testdata/" + name
		args := []string{"-r", name, "-Y", "tcp", "-T", "fields"}
		for i := range analyses {
			args = append(args, "-e", "tcp.analysis."+analyses[i].field)
		}
		out, err := exec.Command("tshark", args...).Output()
		if err != nil {
			t.Fatalf("tshark %s: %v", name, err)
		}
		lines := strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")
		_, r := replay(t, read(t, name))
		n := 0
		for f := int64(1); f < r.Frames(); f++ {
			evs := r.Events(f)
			if evs[0].Kind != sim.EvSend {
				continue
			}
			if n >= len(lines) {
				t.Fatalf("%s: tshark shows %d segments, and there are more", name, len(lines))
			}
			cells := strings.Split(lines[n], "\t")
			n++
			for i := range analyses {
				if theirs, ours := i < len(cells) && cells[i] != "", shows(evs, analyses[i].rules); theirs != ours {
					t.Errorf(
						"%s, segment %d, %s: tshark says %t, found %t (%s)",
						filepath.Base(name),
						n,
						analyses[i].field,
						theirs,
						ours,
						evs[0].Rule,
					)
				}
			}
		}
		if n != len(lines) {
			t.Errorf("%s: %s", name, fmt.Sprintf("expected %d segments, found %d", len(lines), n))
		}
	}
}

// shows reports whether a frame's segment or what is inferred of it goes by one of the rules.
func shows(evs []sim.Event, rules []rule.ID) bool {
	for i := range evs {
		if (evs[i].Kind == sim.EvSend || evs[i].Kind == sim.EvInfer) && slices.Contains(rules, evs[i].Rule) {
			return true
		}
	}
	return false
}
