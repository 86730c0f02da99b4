package drill

import (
	"strconv"
	"strings"
)

// ValueKind is the notation of a value in a call.
type ValueKind uint8

// Notations.
const (
	ValAny    ValueKind = iota // ...
	ValInt                     // a number or a constant of the C library
	ValString                  // "..."
	ValList                    // [ ... ]
	ValStruct                  // { ... }
	ValFunc                    // name(...)
)

// Value is an argument or the result of a call.
type Value struct {
	Kind      ValueKind
	Line, Col int
	Int       int64
	Text      string // the string, or the name of a function
	Items     []Value
	Names     []string // the field names of a structure, "" for fields without a name
}

// call parses name(arguments) = result ERRNO (text).
func (p *parser) call(e *Event) {
	e.Kind = EvCall
	c := &e.Call
	c.Name = p.word()
	p.need("(")
	for p.space(); !p.take(")"); p.space() {
		c.Args = append(c.Args, p.value())
		p.space()
		if !p.take(",") && p.peek() != ')' {
			p.fail("a comma or ) behind the argument")
		}
	}
	p.need("=")
	p.space()
	if p.take("?") {
		c.Result = Value{Kind: ValAny}
	} else {
		c.Result = p.value()
	}
	p.space()
	if c := p.peek(); c >= 'A' && c <= 'Z' {
		line, col := p.line, p.col()
		e.Call.Errno = p.word()
		if _, ok := errnos[e.Call.Errno]; !ok {
			p.failAt(line, col, "the name of an error such as EAGAIN", strconv.Quote(e.Call.Errno))
		}
	}
	p.space()
	if p.peek() == '(' { // a comment such as (Connection refused)
		p.parens()
	}
	e.Sys = p.system(e)
}

// parens skips a text in parentheses.
func (p *parser) parens() {
	line, col, depth := p.line, p.col(), 0
	for !p.eof() {
		switch p.next() {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return
			}
		}
	}
	p.failAt(line, col, ") that ends the text", "the end of the file")
}

// value parses a value, or several joined by |.
func (p *parser) value() Value {
	if p.depth++; p.depth > maxDepth {
		p.fail("at most 32 levels of brackets")
	}
	defer func() { p.depth-- }()
	v := p.single()
	for p.space(); p.peek() == '|'; p.space() {
		p.next()
		p.space()
		w := p.single()
		if v.Kind != ValInt || w.Kind != ValInt {
			p.fail("names or numbers on both sides of |")
		}
		v.Int |= w.Int
	}
	return v
}

func (p *parser) single() Value {
	p.space()
	v := Value{Line: p.line, Col: p.col()}
	switch c := p.peek(); {
	case p.take("..."):
		return v
	case c == '"':
		v.Kind, v.Text = ValString, p.quoted()
	case c == '[':
		v.Kind = ValList
		p.items(&v, ']')
	case c == '{':
		v.Kind = ValStruct
		p.items(&v, '}')
	case isDigit(c) || c == '-':
		v.Kind, v.Int = ValInt, p.number("a number")
	case isWord(c):
		p.named(&v)
	default:
		p.fail("a value")
	}
	return v
}

// items parses the inside of brackets: values, each with an optional name= or name(length)= before
// it.
func (p *parser) items(v *Value, end byte) {
	p.skip(1)
	for p.space(); p.peek() != end; p.space() {
		name := ""
		from, line, bol := p.pos, p.line, p.bol
		if w := p.word(); w != "" && !isDigit(w[0]) {
			p.space()
			if p.peek() == '(' {
				p.parens()
				p.space()
			}
			if p.peek() == '=' {
				p.next()
				name = w
			}
		}
		if name == "" {
			p.pos, p.line, p.bol = from, line, bol
		}
		v.Names = append(v.Names, name)
		v.Items = append(v.Items, p.value())
		p.space()
		if !p.take(",") && p.peek() != end {
			p.fail("a comma or " + string(end))
		}
	}
	p.skip(1)
}

// named parses a constant, or a function such as htons(80).
func (p *parser) named(v *Value) {
	w := p.word()
	if p.peek() == '(' {
		v.Kind, v.Text = ValFunc, w
		p.skip(1)
		for p.space(); !p.take(")"); p.space() {
			v.Items = append(v.Items, p.value())
			p.space()
			p.take(",")
		}
		return
	}
	n, ok := constants[w]
	if !ok {
		p.unsupported(v.Line, v.Col, "the name "+w)
	}
	v.Kind, v.Int, v.Text = ValInt, n, w
}

func (p *parser) quoted() string {
	line, col := p.line, p.col()
	p.skip(1)
	from := p.pos
	for !p.eof() && p.peek() != '"' && p.peek() != '\n' {
		if p.peek() == '\\' {
			p.skip(1)
		}
		p.skip(1)
	}
	if p.peek() != '"' {
		p.failAt(line, col, "a quotation mark that ends the string", "the end of the line")
	}
	s := p.src[from:p.pos]
	p.skip(1)
	return s
}

