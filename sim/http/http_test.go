package http

import (
	"bytes"
	"strings"
	"testing"

	"teacp/sim/rule"
)

// TestPlace: where a request goes, and what it waits for.
func TestPlace(t *testing.T) {
	for _, c := range []struct {
		what string
		set  Settings
		look Look
		want Verdict
	}{
		{"the first of all", Settings{Strategy: Serial}, Look{Ports: 10}, Verdict{Open, rule.Handshaking, 0, 10}},
		{"a busy connection", Settings{Strategy: Serial, Connections: 6}, Look{Open: 1, Ports: 10}, Verdict{Wait, rule.Pool, 1, 1}},
		{"five of six", Settings{Strategy: Parallel, Connections: 6}, Look{Open: 5, Used: 5, Ports: 10}, Verdict{Open, rule.Handshaking, 5, 10}},
		{"six of six", Settings{Strategy: Parallel, Connections: 6}, Look{Open: 6, Ports: 10}, Verdict{Wait, rule.Pool, 6, 6}},
		{"an idle one that may not be used again", Settings{Strategy: Parallel, Connections: 6}, Look{Open: 6, Idle: true, Ports: 10}, Verdict{Wait, rule.Pool, 6, 6}},
		{"an idle one", Settings{Strategy: PersistentParallel, Connections: 6}, Look{Open: 2, Idle: true, Ports: 10}, Verdict{Reuse, rule.Reuse, 0, 0}},
		{"no port", Settings{Strategy: Parallel, Connections: 6}, Look{Open: 1, Used: 10, Ports: 10}, Verdict{Wait, rule.PortWait, 10, 10}},
		{"the total", Settings{Strategy: Parallel, Connections: 6, Total: 3}, Look{Open: 1, Total: 3, Ports: 10}, Verdict{Wait, rule.PoolTotal, 3, 3}},
		{"the total, and one to spare", Settings{Strategy: Persistent, Total: 3}, Look{Total: 3, Others: true, Ports: 10}, Verdict{Evict, rule.PoolTotal, 3, 3}},
		{"no address", Settings{Strategy: Serial, DNS: true}, Look{Unknown: true, Ports: 10}, Verdict{Wait, rule.Dns, 0, 0}},
		{"a new pipeline", Settings{Strategy: Pipeline, Depth: 4}, Look{Open: 1, Best: 1, Ports: 10}, Verdict{Wait, rule.PipelineUnsure, 1, 1}},
		{"a sure pipeline", Settings{Strategy: Pipeline, Depth: 4}, Look{Open: 1, Best: 1, Sure: true, Ports: 10}, Verdict{Add, rule.Pipelining, 1, 4}},
		{"a full pipeline", Settings{Strategy: Pipeline, Depth: 4}, Look{Open: 1, Best: 4, Sure: true, Ports: 10}, Verdict{Wait, rule.PipelineDepth, 4, 4}},
		{"a POST", Settings{Strategy: Pipeline, Depth: 4}, Look{Method: POST, Open: 1, Best: 1, Sure: true, Ports: 10}, Verdict{Wait, rule.PipelinePost, 1, 1}},
		{"behind a POST", Settings{Strategy: Pipeline, Depth: 4}, Look{Open: 1, Best: 1, Post: true, Sure: true, Ports: 10}, Verdict{Wait, rule.PipelinePost, 1, 1}},
		{"a POST against the rule", Settings{Strategy: Pipeline, Depth: 4, PipelinePost: true}, Look{Method: POST, Open: 1, Best: 1, Sure: true, Ports: 10}, Verdict{Add, rule.Pipelining, 1, 4}},
	} {
		if got := Place(&c.set, c.look); got != c.want {
			t.Errorf("%s: expected %v %s, found %v %s", c.what, c.want, c.want.Rule, got, got.Rule)
		}
	}
}

