package drill

import "strconv"

// SysOp is the operation of a call. Several calls share one.
type SysOp uint8

// Operations.
const (
	OpSocket SysOp = iota
	OpBind
	OpListen
	OpAccept
	OpConnect
	OpRead  // read, recv, recvfrom, recvmsg, readv
	OpWrite // write, send, sendto, sendmsg, writev
	OpShutdown
	OpClose
	OpSetOpt
	OpGetOpt
	OpGetFlags
	OpSetFlags
	OpIoctl
	OpPoll
)

// Sys is a call as a stack executes it, with the expected result.
type Sys struct {
	Op          SysOp
	FD          int
	N           int64 // bytes, backlog, how of a shutdown, request of an ioctl
	Flags       int64 // MSG_ flags, flags of the descriptor, events of a poll
	Level, Name int
	V           [2]int64 // the value of an option; the timeout of a poll
	Text        string   // the value, if it is a string

	Ret     int64
	AnyRet  bool
	Errno   int // 0: none
	HasWant bool
	Want    int64 // the expected value of an option, an ioctl, a poll or a control message
}

// system converts a call to a Sys. It refuses what the simulation does not support before the
// script runs.
func (p *parser) system(e *Event) Sys {
	c := &e.Call
	b := binder{p: p, e: e, c: c}
	s := Sys{Ret: c.Result.Int, AnyRet: c.Result.Kind == ValAny}
	if c.Result.Kind > ValInt {
		p.failAt(c.Result.Line, c.Result.Col, "a number as the call's result", "something else")
	}
	if c.Errno != "" {
		s.Errno = errnos[c.Errno]
	}
	switch c.Name {
	case "socket":
		b.arity(3)
		b.refuse(1, 2, "a datagram socket")
		b.refuse(0, 10, "an IPv6 socket")
		b.refuse(2, 262, "MPTCP")
		s.Op, s.Flags = OpSocket, b.num(1)&oNonBlock
	case "bind":
		b.arity(3)
		s.Op, s.FD = OpBind, b.fd()
	case "listen":
		b.arity(2)
		s.Op, s.FD, s.N = OpListen, b.fd(), b.num(1)
	case "accept":
		b.arity(3)
		s.Op, s.FD = OpAccept, b.fd()
	case "accept4":
		b.arity(4)
		s.Op, s.FD, s.Flags = OpAccept, b.fd(), b.num(3)
	case "connect":
		b.arity(3)
		s.Op, s.FD = OpConnect, b.fd()
	case "shutdown":
		b.arity(2)
		s.Op, s.FD, s.N = OpShutdown, b.fd(), b.num(1)
	case "close":
		b.arity(1)
		s.Op, s.FD = OpClose, b.fd()
	case "fcntl":
		b.fcntl(&s)
	case "setsockopt", "getsockopt":
		b.option(&s)
	case "ioctl":
		b.ioctl(&s)
	case "poll":
		b.poll(&s)
	default:
		b.transfer(&s)
	}
	return s
}

// binder parses the arguments of one call.
type binder struct {
	p *parser
	e *Event
	c *Call
}

func (b *binder) arity(n int) {
	if len(b.c.Args) != n {
		b.p.failAt(b.e.Line, b.e.Col, b.c.Name+" with "+strconv.Itoa(n)+" arguments", strconv.Itoa(len(b.c.Args)))
	}
}

func (b *binder) num(i int) int64 {
	v := &b.c.Args[i]
	switch v.Kind {
	case ValInt:
		return v.Int
	case ValAny:
		return 0
	}
	b.p.failAt(v.Line, v.Col, "a number", "something else")
	return 0
}

func (b *binder) fd() int {
	if v := &b.c.Args[0]; v.Kind != ValInt {
		b.p.failAt(v.Line, v.Col, "the number of a socket", "something else")
	}
	return int(b.num(0))
}

// refuse reports the value of an argument as not supported.
func (b *binder) refuse(i int, value int64, what string) {
	if v := &b.c.Args[i]; v.Kind == ValInt && v.Int&0xfff == value {
		b.p.unsupported(v.Line, v.Col, what)
	}
}

