package http

import "strconv"

// Fields are the header fields of a message that manage connections.
type Fields uint16

// The fields.
const (
	ConnKeepAlive Fields = 1 << iota // Connection: Keep-Alive
	ConnClose                        // Connection: close
	ProxyConn                        // Proxy-Connection: Keep-Alive
	KeepParams                       // Keep-Alive: timeout=, max=
	ViaField                         // Via: 1.1 proxy
)

var fieldNames = [...]string{"Connection: Keep-Alive", "Connection: close", "Proxy-Connection: Keep-Alive", "Keep-Alive", "Via"}

// Names lists the fields as they stand in a header.
func (f Fields) Names() []string {
	var out []string
	for i, n := range fieldNames {
		if f&(1<<i) != 0 {
			out = append(out, n)
		}
	}
	return out
}

// Framing is how a message says where its content ends (RFC 9112 section 6.3).
type Framing uint8

// The framings.
const (
	FramingLength  Framing = iota // Content-Length
	FramingChunked                // Transfer-Encoding: chunked
	FramingClose                  // the end of the connection
)

// Message is a request or an answer as a plain value. Its text is a function of it and of the
// Config alone.
type Message struct {
	Object   int32
	Method   Method // of the request, in an answer too
	Minor    uint8  // HTTP/1.Minor
	Status   uint16 // 0: a request
	Fields   Fields
	Framing  Framing
	Absolute bool  // the request line has the whole URL, for a proxy (RFC 9112 section 3.2.2)
	Via      uint8 // proxies that it has passed
	Timeout  int32 // Keep-Alive: timeout=, in seconds; 0: not said
	Max      int32 // Keep-Alive: max=; 0: not said
	Body     int64 // bytes of content
	Says     int64 // what Content-Length says
}

// Ask is the request for an object: HTTP/1.1 where the strategy makes connections persist,
// else HTTP/1.0.
func Ask(c *Config, s *Settings, object int) Message {
	o := &c.Objects[object]
	m := Message{Object: int32(object), Method: o.Method, Body: o.Body, Says: o.Body, Absolute: len(c.Proxies) > 0}
	switch {
	case s.Strategy >= Persistent:
		m.Minor = 1
	case s.Strategy == KeepAlive && len(c.Proxies) > 0 && s.Header == HeaderProxy:
		m.Fields |= ProxyConn
	case s.Strategy == KeepAlive:
		m.Fields |= ConnKeepAlive
	}
	return m
}

// HeadLen is the number of bytes of a message's start line and fields.
func (m *Message) HeadLen(c *Config) int64 {
	var buf [1024]byte
	return int64(len(m.Head(buf[:0], c)))
}

// Head appends the start line and the fields, up to the empty line.
func (m *Message) Head(b []byte, c *Config) []byte {
	if m.Status == 0 {
		b = m.request(b, c)
	} else {
		b = m.answer(b)
	}
	if m.Fields&ConnKeepAlive != 0 {
		b = append(b, "Connection: Keep-Alive\r\n"...)
	}
	if m.Fields&ProxyConn != 0 {
		b = append(b, "Proxy-Connection: Keep-Alive\r\n"...)
	}
	if m.Fields&ConnClose != 0 {
		b = append(b, "Connection: close\r\n"...)
	}
	if m.Fields&KeepParams != 0 {
		b = m.keepParams(b)
	}
	for i := uint8(0); i < m.Via && m.Fields&ViaField != 0; i++ {
		b = append(b, "Via: 1.1 proxy"...)
		b = strconv.AppendUint(b, uint64(i+1), 10)
		b = append(b, "\r\n"...)
	}
	return append(b, "\r\n"...)
}

func (m *Message) keepParams(b []byte) []byte {
	b = append(b, "Keep-Alive: "...)
	if m.Timeout > 0 {
		b = append(b, "timeout="...)
		b = strconv.AppendInt(b, int64(m.Timeout), 10)
	}
	if m.Max > 0 {
		if m.Timeout > 0 {
			b = append(b, ", "...)
		}
		b = append(b, "max="...)
		b = strconv.AppendInt(b, int64(m.Max), 10)
	}
	return append(b, "\r\n"...)
}

func (m *Message) request(b []byte, c *Config) []byte {
	o := &c.Objects[m.Object]
	site := &c.Sites[o.Site]
	b = append(b, MethodNames[m.Method]...)
	b = append(b, ' ')
	if m.Absolute {
		b = append(b, "http://"...)
		b = append(b, site.Name...)
	}
	b = append(b, o.Path...)
	b = append(b, " HTTP/1."...)
	b = append(b, '0'+m.Minor)
	b = append(b, "\r\nHost: "...)
	b = append(b, site.Name...)
	b = append(b, "\r\nUser-Agent: teacp\r\nAccept: */*\r\n"...)
	if m.Method == POST {
		b = append(b, "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: "...)
		b = strconv.AppendInt(b, m.Says, 10)
		b = append(b, "\r\n"...)
	}
	return b
}

