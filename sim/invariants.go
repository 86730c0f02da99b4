package sim

import (
	"fmt"

	"teacp/sim/tcp"
)

// Check walks the world and returns the first broken invariant. It looks at everything
// there is, so it belongs in tests.
func (w *World) Check() error {
	for i := 0; i < w.heap.items.Len(); i++ {
		it := w.heap.items.At(uint32(i))
		if *w.heap.pos.At(it.comp()) != uint32(i)+1 {
			return fmt.Errorf("frame %d: heap position of component %d is wrong", w.frame, it.comp())
		}
		if it.at < w.now {
			return fmt.Errorf("frame %d: component %d is due at %v, before now (%v)", w.frame, it.comp(), it.at, w.now)
		}
		if i > 0 {
			if p := w.heap.items.At(parent(uint32(i))); isEarlier(it, p) {
				return fmt.Errorf("frame %d: heap order is broken at %d", w.frame, i)
			}
		}
	}
	if err := w.net.checkOrder(); err != nil {
		return fmt.Errorf("frame %d: %w", w.frame, err)
	}
	for i := 0; i < w.ends.Len(); i++ {
		e := w.ends.At(uint32(i))
		if !e.exists || e.conn.Dead() {
			continue
		}
		if err := e.conn.Check(&w.mem); err != nil {
			return fmt.Errorf("frame %d: connection %d side %d: %w", w.frame, i/2, i%2, err)
		}
		if err := w.checkStream(uint32(i)); err != nil {
			return fmt.Errorf("frame %d: connection %d side %d: %w", w.frame, i/2, i%2, err)
		}
	}
	if err := w.checkListeners(); err != nil {
		return fmt.Errorf("frame %d: %w", w.frame, err)
	}
	return nil
}

// checkStream returns an error unless what an end has received in order was sent by its peer, and what the
// peer knows to be acknowledged was received.
func (w *World) checkStream(ei uint32) error {
	e, peer := w.ends.At(ei), w.ends.At(ei^1)
	if !peer.exists || e.isn != 0 || peer.isn != 0 || e.conn.State() == tcp.SynSent || w.cfg.Played != nil {
		return nil
	}
	_, _, received := e.conn.Sequence()
	acked, _, _ := peer.conn.Sequence()
	sent := peer.conn.SentEnd()
	switch {
	case received > sent:
		return fmt.Errorf("RCV.NXT %d is beyond what the peer has sent, %d", received, sent)
	case received < acked && e.conn.State() != tcp.Closed:
		return fmt.Errorf("RCV.NXT %d is below what the peer has seen acknowledged, %d", received, acked)
	}
	return nil
}

// checkListeners returns an error unless each listening socket counts its half-open and waiting connections.
func (w *World) checkListeners() error {
	type queues struct{ halfOpen, queue uint32 }
	count := make([]queues, w.listeners.Len())
	for i := range uint32(w.ends.Len()) {
		l := w.conns.At(i / 2).listener
		if i&1 == 0 || l == 0 {
			continue
		}
		e := w.ends.At(i)
		if e.exists && e.conn.State() == tcp.SynReceived {
			count[l-1].halfOpen++
		}
		if e.queued {
			count[l-1].queue++
		}
	}
	for i, c := range count {
		if l := w.listeners.At(uint32(i)); c != (queues{l.halfOpen, l.queue}) {
			return fmt.Errorf("port %d counts %d half-open and %d waiting connections, there are %d and %d",
				l.port, l.halfOpen, l.queue, c.halfOpen, c.queue)
		}
	}
	return nil
}
