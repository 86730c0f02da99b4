package agent

// Waiting is the number of exchanges that wait for a connection to a destination.
func (a *State) Waiting(d *Dest) (n int64) {
	for x := d.Head; x != 0; x = a.Exs.At(x - 1).Next {
		n++
	}
	return n
}

// Enqueue puts an exchange in the queue of a destination and reports whether it is the only one.
func (a *State) Enqueue(d, x uint32) bool {
	de := a.Dests.Mut(d)
	a.Ex(x).Next = 0
	if de.tail != 0 {
		a.Ex(de.tail).Next = x
		de.tail = x
		return false
	}
	de.Head, de.tail = x, x
	return true
}

// Dequeue removes the first exchange from the queue of a destination.
func (a *State) Dequeue(d uint32) {
	de := a.Dests.Mut(d)
	ex := a.Ex(de.Head)
	if de.Head = ex.Next; de.Head == 0 {
		de.tail = 0
	}
	ex.Next = 0
}

// ClearQueue empties the queue of a destination and returns its first exchange.
func (a *State) ClearQueue(d uint32) (first uint32) {
	de := a.Dests.Mut(d)
	first = de.Head
	de.Head, de.tail = 0, 0
	return first
}

// List is a chain of exchanges, linked by Next.
type List struct{ First, last uint32 }

// Append adds an exchange to a list.
func (a *State) Append(l *List, x uint32) {
	if l.last == 0 {
		l.First = x
	} else {
		a.Ex(l.last).Next = x
	}
	l.last = x
}

// Prepend puts a list before all others that wait for a destination.
func (a *State) Prepend(d uint32, l List) {
	de := a.Dests.Mut(d)
	if l.First == 0 {
		return
	}
	a.Ex(l.last).Next = de.Head
	de.Head = l.First
	if de.tail == 0 {
		de.tail = l.last
	}
}

// TakeWorker gives exchange x a worker of a host. Where all are busy it queues the exchange and
// returns how many there are.
func (a *State) TakeWorker(host, x uint32) (busy int64, ok bool) {
	p := a.work.Mut(host)
	if lim := a.Set.Workers; lim <= 0 || p.busy < lim {
		p.busy++
		return p.busy, true
	}
	if p.tail != 0 {
		a.Ex(p.tail).nextWorker = x
	} else {
		p.head = x
	}
	p.tail = x
	return p.busy, false
}

// FreeWorker frees a worker of a host and gives it to the exchange that it returns (0: to none).
func (a *State) FreeWorker(host uint32) uint32 {
	p := a.work.Mut(host)
	p.busy--
	for p.head != 0 {
		x := p.head
		ex := a.Ex(x)
		if p.head = ex.nextWorker; p.head == 0 {
			p.tail = 0
		}
		if !a.Conn(ex.Conn - 1).Closed[1] {
			p.busy++
			return x
		}
	}
	return 0
}