// field returns a field of a structure by its name.
func (v *Value) field(name string) *Value {
	for i, n := range v.Names {
		if n == name {
			return &v.Items[i]
		}
	}
	return nil
}

// errnos are the error numbers of Linux.
var errnos = map[string]int{
	"EPERM": 1, "EINTR": 4, "EIO": 5, "EBADF": 9, "EAGAIN": 11, "EWOULDBLOCK": 11, "ENOMEM": 12, "EFAULT": 14,
	"EINVAL": 22, "EPIPE": 32, "ENOTSOCK": 88, "EDESTADDRREQ": 89, "EMSGSIZE": 90, "ENOPROTOOPT": 92,
	"EOPNOTSUPP": 95, "EADDRINUSE": 98, "EADDRNOTAVAIL": 99, "ENETDOWN": 100, "ENETUNREACH": 101,
	"ECONNABORTED": 103, "ECONNRESET": 104, "ENOBUFS": 105, "EISCONN": 106, "ENOTCONN": 107, "ETIMEDOUT": 110,
	"ECONNREFUSED": 111, "EHOSTDOWN": 112, "EHOSTUNREACH": 113, "EALREADY": 114, "EINPROGRESS": 115, "EPROTO": 71,
}

// ErrnoName returns the name of an error number.
func ErrnoName(n int) string {
	best := ""
	for _, name := range errnoOrder {
		if errnos[name] == n {
			best = name
			break
		}
	}
	if best == "" {
		return "errno " + strconv.Itoa(n)
	}
	return best
}

var errnoOrder = strings.Fields("" +
	"EPERM EINTR EIO EBADF EAGAIN ENOMEM EFAULT EINVAL EPIPE EPROTO ENOTSOCK EDESTADDRREQ EMSGSIZE " +
	"ENOPROTOOPT EOPNOTSUPP EADDRINUSE EADDRNOTAVAIL ENETDOWN ENETUNREACH ECONNABORTED ECONNRESET " +
	"ENOBUFS EISCONN ENOTCONN ETIMEDOUT ECONNREFUSED EHOSTDOWN EHOSTUNREACH EALREADY EINPROGRESS")

// Numbers of the C library on Linux.
const (
	solSocket = 1
	ipprotoIP = 0
	solTCP    = 6
	solIPv6   = 41

	soReuseAddr = 2
	soError     = 4
	soSndBuf    = 7
	soRcvBuf    = 8
	soKeepAlive = 9
	soLinger    = 13
	soReusePort = 15
	soRcvLowat  = 18

	tcpNoDelay      = 1
	tcpMaxSeg       = 2
	tcpCork         = 3
	tcpKeepIdle     = 4
	tcpKeepIntvl    = 5
	tcpKeepCnt      = 6
	tcpSynCnt       = 7
	tcpLinger2      = 8
	tcpDeferAccept  = 9
	tcpWindowClamp  = 10
	tcpInfo         = 11
	tcpQuickAck     = 12
	tcpCongestion   = 13
	tcpUserTimeout  = 18
	tcpNotSentLowat = 25
	tcpInq          = 36
	ipTOS           = 1
	ipTTL           = 2
	ipMTUDiscover   = 10
	msgOOB          = 1
	msgPeek         = 2
	msgTrunc        = 0x20
	msgDontWait     = 0x40
	msgEOR          = 0x80
	msgWaitAll      = 0x100
	msgNoSignal     = 0x4000
	msgMore         = 0x8000
	msgZeroCopy     = 0x4000000
	fGetFL          = 3
	fSetFL          = 4
	oNonBlock       = 0x800
	oRdWr           = 2
	sioCInq         = 0x541B
	sioCOutq        = 0x5411
	sioCOutqNSD     = 0x894B
	pollIn          = 1
	pollOut         = 4
	pollErr         = 8
	pollHup         = 0x10
	pollRdHup       = 0x2000
)

