package model

import (
	"teacp/model/overlay"
	"teacp/sim"
	"teacp/views/words"
)

// figure is a row of the table of differences.
type figure struct {
	name  words.Key
	time  bool
	ended bool // known at the end of the run alone
	get   func(r *sim.Run) int64
	goal  bool // when the goal is reached
}

var figures = []figure{
	{name: words.FigureGoal, time: true, goal: true},
	{words.FigureLastData, true, true, func(r *sim.Run) int64 { return int64(overlay.LastDelivery(r)) }, false},
	{words.FigureEnd, true, false, func(r *sim.Run) int64 { return int64(r.Duration()) }, false},
	{words.FigureFrames, false, false, func(r *sim.Run) int64 { return r.Frames() }, false},
	{words.FigureSegments, false, false, func(r *sim.Run) int64 { return r.Stats().Segments }, false},
	{words.FigureDataSegments, false, false, func(r *sim.Run) int64 { return r.Stats().DataSegments }, false},
	{words.FigurePureAcks, false, false, func(r *sim.Run) int64 { return r.Stats().PureAcks }, false},
	{words.FigureRetransmissions, false, false, func(r *sim.Run) int64 { return r.Stats().Retransmissions }, false},
	{words.FigureLost, false, false, func(r *sim.Run) int64 { return r.Stats().Drops }, false},
	{words.FigureConnections, false, false, func(r *sim.Run) int64 { return r.Stats().Connections }, false},
	{words.FigureWireBytes, false, false, func(r *sim.Run) int64 { return r.Stats().WireBytes }, false},
	{words.FigurePayload, false, false, func(r *sim.Run) int64 { return r.Stats().PayloadBytes }, false},
	{words.FigureHolds, false, false, nil, false},
	{words.FigureAcksHeld, false, false, nil, false},
	{words.FigureBuffers, false, false, nil, false},
}

// never stands for what a run does not say: a recording knows no holds and no causes. What is
// not known yet is -1.
const never = -2

// unreached stands for the time of a goal that is not reached.
const unreached = -3

func (f *figure) text(v int64) string {
	switch {
	case v == unreached:
		return "✗"
	case v == never:
		return "–"
	case v < 0:
		return "…"
	case f.time:
		return words.Time(sim.Time(v))
	}
	return words.Bytes(v)
}

// tally is what has to be counted frame by frame: waits, and how many bytes the buffers of
// all sockets hold at most.
type tally struct {
	run   *sim.Run
	upto  int64
	holds int64
	acks  int64
	now   int64
	most  int64
	ends  map[uint64]int64 // bytes in the buffers of each end
}

func (t *tally) limit() int64 { return t.run.Frames() }

// grow counts in up to n more frames. It reads the ends that a frame touches, after it.
func (t *tally) grow(n int64) {
	if t.ends == nil {
		t.ends = map[uint64]int64{}
	}
	for to := min(t.limit(), t.upto+n); t.upto < to; t.upto++ {
		var w *sim.World
		last := ^uint64(0)
		for _, e := range t.run.Events(t.upto) {
			switch e.Kind {
			case sim.EvHold:
				t.holds++
			case sim.EvAckHeld:
				t.acks++
			case sim.EvReadable, sim.EvOOO, sim.EvCall, sim.EvDone, sim.EvAcked, sim.EvError, sim.EvState:
				key := uint64(e.Conn)<<1 | uint64(e.Side)
				if e.Conn == sim.NoConn || key == last {
					continue
				}
				if w == nil {
					w = t.run.At(t.upto)
				}
				last = key
				in := w.Info(e.Conn, int(e.Side))
				bytes := in.Unread + in.OOO + in.InFlight + in.Held
				t.now += bytes - t.ends[key]
				t.ends[key] = bytes
			}
		}
		t.most = max(t.most, t.now)
	}
}