// TestRepeat: what is sent again after a connection was lost.
func TestRepeat(t *testing.T) {
	for _, c := range []struct {
		what string
		set  Settings
		loss Loss
		do   Do
		rule rule.ID
	}{
		{"a GET", Settings{Retries: 3}, Loss{Method: GET, Sent: 80, Total: 80, Attempts: 1}, Again, rule.RetryIdempotent},
		{"a HEAD", Settings{Retries: 3}, Loss{Method: HEAD, Sent: 80, Total: 80, Attempts: 1}, Again, rule.RetryIdempotent},
		{"a POST", Settings{Retries: 3}, Loss{Method: POST, Sent: 80, Total: 80, Attempts: 1}, Fail, rule.RetryPost},
		{"half a POST", Settings{Retries: 3}, Loss{Method: POST, Sent: 40, Total: 80, Attempts: 1}, Fail, rule.RetryPost},
		{"a POST that never left", Settings{Retries: 3}, Loss{Method: POST, Total: 80, Attempts: 1}, Again, rule.RetryUnsent},
		{"a POST behind Connection: close", Settings{Retries: 3}, Loss{Method: POST, Sent: 80, Total: 80, Attempts: 1, Refused: true}, Again, rule.RetryUnsent},
		{"a POST against the rule", Settings{Retries: 3, Retry: RetryAll}, Loss{Method: POST, Sent: 80, Total: 80, Attempts: 1}, Again, rule.RetryUnsafe},
		{"as often as allowed", Settings{Retries: 3}, Loss{Method: GET, Sent: 80, Total: 80, Attempts: 3}, Again, rule.RetryIdempotent},
		{"once too often", Settings{Retries: 3}, Loss{Method: GET, Sent: 80, Total: 80, Attempts: 4}, Fail, rule.RetryLimit},
		{"never", Settings{Retries: 3, Retry: RetryOff}, Loss{Method: GET, Total: 80, Attempts: 1}, Fail, rule.RetryOff},
	} {
		if got := Repeat(&c.set, c.loss); got.Do != c.do || got.Rule != c.rule {
			t.Errorf("%s: expected %v %s, found %v %s", c.what, c.do, c.rule, got.Do, got.Rule)
		}
	}
}

var site = Config{Sites: []Site{{Name: "h"}}, Objects: []Object{{Path: "/", Size: 1000}}}

// TestPersistence: client and server read the same exchange alike.
func TestPersistence(t *testing.T) {
	for _, c := range []struct {
		what string
		set  Settings
		nth  int64
		do   Do
		rule rule.ID
	}{
		{"1.0", Settings{Strategy: Serial, Keep: true}, 1, Close, rule.NotPersistent},
		{"1.0 with Keep-Alive", Settings{Strategy: KeepAlive, Keep: true}, 1, Keep, rule.KeepAliveHeader},
		{"1.0 with Keep-Alive, refused", Settings{Strategy: KeepAlive}, 1, Close, rule.NotPersistent},
		{"1.1", Settings{Strategy: Persistent, Keep: true}, 7, Keep, rule.Persistent},
		{"1.1, the last of three", Settings{Strategy: Persistent, Keep: true, Max: 3}, 3, Close, rule.MaxRequests},
		{"1.1 without a length", Settings{Strategy: Persistent, Keep: true, Length: LengthNone}, 1, Close, rule.EOFFraming},
		{"1.1 in chunks", Settings{Strategy: Persistent, Keep: true, Length: LengthChunked}, 1, Keep, rule.Persistent},
		{"1.0 cannot read chunks", Settings{Strategy: KeepAlive, Keep: true, Length: LengthChunked}, 1, Close, rule.EOFFraming},
	} {
		ask := Ask(&site, &c.set, 0)
		v := Serves(&c.set, &ask, c.nth)
		if v.Do != c.do || v.Rule != c.rule {
			t.Errorf("%s: expected %v %s, found %v %s", c.what, c.do, c.rule, v.Do, v.Rule)
		}
		ans := Answer(&site, &c.set, &ask, c.nth, v)
		if got := Persists(&ask, &ans); got.Do != v.Do {
			t.Errorf("%s: the server says %v %s, the client reads %v %s from\n%s", c.what, v.Do, v.Rule, got.Do, got.Rule, ans.Head(nil, &site))
		}
	}
}

