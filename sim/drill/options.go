package drill

import (
	"teacp/sim"
	"teacp/sim/tcp"
)

// setOption is setsockopt. A socket without a connection stores its options for the connection that
// it opens or accepts.
func (st *simulated) setOption(s *Sys, k *socket, c *conn) (Reply, bool) {
	t := &k.opts
	if c != nil {
		t = &c.Conn
	}
	v := s.V[0]
	e := tcp.OK
	set := func(o tcp.Opt, v int64) {
		in := sim.Input{What: sim.InSet, Opt: o, N: v}
		if c != nil {
			st.updateChrono(c)
			st.note(c, in)
		} else {
			k.sets = append(k.sets, in)
		}
		e = t.SetOpt(st.prepareEnv(), o, v)
		if c != nil {
			st.settle(c)
			st.retry()
		}
	}
	switch [2]int{s.Level, s.Name} {
	case [2]int{solSocket, soSndBuf}:
		if limit := st.set.SndBufLimit; limit > 0 {
			v = min(v, limit)
		}
		set(tcp.OptSndBuf, v)
	case [2]int{solSocket, soRcvBuf}:
		set(tcp.OptRcvBuf, v)
	case [2]int{solSocket, soLinger}:
		if v == 0 {
			s.V[1] = -1
		}
		set(tcp.OptLinger, s.V[1])
	case [2]int{solSocket, soKeepAlive}:
		set(tcp.OptKeepAlive, truth(v != 0)*st.keepIdle())
	case [2]int{solTCP, tcpKeepIdle}:
		set(tcp.OptKeepIdle, v*int64(second))
	case [2]int{solTCP, tcpKeepIntvl}:
		set(tcp.OptKeepInterval, v*int64(second))
	case [2]int{solTCP, tcpKeepCnt}:
		set(tcp.OptKeepCount, v)
	case [2]int{solTCP, tcpNoDelay}:
		set(tcp.OptNoDelay, v)
	case [2]int{solTCP, tcpCork}:
		set(tcp.OptCork, v)
	case [2]int{solTCP, tcpQuickAck}:
		set(tcp.OptQuickAck, v)
	case [2]int{solTCP, tcpMaxSeg}:
		set(tcp.OptMaxSeg, v)
	case [2]int{solTCP, tcpWindowClamp}:
		set(tcp.OptWindowClamp, v)
	case [2]int{solTCP, tcpUserTimeout}:
		set(tcp.OptUserTimeout, v)
	case [2]int{solTCP, tcpLinger2}:
		set(tcp.OptLinger2, v)
	case [2]int{solTCP, tcpNotSentLowat}:
		set(tcp.OptNotSentLowat, int64(int32(v))) // negative: no limit
	case [2]int{solTCP, tcpSynCnt}:
		st.set.SynRetries = int32(v)
	case [2]int{solTCP, tcpCongestion}:
		if bad := congestion(&st.set, s.Text); bad != "" {
			return fail(2)
		}
	case [2]int{solTCP, tcpInq}:
		k.inq = v != 0
	}
	if e != tcp.OK {
		return failed(e)
	}
	return ok(0)
}

// keepIdle is the value of OptKeepAlive: the idle time of the host, or 1 where its policy has one.
func (st *simulated) keepIdle() int64 {
	if st.set.KeepIdle > 0 {
		return 1
	}
	return int64(st.set.KeepTime)
}

// getOption is getsockopt.
func (st *simulated) getOption(s *Sys, k *socket, c *conn) (Reply, bool) {
	t := &k.opts
	if c != nil {
		t = &c.Conn
	}
	value := func(v int64) (Reply, bool) { return Reply{Value: v}, true }
	switch [2]int{s.Level, s.Name} {
	case [2]int{solSocket, soError}:
		if c == nil || !c.HasError() {
			return value(0)
		}
		st.note(c, sim.Input{What: sim.InTakeError})
		return value(int64(c.TakeError().Number()))
	case [2]int{solSocket, soReuseAddr}:
		return value(1)
	case [2]int{solTCP, tcpMaxSeg}:
		return value(st.maxSeg(t, c))
	}
	opt, found := readable[[2]int{s.Level, s.Name}]
	if !found {
		return fail(92)
	}
	if opt == tcp.OptRcvBuf || opt == tcp.OptSndBuf { // before the first setsockopt: the host's default
		if v := t.GetOpt(opt); v != 0 {
			return value(v)
		}
		if opt == tcp.OptRcvBuf {
			return value(st.set.RcvBuf)
		}
		return value(st.set.SndBuf)
	}
	return value(t.GetOpt(opt))
}

// maxSeg returns TCP_MAXSEG: the payload of a full-sized segment. Without a connection it is the
// value that was set, or the default of RFC 9293.
func (st *simulated) maxSeg(t *tcp.Conn, c *conn) int64 {
	if c == nil {
		if v := t.UserMSS(); v > 0 {
			return v
		}
		return 536
	}
	return c.GetOpt(tcp.OptMaxSeg)
}

// readable are the options for which getsockopt returns the value that was set.
var readable = map[[2]int]tcp.Opt{
	{solSocket, soSndBuf}: tcp.OptSndBuf, {solSocket, soRcvBuf}: tcp.OptRcvBuf,
	{solSocket, soKeepAlive}: tcp.OptKeepAlive, {solSocket, soLinger}: tcp.OptLinger,
	{solTCP, tcpNoDelay}: tcp.OptNoDelay, {solTCP, tcpCork}: tcp.OptCork,
	{solTCP, tcpNotSentLowat}: tcp.OptNotSentLowat, {solTCP, tcpUserTimeout}: tcp.OptUserTimeout,
	{solTCP, tcpWindowClamp}: tcp.OptWindowClamp,
}