func (b *binder) fcntl(s *Sys) {
	if len(b.c.Args) == 2 {
		b.c.Args = append(b.c.Args, Value{Kind: ValInt})
	}
	b.arity(3)
	s.FD, s.Flags = b.fd(), b.num(2)
	switch b.num(1) {
	case fGetFL:
		s.Op = OpGetFlags
	case fSetFL:
		s.Op = OpSetFlags
	default:
		b.p.unsupported(b.c.Args[1].Line, b.c.Args[1].Col, "this command of fcntl")
	}
}

// settable and gettable are the socket options that the simulation supports or may ignore.
var settable = map[[2]int]bool{
	{solSocket, soReuseAddr}: true, {solSocket, soReusePort}: true, {solSocket, soSndBuf}: true,
	{solSocket, soRcvBuf}: true, {solSocket, soKeepAlive}: true, {solSocket, soLinger}: true,
	{solSocket, 12}: true, {solSocket, 5}: true, {solSocket, 29}: true, {solSocket, 36}: true,
	{solSocket, 46}: true, {solTCP, tcpNoDelay}: true, {solTCP, tcpMaxSeg}: true, {solTCP, tcpCork}: true,
	{solTCP, tcpKeepIdle}: true, {solTCP, tcpKeepIntvl}: true, {solTCP, tcpKeepCnt}: true,
	{solTCP, tcpWindowClamp}: true, {solTCP, tcpQuickAck}: true, {solTCP, tcpCongestion}: true,
	{solTCP, tcpUserTimeout}: true, {solTCP, tcpNotSentLowat}: true, {solTCP, tcpInq}: true,
	{solTCP, tcpSynCnt}: true, {solTCP, tcpLinger2}: true, {ipprotoIP, ipTOS}: true, {ipprotoIP, ipTTL}: true,
	{ipprotoIP, ipMTUDiscover}: true, {ipprotoIP, 11}: true, {ipprotoIP, 24}: true,
}

var gettable = map[[2]int]bool{
	{solSocket, soError}: true, {solSocket, soSndBuf}: true, {solSocket, soRcvBuf}: true,
	{solSocket, soReuseAddr}: true, {solSocket, soKeepAlive}: true, {solSocket, soLinger}: true,
	{solTCP, tcpNoDelay}: true, {solTCP, tcpMaxSeg}: true, {solTCP, tcpCork}: true, {solTCP, tcpUserTimeout}: true,
	{solTCP, tcpNotSentLowat}: true, {solTCP, tcpWindowClamp}: true,
}

func (b *binder) option(s *Sys) {
	b.arity(5)
	s.FD, s.Level, s.Name = b.fd(), int(b.num(1)), int(b.num(2))
	s.Op = OpSetOpt
	known := settable
	if b.c.Name == "getsockopt" {
		s.Op, known = OpGetOpt, gettable
	}
	if !known[[2]int{s.Level, s.Name}] {
		b.p.unsupported(b.c.Args[2].Line, b.c.Args[2].Col, b.c.Name+" of "+b.optName())
	}
	v := &b.c.Args[3]
	for v.Kind == ValList && len(v.Items) > 0 {
		v = &v.Items[0]
	}
	switch v.Kind {
	case ValInt:
		s.V[0], s.Want, s.HasWant = v.Int, v.Int, true
	case ValString:
		s.Text = v.Text
	case ValStruct: // struct linger
		for i := range v.Items {
			if i < 2 {
				s.V[i] = v.Items[i].Int
			}
		}
		if f := v.field("onoff"); f != nil {
			s.V[0] = f.Int
		}
		if f := v.field("linger"); f != nil {
			s.V[1] = f.Int
		}
	}
	if s.Op == OpSetOpt && v.Kind == ValString != (s.Level == solTCP && s.Name == tcpCongestion) && v.Kind != ValAny {
		b.p.failAt(v.Line, v.Col, "a value of the option's form", "another one")
	}
}

func (b *binder) optName() string {
	if v := &b.c.Args[2]; v.Text != "" {
		return v.Text
	}
	return "option " + strconv.FormatInt(b.c.Args[2].Int, 10)
}

