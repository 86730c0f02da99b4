package sim

import "teacp/sim/page"

// deadlineHeap is an indexed heap of deadlines by value: each component has at most one entry. To
// cancel is to assign Never. Ties break by the key. A node has four
// children, because to move an entry costs more than to compare two.
type deadlineHeap struct {
	items page.Vec[deadline]
	pos   page.Vec[uint32] // by component: index in items plus 1; 0: not in the heap
}

// heapArity is the number of children of a node.
const heapArity = 4

type deadline struct {
	at  Time
	key uint32 // the component; with behindAll where it is due after all others of this instant
}

const behindAll = 1 << 31

func (d deadline) comp() uint32 { return d.key &^ behindAll }

// addComp returns the next component number.
func (h *deadlineHeap) addComp() uint32 { return h.pos.Push(0) }

func (h *deadlineHeap) share(by *page.Owner) {
	h.items.Share(by)
	h.pos.Share(by)
}

func (h *deadlineHeap) min() (deadline, bool) {
	if h.items.Len() == 0 {
		return deadline{}, false
	}
	return *h.items.At(0), true
}

func isEarlier(a, b *deadline) bool {
	return a.at < b.at || a.at == b.at && a.key < b.key
}

// at is the deadline of component c, if it has one.
func (h *deadlineHeap) at(c uint32) (Time, bool) {
	p := *h.pos.At(c)
	if p == 0 {
		return Never, false
	}
	return h.items.At(p - 1).at, true
}

// set gives component c the deadline at; Never takes it out.
func (h *deadlineHeap) set(c uint32, at Time) { h.put(deadline{at, c}) }

// setBehind is set for a component that acts after all others that are due at the same instant.
func (h *deadlineHeap) setBehind(c uint32, at Time) { h.put(deadline{at, c | behindAll}) }

func (h *deadlineHeap) put(it deadline) {
	p := *h.pos.At(it.comp())
	if p == 0 {
		if it.at == Never {
			return
		}
		i := h.items.Push(it)
		*h.pos.Mut(it.comp()) = i + 1
		h.up(i)
		return
	}
	i := p - 1
	if it.at == Never {
		h.remove(i)
		return
	}
	old := *h.items.At(i)
	if old == it {
		return
	}
	*h.items.Mut(i) = it
	if isEarlier(&it, &old) {
		h.up(i)
	} else {
		h.down(i)
	}
}

// sooner brings the deadline of component c forward.
func (h *deadlineHeap) sooner(c uint32, at Time) {
	if now, ok := h.at(c); !ok || at < now {
		h.set(c, at)
	}
}

func (h *deadlineHeap) remove(i uint32) {
	last := uint32(h.items.Len() - 1)
	*h.pos.Mut(h.items.At(i).comp()) = 0
	moved := *h.items.At(last)
	h.items.Pop()
	if i == last {
		return
	}
	h.place(i, moved)
	h.up(i)
	h.down(*h.pos.At(moved.comp()) - 1)
}

func (h *deadlineHeap) place(i uint32, it deadline) {
	*h.items.Mut(i) = it
	*h.pos.Mut(it.comp()) = i + 1
}

// parent is the node above node i.
func parent(i uint32) uint32 { return (i - 1) / heapArity }

func (h *deadlineHeap) up(i uint32) {
	it := *h.items.At(i)
	start := i
	for i > 0 {
		p := parent(i)
		pi := h.items.At(p)
		if !isEarlier(&it, pi) {
			break
		}
		h.place(i, *pi)
		i = p
	}
	if i != start {
		h.place(i, it)
	}
}

func (h *deadlineHeap) down(i uint32) {
	it := *h.items.At(i)
	n := uint32(h.items.Len())
	start := i
	for {
		first := i*heapArity + 1
		c, least := i, &it
		for k := first; k < min(first+heapArity, n); k++ {
			if ki := h.items.At(k); isEarlier(ki, least) {
				c, least = k, ki
			}
		}
		if c == i {
			break
		}
		h.place(i, *least)
		i = c
	}
	if i != start {
		h.place(i, it)
	}
}
