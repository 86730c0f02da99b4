package capture

import (
	"fmt"
	"net/netip"
	"path/filepath"
	"sync"
	"time"

	"teacp/sim"
	"teacp/sim/rule"
)

// Alone is one connection of a capture as a recording of its own: connection 0, from time 0
// on. It can be laid beside its simulation.
type Alone struct {
	f    *File
	conn uint32
	zero sim.Time // of its first packet, in the times of the file

	mu   sync.Mutex
	list []int64 // its records
	next int64   // record of the file that is looked at next
}

// Alone is connection conn of the file.
func (c *File) Alone(conn uint32) (*Alone, error) {
	c.mu.Lock()
	for int64(conn) >= int64(len(c.conns)) && c.advance() {
	}
	n := len(c.conns)
	c.mu.Unlock()
	if int64(conn) >= int64(n) {
		return nil, fmt.Errorf("%s: expected a connection from 0 to %d, found %d", c.name, n-1, conn)
	}
	c.mu.Lock()
	first := c.conns[conn].first
	c.mu.Unlock()
	a := &Alone{f: c, conn: conn, next: first}
	if rec, ok := c.Record(first); ok && rec.At != sim.Never {
		a.zero = rec.At
	}
	return a, nil
}

// of is the record of the file that is record i of the connection.
func (a *Alone) of(i int64) (int64, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if i < 0 {
		return 0, false
	}
	for i >= int64(len(a.list)) {
		ref, ok := a.f.ref(a.next)
		if !ok {
			return 0, false
		}
		if ref < dgramRef && ref/2 == a.conn {
			a.list = append(a.list, a.next)
		}
		a.next++
	}
	return a.list[i], true
}

// ref is whose record i is.
func (c *File) ref(i int64) (uint32, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.more(i) {
		return 0, false
	}
	return c.entry(i).ref, true
}

// Record is record i of the connection (sim.Source).
func (a *Alone) Record(i int64) (sim.Record, bool) {
	n, ok := a.of(i)
	if !ok {
		return sim.Record{}, false
	}
	rec, ok := a.f.Record(n)
	rec.Conn = 0
	if rec.At != sim.Never {
		rec.At -= a.zero
	}
	return rec, ok
}

// Ended, Addr, Payload, Packet, Remark and Zero are those of the file.
func (a *Alone) Ended() rule.ID { return a.f.Ended() }

// Addr is the address of a side.
func (a *Alone) Addr(_ uint32, side int) netip.Addr { return a.f.Addr(a.conn, side) }

// Payload copies what the file holds of a record's payload.
func (a *Alone) Payload(dst []byte, i int64) int {
	n, ok := a.of(i)
	if !ok {
		return 0
	}
	return a.f.Payload(dst, n)
}

// Packet is the bytes of a record as captured.
func (a *Alone) Packet(i int64) ([]byte, uint32, int, bool) {
	n, ok := a.of(i)
	if !ok {
		return nil, 0, 0, false
	}
	return a.f.Packet(n)
}

// IP is the bytes of a record from its IP header on.
func (a *Alone) IP(i int64) ([]byte, int, bool) {
	n, ok := a.of(i)
	if !ok {
		return nil, 0, false
	}
	return a.f.IP(n)
}

// Remark is what else there is to say about a record.
func (a *Alone) Remark(i int64) string {
	n, ok := a.of(i)
	if !ok {
		return a.f.Remark(-1)
	}
	return a.f.Remark(n)
}

// Zero is the instant that the times count from.
func (a *Alone) Zero() time.Time { return a.f.Zero().Add(a.zero) }

// Config is the run that shows the connection.
func (a *Alone) Config() *sim.Config {
	a.f.mu.Lock()
	rtt := a.f.roundTrip()
	a.f.mu.Unlock()
	return between(
		a,
		fmt.Sprintf("%s#%d", filepath.Base(a.f.name), a.conn),
		[2]string{a.Addr(0, 0).String(), a.Addr(0, 1).String()},
		rtt,
	)
}
