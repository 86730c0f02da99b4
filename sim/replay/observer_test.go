package replay_test

import (
	"slices"
	"testing"
	"time"

	"teacp/sim/replay"
	"teacp/sim/rule"
	"teacp/sim/tcp"
)

const (
	ms  = time.Millisecond
	mss = 1000
	wnd = 60_000
)

// seen is a segment as a capture shows it that was made beside the client.
type seen struct {
	at   time.Duration
	side int // 0: the client sends
	seg  tcp.Segment
}

// data is a segment of the client from byte seq on.
func data(at time.Duration, seq int64, n int32) seen {
	return seen{at, 0, tcp.Segment{Seq: seq, Ack: 1, Len: n, Flags: tcp.ACK, Wnd: wnd, WScale: -1}}
}

// ack is an ACK of the server.
func ack(at time.Duration, n int64, w int32, sack ...tcp.Block) seen {
	s := seen{at, 1, tcp.Segment{Seq: 1, Ack: n, Flags: tcp.ACK, Wnd: w, WScale: -1, NSack: uint8(len(sack))}}
	copy(s.seg.Sack[:], sack)
	return s
}

// stamped adds timestamps to a segment.
func stamped(s seen, val, echo uint32) seen {
	s.seg.TS, s.seg.TSVal, s.seg.TSEcr = true, val, echo
	return s
}

// opening is a handshake with a round trip of 50 ms; it ends at 50 ms.
func opening() []seen {
	return []seen{
		{0, 0, tcp.Segment{Flags: tcp.SYN, Wnd: wnd, MSS: mss, WScale: -1}},
		{50 * ms, 1, tcp.Segment{Ack: 1, Flags: tcp.SYN | tcp.ACK, Wnd: wnd, MSS: mss, WScale: -1}},
		{50 * ms, 0, tcp.Segment{Seq: 1, Ack: 1, Flags: tcp.ACK, Wnd: wnd, WScale: -1}},
	}
}

// isn are initial sequence numbers: the client's wrap around with the first data.
var isn = [2]int64{1<<32 - 2, 1 << 31}

// onWire turns relative sequence numbers into those of the wire.
func onWire(s *seen) {
	low := func(n *int64, side int) { *n = int64(uint32(*n + isn[side])) }
	low(&s.seg.Seq, s.side)
	low(&s.seg.Ack, 1-s.side)
	for i := range s.seg.Sack[:s.seg.NSack] {
		low(&s.seg.Sack[i].Lo, 1-s.side)
		low(&s.seg.Sack[i].Hi, 1-s.side)
	}
}

// observe gives the segments to an observer after a handshake. It returns why the last one was
// sent, and all that was reported of either end while it was taken.
func observe(list []seen) (replay.Judgment, []replay.Out) {
	ends := [2]replay.End{replay.NewEnd(), replay.NewEnd()}
	var last replay.Judgment
	var out []replay.Out
	for _, s := range append(opening(), list...) {
		o := replay.Observer{Now: s.at, End: &ends[s.side], Peer: &ends[1-s.side]}
		onWire(&s)
		o.Unwrap(&s.seg)
		last = o.Judge(&s.seg, false)
		o.Sent(&s.seg, &last)
		o.End, o.Peer = o.Peer, o.End
		o.Arrived(&s.seg)
		out = o.Out
	}
	return last, out
}

