package sim

import "fmt"

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
	}
	return nil
}