// constants are the names that a call may use.
var constants = map[string]int64{
	"AF_INET": 2, "PF_INET": 2, "AF_INET6": 10, "PF_INET6": 10, "SOCK_STREAM": 1, "SOCK_DGRAM": 2,
	"SOCK_NONBLOCK": oNonBlock, "SOCK_CLOEXEC": 0x80000, "IPPROTO_TCP": solTCP, "IPPROTO_IP": ipprotoIP,
	"SOL_IP": ipprotoIP, "SOL_TCP": solTCP, "SOL_SOCKET": solSocket, "IPPROTO_IPV6": solIPv6, "SOL_IPV6": solIPv6,
	"IPPROTO_UDP": 17, "INADDR_ANY": 0, "SOMAXCONN": 4096, "SO_DEBUG": 1, "SO_REUSEADDR": soReuseAddr,
	"SO_TYPE": 3, "SO_ERROR": soError, "SO_DONTROUTE": 5, "SO_BROADCAST": 6, "SO_SNDBUF": soSndBuf,
	"SO_RCVBUF": soRcvBuf, "SO_KEEPALIVE": soKeepAlive, "SO_OOBINLINE": 10, "SO_PRIORITY": 12,
	"SO_LINGER": soLinger, "SO_REUSEPORT": soReusePort, "SO_RCVLOWAT": soRcvLowat, "SO_SNDLOWAT": 19,
	"SO_RCVTIMEO": 20, "SO_SNDTIMEO": 21, "SO_TIMESTAMP": 29, "SO_TIMESTAMPING": 37, "SO_MARK": 36,
	"SO_MAX_PACING_RATE": 47, "SO_ZEROCOPY": 60, "SO_BUSY_POLL": 46, "SO_INCOMING_CPU": 49,
	"TCP_NODELAY": tcpNoDelay, "TCP_MAXSEG": tcpMaxSeg, "TCP_CORK": tcpCork, "TCP_KEEPIDLE": tcpKeepIdle,
	"TCP_KEEPINTVL": tcpKeepIntvl, "TCP_KEEPCNT": tcpKeepCnt, "TCP_SYNCNT": tcpSynCnt, "TCP_LINGER2": tcpLinger2,
	"TCP_DEFER_ACCEPT": tcpDeferAccept, "TCP_WINDOW_CLAMP": tcpWindowClamp, "TCP_INFO": tcpInfo,
	"TCP_QUICKACK": tcpQuickAck, "TCP_CONGESTION": tcpCongestion, "TCP_USER_TIMEOUT": tcpUserTimeout,
	"TCP_FASTOPEN": 23, "TCP_FASTOPEN_CONNECT": 30, "TCP_NOTSENT_LOWAT": tcpNotSentLowat, "TCP_INQ": tcpInq,
	"TCP_CM_INQ": tcpInq, "TCP_THIN_LINEAR_TIMEOUTS": 16, "TCP_THIN_DUPACK": 17, "TCP_REPAIR": 19,
	"TCP_TIMESTAMP": 24, "TCP_SAVE_SYN": 27, "TCP_ZEROCOPY_RECEIVE": 35, "TCP_TX_DELAY": 37, "TCP_CC_INFO": 26,
	"IP_TOS": ipTOS, "IP_TTL": ipTTL, "IP_MTU_DISCOVER": ipMTUDiscover, "IP_RECVERR": 11, "IP_MTU": 14,
	"IP_PMTUDISC_DONT": 0, "IP_PMTUDISC_WANT": 1, "IP_PMTUDISC_DO": 2, "IP_PMTUDISC_PROBE": 3,
	"IP_BIND_ADDRESS_NO_PORT": 24, "IPV6_V6ONLY": 26, "MSG_OOB": msgOOB, "MSG_PEEK": msgPeek, "MSG_CTRUNC": 8,
	"MSG_TRUNC": msgTrunc, "MSG_DONTWAIT": msgDontWait, "MSG_EOR": msgEOR, "MSG_WAITALL": msgWaitAll,
	"MSG_NOSIGNAL": msgNoSignal, "MSG_MORE": msgMore, "MSG_ZEROCOPY": msgZeroCopy, "MSG_FASTOPEN": 0x20000000,
	"MSG_ERRQUEUE": 0x2000, "MSG_CMSG_CLOEXEC": 0x40000000, "F_GETFL": fGetFL, "F_SETFL": fSetFL, "F_GETFD": 1,
	"F_SETFD": 2, "O_RDONLY": 0, "O_WRONLY": 1, "O_RDWR": oRdWr, "O_NONBLOCK": oNonBlock, "O_NDELAY": oNonBlock,
	"FD_CLOEXEC": 1, "SIOCINQ": sioCInq, "FIONREAD": sioCInq, "SIOCOUTQ": sioCOutq, "TIOCOUTQ": sioCOutq,
	"SIOCOUTQNSD": sioCOutqNSD, "SHUT_RD": 0, "SHUT_WR": 1, "SHUT_RDWR": 2, "POLLIN": pollIn, "POLLPRI": 2,
	"POLLOUT": pollOut, "POLLERR": pollErr, "POLLHUP": pollHup, "POLLNVAL": 0x20, "POLLRDHUP": pollRdHup,
	"POLLRDNORM": 0x40, "POLLWRNORM": 0x100, "EPERM": 1, "EAGAIN": 11, "EINVAL": 22, "EPIPE": 32,
	"ENETUNREACH": 101, "ECONNABORTED": 103, "ECONNRESET": 104, "ENOTCONN": 107, "ETIMEDOUT": 110,
	"ECONNREFUSED": 111, "EHOSTUNREACH": 113, "EINPROGRESS": 115, "EPROTO": 71, "ENOPROTOOPT": 92, "EMSGSIZE": 90,
	"NULL": 0,
}