// TestJudge holds why the last segment of a recording was sent. The round trip is 50 ms, so the
// time-out is 200 ms, a tail loss probe comes after 75 ms, and two duplicate ACKs are enough for
// a fast retransmission.
func TestJudge(t *testing.T) {
	hole := tcp.Block{Lo: 2001, Hi: 4001}
	flight := []seen{data(100*ms, 1, mss), data(100*ms, 1001, mss), data(100*ms, 2001, mss), data(100*ms, 3001, mss)}
	first := ack(150*ms, 1001, wnd)
	full := []seen{data(100*ms, 1, mss), ack(150*ms, 1001, 0)}
	for _, c := range []struct {
		name string
		list []seen
		want rule.ID
	}{
		{"two duplicate ACKs",
			append(flight, first, ack(151*ms, 1001, wnd, hole), ack(152*ms, 1001, wnd, hole), data(153*ms, 1001, mss)),
			rule.InferFast},
		{"three duplicate ACKs",
			append(flight, first, ack(151*ms, 1001, wnd), ack(152*ms, 1001, wnd), ack(152*ms, 1001, wnd),
				data(153*ms, 1001, mss)),
			rule.InferFast},
		{"one duplicate ACK",
			append(flight, first, ack(151*ms, 1001, wnd, hole), data(153*ms, 1001, mss)),
			rule.InferRetransmission},
		{"duplicate ACKs for other data",
			append(flight, first, ack(151*ms, 1001, wnd, hole), ack(152*ms, 1001, wnd, hole), data(153*ms, 2001, mss)),
			rule.InferRetransmission},
		{"duplicate ACKs long ago",
			append(flight, first, ack(151*ms, 1001, wnd, hole), ack(152*ms, 1001, wnd, hole), data(500*ms, 1001, mss)),
			rule.InferRto},
		{"a time-out", append(flight, data(300*ms, 1, mss)), rule.InferRto},
		{"a time-out after an ACK", append(flight, first, data(350*ms, 1001, mss)), rule.InferRto},
		{"the last segment, sooner", append(flight, data(180*ms, 3001, mss)), rule.InferTlp},
		{"the last segment, too soon for a probe", append(flight, data(170*ms, 3001, mss)), rule.InferRetransmission},
		{"an earlier segment, sooner", append(flight, data(180*ms, 2001, mss)), rule.InferRetransmission},
		{"what was acknowledged", append(flight, first, data(350*ms, 1, mss)), rule.InferSpurious},
		{"late by less than a round trip",
			[]seen{data(100*ms, 1, mss), data(101*ms, 2001, mss), data(102*ms, 1001, mss)},
			rule.InferOutOfOrder},
		{"late by more than two",
			[]seen{data(100*ms, 1, mss), data(101*ms, 2001, mss), data(302*ms, 1001, mss)},
			rule.InferRto},

		{"the same ACK again", append(flight, first, ack(151*ms, 1001, wnd)), rule.InferDupAck},
		{"the same ACK, another window", append(flight, first, ack(151*ms, 1001, wnd/2)), rule.InferWindowUpdate},
		{"the same ACK, another window, SACK",
			append(flight, first, ack(151*ms, 1001, wnd/2, hole)),
			rule.InferDupAck},
		{"an ACK as quick as ever", []seen{data(100*ms, 1, mss), ack(150*ms, 1001, wnd)}, rule.SeenAck},
		{"an ACK 14 ms later", []seen{data(100*ms, 1, mss), ack(164*ms, 1001, wnd)}, rule.SeenAck},
		{"an ACK 15 ms later", []seen{data(100*ms, 1, mss), ack(165*ms, 1001, wnd)}, rule.InferDelayedAck},
		{"an ACK 200 ms later", []seen{data(100*ms, 1, mss), ack(350*ms, 1001, wnd)}, rule.InferDelayedAck},

		{"one byte into a window of zero", append(full, data(400*ms, 1001, 1)), rule.InferProbe},
		{"the byte before, window of zero", append(full, data(400*ms, 1000, 1)), rule.InferProbe},
		{"one byte into an open window", []seen{data(100*ms, 1, mss), first, data(400*ms, 1001, 1)}, rule.Seen},
		{"the byte before, open window",
			[]seen{data(100*ms, 1, mss), first, data(400*ms, 1000, 1)},
			rule.InferKeepAlive},
		{"an answer to a probe", append(full, data(400*ms, 1001, 1), ack(450*ms, 1001, 0)), rule.InferProbeAck},
		{"an answer to a keep-alive",
			[]seen{data(100*ms, 1, mss), first, data(400*ms, 1000, 1), ack(450*ms, 1001, wnd)},
			rule.InferKeepAliveAck},
		{"new data", flight, rule.Seen},
	} {
		if j, _ := observe(slices.Clone(c.list)); j.Rule != c.want {
			t.Errorf("%s: concluded %s, expected %s", c.name, j.Rule, c.want)
		}
	}
}