// TestPersists: a connection goes on if both messages say so (RFC 9112 section 9.3).
func TestPersists(t *testing.T) {
	for _, c := range []struct {
		what     string
		ask, ans Message
		do       Do
		rule     rule.ID
	}{
		{"both 1.1", Message{Minor: 1}, Message{Minor: 1}, Keep, rule.Persistent},
		{"1.0 asks, 1.1 answers", Message{}, Message{Minor: 1}, Close, rule.NotPersistent},
		{"1.1 asks, 1.0 answers", Message{Minor: 1}, Message{}, Close, rule.NotPersistent},
		{"1.0, both with Keep-Alive", Message{Fields: ConnKeepAlive}, Message{Fields: ConnKeepAlive}, Keep, rule.KeepAliveHeader},
		{"1.0, Keep-Alive refused", Message{Fields: ConnKeepAlive}, Message{}, Close, rule.NotPersistent},
		{"1.0, Keep-Alive unasked", Message{}, Message{Fields: ConnKeepAlive}, Close, rule.NotPersistent},
		{"the request closes", Message{Minor: 1, Fields: ConnClose}, Message{Minor: 1}, Close, rule.CloseHeader},
		{"the answer closes", Message{Minor: 1}, Message{Minor: 1, Fields: ConnClose}, Close, rule.CloseHeader},
		{"the end of the answer is the connection's", Message{Minor: 1}, Message{Minor: 1, Framing: FramingClose}, Close, rule.EOFFraming},
	} {
		if v := Persists(&c.ask, &c.ans); v.Do != c.do || v.Rule != c.rule {
			t.Errorf("%s: expected %v %s, found %v %s", c.what, c.do, c.rule, v.Do, v.Rule)
		}
	}
	set := Settings{Strategy: Persistent, Keep: true}
	if v := Serves(&set, &Message{Minor: 1, Fields: ConnClose}, 1); v.Do != Close || v.Rule != rule.CloseHeader {
		t.Errorf("a server that is asked to close: %v %s", v.Do, v.Rule)
	}
}

// TestSilentClose: a server that closes without a word says so where the end of the answer depends on it.
func TestSilentClose(t *testing.T) {
	set := Settings{Strategy: Persistent, Ending: CloseSilent}
	ask := Message{Minor: 1}
	for r, says := range map[rule.ID]bool{rule.EOFFraming: true, rule.MaxRequests: false} {
		if ans := Answer(&site, &set, &ask, 1, Verdict{Close, r, 1, 0}); (ans.Fields&ConnClose != 0) != says {
			t.Errorf("%s: the answer has %v", r, ans.Fields.Names())
		}
	}
}

