package capture

import (
	"bytes"
	"encoding/binary"
	"strings"
	"testing"

	"teacp/sim"
	"teacp/sim/rule"
)

// TestDamaged: a damaged file ends with a message that names the place, what was expected
// and what was found; what stands before the damage is shown.
func TestDamaged(t *testing.T) {
	le := binary.LittleEndian
	classic := read(t, "testdata/curl-get.pcap")
	ng := read(t, "testdata/mixed.pcapng")
	put := func(b []byte, off int, v uint32) []byte {
		b = bytes.Clone(b)
		le.PutUint32(b[off:], v)
		return b
	}
	second := 24 + 16 + int(le.Uint32(classic[24+8:])) // the header of the second packet
	var blocks []int                                   // where the blocks of the pcapng stand
	for off := 0; off < len(ng); off += int(le.Uint32(ng[off+4:])) {
		blocks = append(blocks, off)
	}
	last := blocks[len(blocks)-1]
	for _, c := range []struct {
		name  string
		data  []byte
		shown int64 // segments before the damage; -1: the file cannot be opened
		want  string
	}{
		{"empty", nil, -1, "expected a capture (pcap or pcapng), found a file of 0 bytes"},
		{"text", []byte("GET / HTTP/1.1\r\n\r\n"), -1, "found a file that begins with 47455420"},
		{"gzip", []byte{0x1f, 0x8b, 8, 0, 0, 0}, -1, "found a gzip file: unpack it first"},
		{"header cut", classic[:20], -1, "expected a header of 24 bytes, found 20 bytes"},
		{"header alone", classic[:24], -1, "expected packets, found none"},
		{"cut in a packet's header", classic[:second+7], 1, "packet 2 at byte 114: expected a packet's header of 16 bytes, found the end of the file after 7"},
		{"cut in a packet", classic[:second+20], 1, "packet 2 at byte 114: expected 74 bytes of a packet, found the end of the file after 4"},
		{"hostile size", put(classic, second+8, 0xfffffff0), 1, "packet 2 at byte 114: expected a packet of at most 4194304 bytes, found a length of 74, of which 4294967280 captured"},
		{"hostile length on the wire", put(classic, second+12, 0x7fffffff), 1, "found a length of 2147483647"},
		{"first block of another kind", ng[28:], -1, "found a file that begins with"},
		{"byte order", put(ng, 8, 0x12345678), -1, "expected the byte-order magic 1a2b3c4d, found 78563412"},
		{"block length", put(ng, blocks[3]+4, 13), 1, "expected a block's length, a multiple of four and at least 12, found 13"},
		{"block without end", put(ng, blocks[3]+4, 0x7ffffff0), 1, "expected a packet of at most 4194304 bytes, found a block of 2147483632"},
		{"lengths that differ", put(ng, blocks[4]-4, 99), 1, "again at its end, found 99"},
		{"cut in a block", ng[:last+20], 20, "the end of the file after 20"},
		{"unknown interface", put(ng, blocks[3]+8, 7), 1, "expected one of the 1 interfaces described before, found interface 7"},
		{"captured length beyond its block", put(ng, blocks[3]+20, 5000), 1, "captured bytes in the block"},
		{"no section length", put(ng, 4, 8), -1, "expected a section header of at least 28 bytes, found a length of 8"},
	} {
		f, err := New(c.name, bytes.NewReader(c.data), int64(len(c.data)))
		if err != nil {
			if c.shown >= 0 || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), c.name+": ") {
				t.Errorf("%s: expected %q after %d segments, found %q", c.name, c.want, c.shown, err)
			}
			continue
		}
		r, err := sim.New(f.Config(), nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Finish()
		got := "no damage"
		if err := f.Damage(); err != nil {
			got = err.Error()
		}
		if r.Stats().Segments != c.shown || !strings.Contains(got, c.want) || r.Ended() != rule.RecordDamaged {
			t.Errorf(
				"%s: expected %q after %d segments, found %q after %d (%s)",
				c.name,
				c.want,
				c.shown,
				got,
				r.Stats().Segments,
				r.Ended(),
			)
		}
	}
}

// TestFlips: a bit that flipped, wherever it is, ends with a message or shows something; it
// never takes memory beyond the file's size and never stops the program.
func TestFlips(t *testing.T) {
	for _, name := range []string{"testdata/refused.pcap", "testdata/mixed.pcapng"} {
		data := read(t, name)
		for i := 0; i < len(data); i++ {
			if i > 1500 && i%7 != 0 {
				continue
			}
			data[i] ^= 1 << (i % 8)
			whatever(t, data)
			data[i] ^= 1 << (i % 8)
		}
	}
}

// whatever opens whatever the bytes are, runs it to its end and reads all that can be read.
func whatever(t testing.TB, data []byte) {
	c, err := New("fuzz", bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return
	}
	r, err := sim.New(c.Config(), nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Finish()
	var buf [64]byte
	r.Each(0, r.Frames(), 0, func(e *sim.Event) bool {
		if i := r.RecordOf(e.ID.Frame()); i >= 0 && e.ID.Index() == 0 {
			c.Payload(buf[:], i)
			c.Remark(i)
		}
		return true
	})
	w := r.At(r.Frames() - 1)
	for i := 0; i < w.Conns(); i++ {
		for side := 0; side < 2; side++ {
			w.Info(uint32(i), side)
			w.Verdict(uint32(i), side)
			w.Addr(uint32(i), side)
		}
	}
}

func FuzzOpen(f *testing.F) {
	for _, name := range []string{"refused.pcap", "reuse.pcap", "mixed.pcapng", "midstream-keepalive.pcap", "any-sll2.pcap", "curl-ipv6.pcap"} {
		f.Add(read(f, "testdata/"+name))
	}
	f.Fuzz(func(t *testing.T, data []byte) { whatever(t, data) })
}