// TestReports holds what is reported of the last segment of a recording, with its numbers.
func TestReports(t *testing.T) {
	lost := []seen{data(100*ms, 1, mss), data(400*ms, 1, mss)}
	two := []seen{data(100*ms, 1, mss), data(100*ms, 1001, mss)}
	small := []seen{data(100*ms, 1, 300), ack(150*ms, 301, wnd)}
	report := func(id rule.ID, a, b int64) replay.Out {
		return replay.Out{Kind: replay.OutInfer, Rule: id, A: a, B: b}
	}
	for _, c := range []struct {
		name string
		list []seen
		want []replay.Out // without OutAcked
	}{
		{"a silence of a second",
			[]seen{data(1050*ms, 1, mss)},
			[]replay.Out{report(rule.InferIdle, int64(1000*ms), 0)}},
		{"a silence just below", []seen{data(1049*ms, 1, mss)}, nil},
		{"a time-out", lost, []replay.Out{report(rule.InferRto, int64(300*ms), int64(200*ms))}},
		{"a tail loss probe",
			[]seen{data(100*ms, 1, mss), data(180*ms, 1, mss)},
			[]replay.Out{report(rule.InferTlp, int64(80*ms), int64(50*ms))}},
		{"a delayed ACK", []seen{data(100*ms, 1, mss), ack(350*ms, 1001, wnd)},
			[]replay.Out{report(rule.InferDelayedAck, int64(200*ms), mss),
				{Kind: replay.OutRTT, Rule: rule.InferRTT, A: int64(250 * ms),
					B: int64(75*ms + 4*68750*time.Microsecond)}}},
		{"a window update",
			append(two, ack(150*ms, 1001, wnd), ack(151*ms, 1001, wnd/2)),
			[]replay.Out{report(rule.InferWindowUpdate, wnd/2, wnd)}},
		{"a window of zero",
			append(two, ack(150*ms, 1001, wnd), ack(151*ms, 1001, 0)),
			[]replay.Out{report(rule.InferZeroWindow, 0, 0)}},

		{"a sample",
			[]seen{data(100*ms, 1, mss), ack(150*ms, 1001, wnd)},
			[]replay.Out{{Kind: replay.OutRTT, Rule: rule.InferRTT, A: int64(50 * ms), B: int64(200 * ms)}}},
		{"a sample of the last one that an ACK covers",
			[]seen{data(100*ms, 1, mss), data(110*ms, 1001, mss), ack(160*ms, 2001, wnd)},
			[]replay.Out{{Kind: replay.OutRTT, Rule: rule.InferRTT, A: int64(50 * ms), B: int64(200 * ms)}}},
		{"no sample of what was sent again", append(lost, ack(450*ms, 1001, wnd)), nil},

		{"a D-SACK",
			append(lost, ack(450*ms, 1001, wnd, tcp.Block{Lo: 1, Hi: 1001})),
			[]replay.Out{report(rule.InferUndoDsack, 1, 1001)}},
		{"an echo of the first transmission",
			[]seen{stamped(lost[0], 100, 0), stamped(lost[1], 400, 0), stamped(ack(450*ms, 1001, wnd), 450, 100)},
			[]replay.Out{report(rule.InferUndoEifel, 1, 1001)}},
		{"an echo of the second",
			[]seen{stamped(lost[0], 100, 0), stamped(lost[1], 400, 0), stamped(ack(450*ms, 1001, wnd), 450, 400)},
			nil},
		{"an ACK within half a round trip",
			append(lost, ack(424*ms, 1001, wnd)),
			[]replay.Out{report(rule.InferUndoQuick, 1, 1001)}},

		{"a small segment with the ACK of a small one",
			append(small, data(151*ms, 301, 200)),
			[]replay.Out{report(rule.InferNagle, 200, 300)}},
		{"a small segment, later", append(small, data(170*ms, 301, 200)), nil},
		{"a full segment with the ACK of a small one", append(small, data(151*ms, 301, mss)), nil},
		{"a full segment with the ACK of a flight",
			append(two, ack(150*ms, 2001, wnd), data(151*ms, 2001, mss)),
			[]replay.Out{report(rule.InferCwnd, 2*mss, wnd)}},
		{"a full segment with the ACK of one",
			append(two[:1:1], ack(150*ms, 1001, wnd), data(151*ms, 1001, mss)), nil},
		{"the last byte of a window",
			append(two, ack(150*ms, 2001, mss), data(151*ms, 2001, mss)),
			[]replay.Out{report(rule.InferWindowFull, mss, mss)}},

		{"bytes that are missing", append(two, data(101*ms, 3001, mss)),
			[]replay.Out{report(rule.InferGap, 2001, 3001),
				{Kind: replay.OutOutOfOrder, Rule: rule.OutOfOrder, A: 3001, B: 4001}}},
		{"an ACK of what was not seen", append(two, ack(150*ms, 3001, wnd)),
			[]replay.Out{report(rule.InferAckedUnseen, 3001, 2001),
				{Kind: replay.OutRTT, Rule: rule.InferRTT, A: int64(50 * ms), B: int64(200 * ms)}}},
	} {
		_, got := observe(slices.Clone(c.list))
		got = slices.DeleteFunc(got, func(o replay.Out) bool { return o.Kind == replay.OutAcked })
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: reported %+v, expected %+v", c.name, got, c.want)
		}
	}
}

// TestStates follows both ends from the handshake to TIME-WAIT.
func TestStates(t *testing.T) {
	ends := [2]replay.End{replay.NewEnd(), replay.NewEnd()}
	fin := func(at time.Duration, side int, seq, ack int64) seen {
		return seen{at, side, tcp.Segment{Seq: seq, Ack: ack, Flags: tcp.FIN | tcp.ACK, Wnd: wnd, WScale: -1}}
	}
	list := append(opening(), fin(100*ms, 0, 1, 1), ack(150*ms, 2, wnd), fin(160*ms, 1, 1, 2), data(160*ms, 2, 0))
	list[len(list)-1].seg.Ack = 2
	want := [][2]tcp.State{
		{tcp.SynSent, tcp.Closed},
		{tcp.Established, tcp.SynReceived},
		{tcp.Established, tcp.Established},
		{tcp.FinWait1, tcp.CloseWait},
		{tcp.FinWait2, tcp.CloseWait},
		{tcp.TimeWait, tcp.LastAck},
		{tcp.TimeWait, tcp.Closed},
	}
	for i, s := range list {
		o := replay.Observer{Now: s.at, End: &ends[s.side], Peer: &ends[1-s.side]}
		j := o.Judge(&s.seg, false)
		o.Sent(&s.seg, &j)
		o.End, o.Peer = o.Peer, o.End
		o.Arrived(&s.seg)
		if got := [2]tcp.State{ends[0].State(), ends[1].State()}; got != want[i] {
			t.Errorf("after segment %d the ends are in %v, expected %v", i, got, want[i])
		}
	}
}