// TestForward: a good proxy passes nothing on that concerns one connection, a blind one all.
func TestForward(t *testing.T) {
	cfg := site
	cfg.Proxies = []Proxy{{}}
	ask := Ask(&cfg, &Settings{Strategy: KeepAlive}, 0)
	good, v := Forward(RelayHTTP11, &ask, true)
	if good.HopByHop() != 0 || Fields(v.A) != ConnKeepAlive || good.Absolute || good.Minor != 1 {
		t.Errorf("the good proxy sends\n%s", good.Head(nil, &cfg))
	}
	blind, v := Forward(RelayBlind, &ask, true)
	if blind != ask || Fields(v.B) != ConnKeepAlive {
		t.Errorf("the blind relay sends\n%s", blind.Head(nil, &cfg))
	}
	ans := Answer(&cfg, &Settings{Strategy: KeepAlive, Keep: true, Idle: 5e9, Max: 10}, &blind, 1, Verdict{Do: Keep})
	if f := Hang(&ask, &ans); f != ConnKeepAlive {
		t.Errorf("what should have been removed is %v", f.Names())
	}
	if f := Hang(&Message{}, &ans); f != ConnKeepAlive {
		t.Errorf("what should have been removed from the answer is %v", f.Names())
	}
	if got, want := string(ans.Head(nil, &cfg)), "HTTP/1.0 200 OK\r\nServer: teacp\r\nContent-Type: text/html\r\nContent-Length: 1000\r\nConnection: Keep-Alive\r\nKeep-Alive: timeout=5, max=9\r\n\r\n"; got != want {
		t.Errorf("expected %q, found %q", want, got)
	}
	back := Return(RelayHTTP11, &ask, &ans)
	if back.Fields&KeepParams != 0 || back.Timeout != 0 || back.Max != 0 || back.Fields&ConnKeepAlive == 0 || back.Fields&ViaField == 0 {
		t.Errorf("the good proxy answers\n%s", back.Head(nil, &cfg))
	}
}

// TestReturnInChunks: a proxy does not hand chunks to a client of HTTP/1.0, which cannot read them.
func TestReturnInChunks(t *testing.T) {
	ans := Message{Minor: 1, Status: 200, Framing: FramingChunked}
	for minor, want := range map[uint8]Framing{0: FramingClose, 1: FramingChunked} {
		if back := Return(RelayHTTP11, &Message{Minor: minor}, &ans); back.Framing != want {
			t.Errorf("HTTP/1.%d: framing %d, expected %d", minor, back.Framing, want)
		}
	}
}

// TestFill: a message's bytes are a function of the offset, however it is cut, chunks too.
func TestFill(t *testing.T) {
	content := func(dst []byte, at int64) {
		for i := range dst {
			dst[i] = 'a' + byte((at+int64(i))%26)
		}
	}
	for _, size := range []int64{0, 1, 25, 4095, 4096, 4097, 9000} {
		for _, f := range []Framing{FramingLength, FramingChunked, FramingClose} {
			m := Message{Status: 200, Minor: 1, Framing: f, Body: size, Says: size}
			n := m.HeadLen(&site) + m.BodyLen()
			whole := make([]byte, n)
			if got := m.Fill(whole, 0, &site, content); int64(got) != n {
				t.Fatalf("%d bytes, framing %d: expected %d, found %d", size, f, n, got)
			}
			if f == FramingChunked && !bytes.HasSuffix(whole, []byte("0\r\n\r\n")) {
				t.Errorf("%d bytes in chunks end with %q", size, whole[max(len(whole)-20, 0):])
			}
			part := make([]byte, 53)
			for at := int64(0); at < n; at += 37 {
				p := part[:min(53, n-at)]
				if got := m.Fill(p, at, &site, content); got != len(p) || !bytes.Equal(p, whole[at:at+int64(len(p))]) {
					t.Fatalf("%d bytes, framing %d: the bytes at %d differ: %q, %q", size, f, at, p, whole[at:at+int64(len(p))])
				}
			}
		}
	}
}

// TestTypeOfSmallBodies: an answer calls its body an image only if it is large enough to be one. The length
// of the header does not depend on that.
func TestTypeOfSmallBodies(t *testing.T) {
	for body := int64(0); body < 40; body++ {
		for object := range int32(2) {
			m := Message{Status: 200, Minor: 1, Body: body, Says: 10}
			page := m
			m.Object = object
			want := "text/html"
			if object > 0 && (body == 0 || body >= LeastImage) {
				want = "image/gif"
			}
			head := string(m.Head(nil, &Config{}))
			if !strings.Contains(head, "Content-Type: "+want+"\r\n") || len(head) != len(page.Head(nil, &Config{})) {
				t.Errorf("object %d of %d bytes: %q", object, body, head)
			}
		}
	}
}
