package drill

import (
	"teacp/sim"
	"teacp/sim/tcp"
)

const (
	eBadF     = 9
	eAgain    = 11
	eInval    = 22
	ePipe     = 32
	eIsConn   = 106
	eNotConn  = 107
	eAlready  = 114
	eProgress = 115
)

// Call starts a call. It returns blocked = true if the call blocks; Returned then gives the reply.
func (st *simulated) Call(s *Sys) (Reply, bool) {
	st.afterTimers()
	r, done := st.try(s)
	if !done {
		st.blocked = s
		return Reply{}, true
	}
	r.At = st.now
	return r, false
}

// Returned returns the reply of the call that blocked, once it has returned.
func (st *simulated) Returned() (Reply, bool) {
	if !st.replied {
		return Reply{}, false
	}
	st.replied = false
	return st.reply, true
}

// retry tries the blocked call again. It runs after every event that can complete a call.
func (st *simulated) retry() {
	if st.blocked == nil {
		return
	}
	if r, done := st.try(st.blocked); done {
		st.blocked = nil
		r.At = st.now
		st.reply, st.replied = r, true
	}
}

func fail(n int) (Reply, bool) { return Reply{Ret: -1, Errno: n}, true }

func failed(e tcp.Errno) (Reply, bool) { return fail(e.Number()) }

func ok(n int64) (Reply, bool) { return Reply{Ret: n}, true }

// try makes a call. It returns false if the call blocks.
func (st *simulated) try(s *Sys) (Reply, bool) {
	if s.Op == OpSocket {
		st.socks = append(st.socks, socket{open: true, conn: -1, nonblock: s.Flags&oNonBlock != 0})
		st.fds[int(s.Ret)] = len(st.socks) - 1
		return ok(s.Ret)
	}
	i, known := st.fds[s.FD]
	if !known || !st.socks[i].open {
		return fail(eBadF)
	}
	k := &st.socks[i]
	var c *conn
	if k.conn >= 0 {
		c = st.conns[k.conn]
	}
	switch s.Op {
	case OpBind:
		return ok(0)
	case OpListen:
		k.listening = true
		return ok(0)
	case OpAccept:
		return st.accept(s, k)
	case OpConnect:
		return st.connect(k, c)
	case OpRead:
		return st.read(s, k, c)
	case OpWrite:
		return st.write(s, k, c)
	case OpShutdown:
		return st.shutdown(s, k, c)
	case OpClose:
		return st.close(k, c)
	case OpGetFlags:
		r := int64(oRdWr)
		if k.nonblock {
			r |= oNonBlock
		}
		return ok(r)
	case OpSetFlags:
		k.nonblock = s.Flags&oNonBlock != 0
		return ok(0)
	case OpSetOpt:
		return st.setOption(s, k, c)
	case OpGetOpt:
		return st.getOption(s, k, c)
	case OpIoctl:
		return st.ioctl(s, c)
	}
	return st.poll(s, k, c)
}

func (st *simulated) accept(s *Sys, k *socket) (Reply, bool) {
	if !k.listening {
		return fail(eInval)
	}
	if len(k.queue) == 0 {
		if k.nonblock {
			return fail(eAgain)
		}
		return Reply{}, false
	}
	ci := k.queue[0]
	k.queue = k.queue[1:]
	n := socket{open: true, conn: ci, connectReported: true, nonblock: s.Flags&oNonBlock != 0, inq: k.inq}
	st.conns[ci].listener = -1
	st.note(st.conns[ci], sim.Input{What: sim.InAccept})
	st.socks = append(st.socks, n)
	fd := int(max(s.Ret, 0))
	st.fds[fd] = len(st.socks) - 1
	return ok(int64(fd))
}

func (st *simulated) connect(k *socket, c *conn) (Reply, bool) {
	if c == nil {
		if k.listening {
			return fail(eIsConn)
		}
		c = &conn{Conn: k.opts, listener: -1, scale: [2]int{-1, -1}}
		st.conns = append(st.conns, c)
		k.conn = len(st.conns) - 1
		st.noteConn(true, k.sets)
		st.note(c, sim.Input{What: sim.InConnect})
		c.Connect(st.prepareEnv())
		st.settle(c)
		if k.nonblock {
			return fail(eProgress)
		}
		return Reply{}, false
	}
	switch {
	case c.HasError():
		k.connectReported = true
		st.note(c, sim.Input{What: sim.InTakeError})
		return failed(c.TakeError())
	case c.connected && !k.connectReported:
		k.connectReported = true
		return ok(0)
	case c.connected:
		return fail(eIsConn)
	case c.State() == tcp.Closed:
		return fail(103)
	case k.nonblock:
		return fail(eAlready)
	}
	return Reply{}, false
}

func (st *simulated) read(s *Sys, k *socket, c *conn) (Reply, bool) {
	if c == nil {
		return fail(eNotConn)
	}
	if s.N == 0 {
		return ok(0)
	}
	n, eof, e := c.Peek(s.N)
	switch {
	case s.Flags&msgPeek != 0 && (n > 0 || eof):
		return ok(n)
	case e == tcp.ErrAgain, e == tcp.ErrNotConn && (c.State() == tcp.SynSent || c.State() == tcp.SynReceived):
		if k.nonblock || s.Flags&msgDontWait != 0 {
			return fail(eAgain)
		}
		return Reply{}, false
	case s.Flags&msgWaitAll != 0 && n < s.N && n > 0 && !c.AtEOF():
		return Reply{}, false
	}
	st.updateChrono(c)
	st.note(c, sim.Input{What: sim.InRead, N: s.N, Res: n, Errno: e})
	n, _, e = c.Read(st.prepareEnv(), s.N)
	st.settle(c)
	if e != tcp.OK {
		return failed(e)
	}
	r := Reply{Ret: n}
	if k.inq {
		r.Value = c.Info(&st.mem).Unread
		if r.Value == 0 && c.AtEOF() {
			r.Value = 1
		}
	}
	return r, true
}