func (b *binder) ioctl(s *Sys) {
	b.arity(3)
	s.Op, s.FD, s.N = OpIoctl, b.fd(), b.num(1)
	if s.N != sioCInq && s.N != sioCOutq && s.N != sioCOutqNSD {
		b.p.unsupported(b.c.Args[1].Line, b.c.Args[1].Col, "this request of ioctl")
	}
	if v := &b.c.Args[2]; v.Kind == ValList && len(v.Items) == 1 && v.Items[0].Kind == ValInt {
		s.Want, s.HasWant = v.Items[0].Int, true
	}
}

// poll parses a poll of one socket.
func (b *binder) poll(s *Sys) {
	b.arity(3)
	s.Op = OpPoll
	v := &b.c.Args[0]
	if v.Kind != ValList || len(v.Items) != 1 || v.Items[0].Kind != ValStruct || v.Items[0].field("fd") == nil {
		b.p.unsupported(v.Line, v.Col, "poll of anything but one socket {fd, events, revents}")
	}
	v = &v.Items[0]
	s.FD = int(v.field("fd").Int)
	if f := v.field("events"); f != nil {
		s.Flags = f.Int
	}
	if f := v.field("revents"); f != nil && f.Kind == ValInt {
		s.Want, s.HasWant = f.Int, true
	}
	s.V[0] = b.num(2)
}

// transfer parses the calls that read or write data.
func (b *binder) transfer(s *Sys) {
	switch b.c.Name {
	case "read", "write":
		b.arity(3)
		s.N = b.num(2)
	case "recv", "send":
		b.arity(4)
		s.N, s.Flags = b.num(2), b.num(3)
	case "recvfrom", "sendto":
		b.arity(6)
		s.N, s.Flags = b.num(2), b.num(3)
	case "readv", "writev":
		b.arity(3)
		s.N = b.vector(&b.c.Args[1])
	case "recvmsg", "sendmsg":
		b.arity(3)
		s.Flags = b.num(2)
		b.message(s)
	default:
		b.p.unsupported(b.e.Line, b.e.Col, "the call "+b.c.Name)
	}
	s.FD = b.fd()
	switch b.c.Name[:2] {
	case "re":
		s.Op = OpRead
	default:
		s.Op = OpWrite
	}
	if bad := s.Flags & (msgOOB | msgZeroCopy | 0x20000000 | 0x2000); bad != 0 {
		b.p.unsupported(b.e.Line, b.e.Col, "urgent data, zero copy, Fast Open and the error queue")
	}
	if s.N < 0 || s.N > 1<<30 {
		b.p.failAt(b.e.Line, b.e.Col, "at most 1 GiB in one call", strconv.FormatInt(s.N, 10))
	}
}

// vector returns the number of bytes of [{..., 1000}, {..., 500}].
func (b *binder) vector(v *Value) int64 {
	n := int64(0)
	for i := range v.Items {
		it := &v.Items[i]
		if it.Kind != ValStruct || len(it.Items) != 2 {
			b.p.failAt(it.Line, it.Col, "a buffer {..., bytes}", "something else")
		}
		n += it.Items[1].Int
	}
	return n
}

// message parses a struct msghdr.
func (b *binder) message(s *Sys) {
	v := &b.c.Args[1]
	if v.Kind != ValStruct {
		b.p.failAt(v.Line, v.Col, "a message {msg_name(...)=..., msg_iov(1)=[...], ...}", "something else")
	}
	if f := v.field("msg_iov"); f != nil {
		s.N = b.vector(f)
	}
	f := v.field("msg_control")
	if f == nil || f.Kind != ValList {
		return
	}
	for i := range f.Items {
		it := &f.Items[i]
		t, d := it.field("cmsg_type"), it.field("cmsg_data")
		if t == nil || t.Int != tcpInq || b.c.Name != "recvmsg" {
			b.p.unsupported(it.Line, it.Col, "a control message other than TCP_CM_INQ")
		}
		if d != nil && d.Kind == ValInt {
			s.Want, s.HasWant = d.Int, true
		}
	}
}
