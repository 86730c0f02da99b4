package simtest

import (
	"fmt"

	"teacp/sim"
	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// Checked simulates a run to its end, and returns the first invariant that does not hold after a frame
// (World.Check) or in the whole run (Conserved).
func Checked(r *sim.Run) error {
	for done := false; !done; {
		done = r.Extend(1)
		if err := r.At(r.Frames() - 1).Check(); err != nil {
			return err
		}
	}
	return Conserved(r)
}

// stream is what one end of a connection writes.
type stream struct {
	written, read int64   // by the calls of the two applications
	ended         rule.ID // what ended the connection before its time at either end; None: nothing
}

// Conserved returns an error unless every byte that was written in a finished run has been read, is still
// in a buffer of one of the two ends or was discarded with a reason, and every packet that was sent has
// arrived, was lost by a rule or is in flight.
func Conserved(r *sim.Run) error {
	streams := make([]stream, 2*r.At(r.Frames()-1).Conns()) // 2*conn+side of the writer
	sent, copies, arrived, lost := int64(0), int64(0), int64(0), int64(0)
	r.Each(0, r.Frames(), 0, func(e *sim.Event) bool {
		switch e.Kind {
		case sim.EvSend, sim.EvDgram:
			sent++
		case sim.EvRecv, sim.EvDgramRecv:
			arrived++
		case sim.EvLost:
			lost++
		case sim.EvWire:
			if e.Rule == rule.FaultDup || e.Rule == rule.HandDup {
				copies++
			}
		}
		if e.Conn == sim.NoConn {
			return true
		}
		i := 2*int(e.Conn) + int(e.Side)
		switch {
		case e.Kind != sim.EvCall && e.Kind != sim.EvDone:
		case e.Op == sim.OpWrite && e.Sub == uint8(tcp.OK):
			streams[i].written += e.B
		case (e.Op == sim.OpRead || e.Op == sim.OpReadEOF) && e.Sub == uint8(tcp.OK) && e.At2 != sim.Never:
			streams[i^1].read += e.B
		}
		if id := discards(e); id != rule.None {
			streams[i].ended, streams[i^1].ended = id, id
		}
		return true
	})
	w := r.At(r.Frames() - 1)
	flying := int64(0)
	w.Flying(func(*sim.Packet) bool { flying++; return true })
	if sent+copies != arrived+lost+flying {
		return fmt.Errorf("%d packets and %d copies were sent, %d arrived, %d were lost, %d are in flight",
			sent, copies, arrived, lost, flying)
	}
	for i := range streams {
		if err := streams[i].check(w, uint32(i/2), i%2); err != nil {
			return fmt.Errorf("connection %d, what side %d writes: %w", i/2, i%2, err)
		}
	}
	return nil
}

// discards names the rule by which an event ends a connection whose bytes may be thrown away; None if it
// does not.
func discards(e *sim.Event) rule.ID {
	switch {
	case e.Kind == sim.EvState && tcp.State(e.B) == tcp.Closed && tcp.State(e.A) != tcp.TimeWait:
		if e.Rule != rule.StateFinAcked && e.Rule != rule.TimeWait {
			return e.Rule
		}
	case e.Kind == sim.EvState && tcp.State(e.A) == tcp.TimeWait && tcp.State(e.B) == tcp.Closed:
		if e.Rule == rule.StateReset {
			return e.Rule
		}
	}
	return rule.None
}

// check accounts for the bytes of one direction at the end of a run.
func (s *stream) check(w *sim.World, conn uint32, side int) error {
	from, to := w.Info(conn, side), w.Info(conn, 1-side)
	switch {
	case s.read > s.written:
		return fmt.Errorf("%d bytes were written, %d read", s.written, s.read)
	case s.read == s.written || s.ended != rule.None:
		return nil
	}
	// Nothing has ended the connection: both ends still have what is missing.
	unsent := s.written + 1 - max(from.SndUna, 1)
	if from.State == tcp.TimeWait || from.State == tcp.Closed || from.State == tcp.FinWait2 {
		unsent = 0
	}
	if s.read+to.Unread+max(unsent, 0) < s.written {
		return fmt.Errorf("%d bytes were written, %d read; %d are unread, %d not acknowledged, and no rule discards the rest",
			s.written, s.read, to.Unread, unsent)
	}
	return nil
}