// LeastImage is the size of the smallest GIF image that an answer carries.
const LeastImage = 20

// IsImage reports whether an answer says that its body is an image: what is not the page, unless it is too
// small to be one. The answer to HEAD has no body, and says what GET would get.
func (m *Message) IsImage() bool { return m.Object != 0 && (m.Body == 0 || m.Body >= LeastImage) }

func (m *Message) answer(b []byte) []byte {
	b = append(b, "HTTP/1."...)
	b = append(b, '0'+m.Minor, ' ')
	b = strconv.AppendUint(b, uint64(m.Status), 10)
	if m.Status == 502 {
		b = append(b, " Bad Gateway\r\n"...)
	} else {
		b = append(b, " OK\r\n"...)
	}
	b = append(b, "Server: teacp\r\nContent-Type: "...)
	if m.IsImage() {
		b = append(b, "image/gif\r\n"...)
	} else {
		b = append(b, "text/html\r\n"...) // as long as the other
	}
	switch m.Framing {
	case FramingLength:
		b = append(b, "Content-Length: "...)
		b = strconv.AppendInt(b, m.Says, 10)
		b = append(b, "\r\n"...)
	case FramingChunked:
		b = append(b, "Transfer-Encoding: chunked\r\n"...)
	}
	return b
}

// chunk is the content of a full chunk.
const chunk = 4096

// BodyLen is the number of bytes that a message's body takes in the stream.
func (m *Message) BodyLen() int64 {
	if m.Framing != FramingChunked || m.Method == HEAD && m.Status != 0 {
		return m.Body
	}
	n := m.Body / chunk * chunkLen(chunk)
	if rest := m.Body % chunk; rest > 0 {
		n += chunkLen(rest)
	}
	return n + int64(len(lastChunk))
}

const lastChunk = "0\r\n\r\n"

// chunkLen is the length of a chunk with n bytes of content: its size in hex, CRLF, content, CRLF.
func chunkLen(n int64) int64 { return int64(len(strconv.FormatInt(n, 16))) + 2 + n + 2 }

// Wants is how many bytes of body a reader of the header expects; below 0: all until the end
// of the connection.
func (m *Message) Wants() int64 {
	switch {
	case m.Method == HEAD && m.Status != 0:
		return 0
	case m.Framing == FramingClose:
		return -1
	case m.Framing == FramingChunked:
		return m.BodyLen()
	}
	return m.Says
}

// Fill writes the message's bytes from offset at on into dst; content writes those of its
// content. It returns how many bytes the message had.
func (m *Message) Fill(dst []byte, at int64, c *Config, content func(dst []byte, at int64)) int {
	var buf [1024]byte
	n := 0
	if head := m.Head(buf[:0], c); at < int64(len(head)) {
		n = copy(dst, head[at:])
		at = 0
	} else {
		at -= int64(len(head))
	}
	for n < len(dst) {
		k := m.fillBody(dst[n:], at, content)
		if k == 0 {
			break
		}
		n, at = n+k, at+int64(k)
	}
	return n
}

// fillBody writes one stretch of the body: content, or what stands between chunks.
func (m *Message) fillBody(dst []byte, at int64, content func(dst []byte, at int64)) int {
	if m.Framing != FramingChunked || m.Method == HEAD && m.Status != 0 {
		k := int(max(min(int64(len(dst)), m.Body-at), 0))
		if k > 0 {
			content(dst[:k], at)
		}
		return k
	}
	i := at / chunkLen(chunk)
	off, from := at%chunkLen(chunk), i*chunk
	size := min(m.Body-from, chunk)
	if size <= 0 {
		off = at - (m.BodyLen() - int64(len(lastChunk)))
		return copy(dst, lastChunk[min(max(off, 0), int64(len(lastChunk))):])
	}
	line := strconv.FormatInt(size, 16) + "\r\n"
	pre := int64(len(line))
	switch {
	case off < pre:
		return copy(dst, line[off:])
	case off < pre+size:
		k := int(min(int64(len(dst)), pre+size-off))
		content(dst[:k], from+off-pre)
		return k
	case off < pre+size+2:
		return copy(dst, "\r\n"[off-pre-size:])
	}
	return copy(dst, lastChunk[min(off-int64(len(line))-size-2, int64(len(lastChunk))):])
}
