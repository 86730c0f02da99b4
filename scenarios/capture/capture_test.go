package capture

import (
	"bytes"
	"encoding/binary"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"teacp/sim"
	"teacp/sim/rule"
)

var update = flag.Bool("update", false, "write testdata/real.golden anew")

// real lists the recorded captures.
func real(t testing.TB) []string {
	t.Helper()
	var out []string
	for _, pat := range []string{"testdata/*.pcap", "testdata/*.pcapng"} {
		f, err := filepath.Glob(pat)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, f...)
	}
	if len(out) < 20 {
		t.Fatalf("expected twenty captures, found %d", len(out))
	}
	return out
}

func read(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// replay opens a capture in memory and runs it to its end.
func replay(t testing.TB, data []byte) (*File, *sim.Run) {
	t.Helper()
	c, err := New("memory", bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	r, err := sim.New(c.Config(), nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Finish()
	return c, r
}

// TestReal opens every recorded capture and holds what is seen and inferred to the golden
// table. Seeking gives the same worlds as stepping.
func TestReal(t *testing.T) {
	var b strings.Builder
	for _, name := range real(t) {
		c, r := replay(t, read(t, name))
		if err := c.Damage(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		counts := map[string]int{}
		r.Each(0, r.Frames(), 1<<sim.EvSend|1<<sim.EvInfer, func(e *sim.Event) bool {
			if e.Kind == sim.EvSend ||
				e.Rule != rule.InferRto && e.Rule != rule.InferTlp && e.Rule != rule.InferDelayedAck &&
					e.Rule != rule.InferWindowUpdate {
				counts[e.Rule.String()]++
			}
			return true
		})
		s := r.Stats()
		fmt.Fprintf(
			&b,
			"%s: %d segments, %d bytes, %d connections\n",
			filepath.Base(name),
			s.Segments,
			s.PayloadBytes,
			s.Connections,
		)
		for _, k := range sorted(counts) {
			fmt.Fprintf(&b, "  %-28s %d\n", k, counts[k])
		}
		w := r.At(r.Frames() - 1)
		for i := 0; i < w.Conns(); i++ {
			v := w.Conn(uint32(i))
			fmt.Fprintf(
				&b,
				"  #%d %s %d %s, %s %d %s\n",
				i,
				w.Addr(uint32(i), 0),
				v.Port[0],
				v.State[0],
				w.Addr(uint32(i), 1),
				v.Port[1],
				v.State[1],
			)
		}
		if err := w.Check(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	const golden = "testdata/real.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if want := string(read(t, golden)); b.String() != want {
		t.Errorf(
			"what the captures show has changed; go test ./scenarios/capture -update, and look at the difference:\n%s",
			b.String(),
		)
	}
}

func sorted(m map[string]int) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}

// raw takes the packets out of a capture: their bytes and their times.
type raw struct {
	data []byte
	at   int64
}

func packets(t testing.TB, name string) []raw {
	t.Helper()
	data := read(t, name)
	w := window{r: bytes.NewReader(data), size: int64(len(data))}
	form, err := sniff(&w)
	if err != nil {
		t.Fatal(err)
	}
	var out []raw
	for off := form.first(); off < w.size; {
		f, d := form.frame(&w, off, int64(len(out)+1))
		if d != nil {
			t.Fatal(d)
		}
		if f.packet {
			out = append(out, raw{bytes.Clone(w.at(f.data, f.caplen)), f.at})
		}
		off = f.next
	}
	return out
}

// writePcap writes packets in the classic format.
func writePcap(list []raw, order binary.AppendByteOrder, nano bool, link uint32, wrap func([]byte) []byte) []byte {
	magic, unit := uint32(0xa1b2c3d4), int64(1000)
	if nano {
		magic, unit = 0xa1b23c4d, 1
	}
	b := order.AppendUint32(nil, magic)
	b = order.AppendUint16(order.AppendUint16(b, 2), 4)
	b = order.AppendUint32(order.AppendUint32(order.AppendUint32(order.AppendUint32(b, 0), 0), 262144), link)
	for _, p := range list {
		d := wrap(p.data)
		b = order.AppendUint32(order.AppendUint32(b, uint32(p.at/1_000_000_000)), uint32(p.at%1_000_000_000/unit))
		b = order.AppendUint32(order.AppendUint32(b, uint32(len(d))), uint32(len(d)))
		b = append(b, d...)
	}
	return b
}

// writePcapng writes packets as pcapng, with a unit of times of 10^-exp or, from 0x80 on,
// of 2^-exp seconds.
func writePcapng(list []raw, order binary.AppendByteOrder, exp uint8, link uint32, wrap func([]byte) []byte) []byte {
	block := func(b []byte, typ uint32, body []byte) []byte {
		for len(body)%4 != 0 {
			body = append(body, 0)
		}
		n := uint32(12 + len(body))
		b = order.AppendUint32(order.AppendUint32(b, typ), n)
		return order.AppendUint32(append(b, body...), n)
	}
	body := order.AppendUint16(order.AppendUint16(order.AppendUint32(nil, 0x1a2b3c4d), 1), 0)
	body = order.AppendUint64(body, ^uint64(0))
	b := block(nil, blockSection, body)
	body = order.AppendUint32(order.AppendUint16(order.AppendUint16(nil, uint16(link)), 0), 0)
	body = append(order.AppendUint16(order.AppendUint16(body, 9), 1), exp, 0, 0, 0, 0, 0, 0, 0)
	b = block(b, blockInterface, body)
	b = block(b, 0x0bad0bad, []byte("a block that nobody knows"))
	for _, p := range list {
		d := wrap(p.data)
		ts := uint64(p.at)
		switch {
		case exp&0x80 != 0:
			hi, lo := uint64(p.at/1_000_000_000), uint64(p.at%1_000_000_000)
			ts = hi<<(exp&0x7f) + (lo<<(exp&0x7f)+999_999_999)/1_000_000_000
		default:
			for e := exp; e < 9; e++ {
				ts /= 10
			}
		}
		body = order.AppendUint32(order.AppendUint32(order.AppendUint32(nil, 0), uint32(ts>>32)), uint32(ts))
		body = order.AppendUint32(order.AppendUint32(body, uint32(len(d))), uint32(len(d)))
		b = block(b, blockEnhanced, append(body, d...))
	}
	return b
}

// TestLinks: the same packets in every format, byte order, unit of time and link type that
// is read give the same segments at the same times.
func TestLinks(t *testing.T) {
	le, be := binary.LittleEndian, binary.BigEndian
	same := func(b []byte) []byte { return b }
	ether := func(tags ...byte) func([]byte) []byte {
		return func(b []byte) []byte { return append(append(bytes.Clone(b[:12]), tags...), b[12:]...) }
	}
	ip := func(head ...byte) func([]byte) []byte {
		return func(b []byte) []byte { return append(head, b[14:]...) }
	}
	pppoe := func(b []byte) []byte {
		return append(append(bytes.Clone(b[:12]), 0x88, 0x64, 0x11, 0, 0, 1, 0, 0, 0, 0x21), b[14:]...)
	}
	list := packets(t, "testdata/curl-keepalive.pcap")
	want := writePcap(list, le, true, linkEthernet, same)
	for name, data := range map[string][]byte{
		"big-endian":        writePcap(list, be, true, linkEthernet, same),
		"VLAN":              writePcap(list, le, true, linkEthernet, ether(0x81, 0, 0, 5)),
		"QinQ":              writePcap(list, le, true, linkEthernet, ether(0x88, 0xa8, 0, 5, 0x81, 0, 0, 7)),
		"PPPoE":             writePcap(list, le, true, linkEthernet, pppoe),
		"raw IP":            writePcap(list, le, true, linkRaw, ip()),
		"IPv4":              writePcap(list, be, true, linkIPv4, ip()),
		"null":              writePcap(list, le, true, linkNull, ip(2, 0, 0, 0)),
		"loop":              writePcap(list, le, true, linkLoop, ip(0, 0, 0, 2)),
		"SLL":               writePcap(list, le, true, linkSLL, ip(0, 0, 0, 1, 0, 6, 1, 2, 3, 4, 5, 6, 0, 0, 8, 0)),
		"SLL2":              writePcap(list, le, true, linkSLL2, ip(8, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 6, 1, 2, 3, 4, 5, 6, 0, 0)),
		"pcapng":            writePcapng(list, le, 9, linkEthernet, same),
		"pcapng big-endian": writePcapng(list, be, 9, linkEthernet, same),
		"two sections":      append(writePcapng(list[:5], be, 9, linkEthernet, same), writePcapng(list[5:], le, 9, linkRaw, ip())...),
		"binary times":      writePcapng(list, le, 0x80|30, linkEthernet, same),
	} {
		tolerance := sim.Time(0)
		if name == "binary times" {
			tolerance = 1
		}
		sameSegments(t, name, want, data, tolerance)
	}
	sameSegments(t, "microseconds", want, writePcap(list, le, false, linkEthernet, same), 1000)
	sameSegments(t, "pcapng microseconds", want, writePcapng(list, be, 6, linkEthernet, same), 1000)
}

func sameSegments(t *testing.T, name string, a, b []byte, tolerance sim.Time) {
	t.Helper()
	_, ra := replay(t, a)
	_, rb := replay(t, b)
	if ra.Frames() != rb.Frames() {
		t.Errorf("%s: expected %d frames, found %d", name, ra.Frames(), rb.Frames())
		return
	}
	for f := int64(1); f < ra.Frames()-1; f++ {
		x, y := ra.Events(f)[0], rb.Events(f)[0]
		d := x.At - y.At
		if x.Seg != y.Seg || x.Conn != y.Conn || x.Side != y.Side || x.A != y.A || d < -tolerance || d > tolerance {
			t.Errorf("%s: frame %d: expected %v %+v, found %v %+v", name, f, x.At, x.Seg, y.At, y.Seg)
			return
		}
	}
}

// TestPayload: the payload of a record can be read from the file, in any order.
func TestPayload(t *testing.T) {
	c, r := replay(t, read(t, "testdata/curl-get.pcap"))
	var all []byte
	for f := r.Frames() - 1; f >= 0; f-- {
		e := r.Events(f)[0]
		if e.Kind != sim.EvSend || e.Side != 0 || e.Seg.Len == 0 {
			continue
		}
		b := make([]byte, e.Seg.Len+10)
		all = append(all, b[:c.Payload(b, r.RecordOf(f))]...)
	}
	if !strings.HasPrefix(string(all), "GET /a.html HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n") {
		t.Errorf("expected the request, found %q", all)
	}
}

// BenchmarkOpen opens a capture of 100 MB and shows its first screen's worth of frames.
func BenchmarkOpen(b *testing.B) {
	list := packets(b, "testdata/kernel-loss_one_sack_ts-client.pcap")
	var all []raw
	size := 0
	for n := int64(0); size < 100<<20; n++ {
		for _, p := range list {
			all = append(all, raw{p.data, p.at + n*1_000_000_000})
			size += len(p.data)
		}
	}
	data := writePcap(all, binary.LittleEndian, true, linkRaw, func(b []byte) []byte { return b })
	for b.Loop() {
		c, err := New("memory", bytes.NewReader(data), int64(len(data)))
		if err != nil {
			b.Fatal(err)
		}
		r, err := sim.New(c.Config(), nil)
		if err != nil {
			b.Fatal(err)
		}
		r.Extend(8192)
		r.Events(0)
	}
}