// write sends s.N bytes. A blocking write returns when all of them are in the send buffer.
func (st *simulated) write(s *Sys, k *socket, c *conn) (Reply, bool) {
	if c == nil {
		return fail(ePipe)
	}
	wait := !k.nonblock && s.Flags&msgDontWait == 0
	if st.blocked != s {
		c.written, c.writable = 0, true
	}
	if c.State() == tcp.SynSent && !c.HasError() {
		if !wait {
			return fail(eAgain)
		}
		return Reply{}, false
	}
	// blocked until the endpoint reports that it is writable
	if !c.writable && !c.HasError() && c.State() != tcp.Closed {
		return Reply{}, false
	}
	write := c.Write
	if s.Flags&msgEOR != 0 {
		write = c.WriteRecord
	}
	st.updateChrono(c)
	n, e := write(st.prepareEnv(), s.N-c.written, s.Flags&msgMore != 0)
	st.note(c, sim.Input{What: sim.InWrite, N: s.N - c.written, Res: n, Errno: e, More: s.Flags&msgMore != 0,
		Record: s.Flags&msgEOR != 0})
	c.writable = false
	st.settle(c)
	c.written += n
	switch {
	case e == tcp.ErrAgain || e == tcp.OK && c.written < s.N:
		if wait {
			c.AwaitRoom()
			return Reply{}, false
		}
		if c.written > 0 {
			return ok(c.written)
		}
		return fail(eAgain)
	case e != tcp.OK && c.written == 0:
		return failed(e)
	}
	return ok(c.written)
}

func (st *simulated) shutdown(s *Sys, k *socket, c *conn) (Reply, bool) {
	if s.N < 0 || s.N > 2 {
		return fail(eInval)
	}
	if k.listening {
		k.listening = false
		return ok(0)
	}
	if c == nil || c.ShutdownError() != tcp.OK {
		return fail(eNotConn)
	}
	st.updateChrono(c)
	if s.N != 1 {
		st.note(c, sim.Input{What: sim.InShutdownRead})
		c.ShutdownRead()
	}
	if s.N != 0 || c.State() == tcp.SynSent {
		st.note(c, sim.Input{What: sim.InShutdown})
		c.Shutdown(st.prepareEnv())
		st.settle(c)
	}
	st.retry()
	return ok(0)
}

func (st *simulated) close(k *socket, c *conn) (Reply, bool) {
	k.open = false
	if k.listening { // reset the connections in the accept queue
		for _, ci := range k.queue {
			st.conns[ci].listener = -1
			st.note(st.conns[ci], sim.Input{What: sim.InAbort})
			st.conns[ci].Abort(st.prepareEnv())
			st.settle(st.conns[ci])
		}
		return ok(0)
	}
	if c != nil {
		st.updateChrono(c)
		st.note(c, sim.Input{What: sim.InClose})
		c.Close(st.prepareEnv())
		st.settle(c)
	}
	return ok(0)
}

func (st *simulated) ioctl(s *Sys, c *conn) (Reply, bool) {
	if c == nil {
		return fail(eInval)
	}
	in := c.Info(&st.mem)
	switch s.N {
	case sioCInq:
		return Reply{Value: in.Unread}, true
	case sioCOutq:
		return Reply{Value: in.WriteSeq - in.SndUna}, true
	}
	return Reply{Value: in.WriteSeq - in.SndNxt}, true
}

// pollTimeout returns the time at which a blocked poll times out, Never if none is blocked.
func (st *simulated) pollTimeout() Time {
	if st.blocked == nil || st.blocked.Op != OpPoll || st.blocked.V[0] < 0 {
		return tcp.Never
	}
	return st.blocked.pollEnd()
}

// pollEnd returns the time at which a poll times out. poll stores it in the second value.
func (s *Sys) pollEnd() Time { return Time(s.V[1]) }

func (st *simulated) poll(s *Sys, k *socket, c *conn) (Reply, bool) {
	ev := st.readiness(k, c) & (s.Flags | pollErr | pollHup)
	if ev != 0 {
		return Reply{Ret: 1, Value: ev}, true
	}
	if st.blocked != s && s.V[0] >= 0 {
		s.V[1] = int64(st.now + Time(s.V[0])*millisecond)
	}
	if s.V[0] >= 0 && st.now >= s.pollEnd() {
		return Reply{}, true
	}
	return Reply{}, false
}

func (st *simulated) readiness(k *socket, c *conn) int64 {
	var ev int64
	if k.listening {
		if len(k.queue) > 0 {
			ev |= pollIn
		}
		return ev
	}
	if c == nil || c.State() == tcp.Closed && !c.connected && !c.HasError() {
		return pollOut | pollHup
	}
	in := c.Info(&st.mem)
	if in.Unread > 0 || c.AtEOF() {
		ev |= pollIn
	}
	if c.AtEOF() {
		ev |= pollRdHup
	}
	if c.HasError() {
		ev |= pollErr | pollIn | pollOut
	}
	if c.State() == tcp.Closed || c.AtEOF() && in.State != tcp.CloseWait && in.State != tcp.Established {
		ev |= pollHup
	}
	if c.connected && c.Writable(&st.set.Policy) {
		ev |= pollOut
	}
	return ev
}
