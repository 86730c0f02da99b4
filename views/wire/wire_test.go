package wire

import (
	"bytes"
	"testing"

	"teacp/scenarios"
	"teacp/scenarios/scenariotest"
	"teacp/sim"
	"teacp/sim/simtest"
)

// TestContent: a stream's bytes are a function of the offset, however it is cut.
func TestContent(t *testing.T) {
	c := Read(scenariotest.Run(t, "page"))
	for conn := uint32(0); conn < 5; conn++ {
		for side := 0; side < 2; side++ {
			whole := make([]byte, 9000)
			c.Fill(whole, conn, side, 0)
			for at := 0; at < len(whole); at += 37 {
				part := make([]byte, min(53, len(whole)-at))
				c.Fill(part, conn, side, int64(at))
				if !bytes.Equal(part, whole[at:at+len(part)]) {
					t.Fatalf("connection %d, side %d: the bytes at %d differ", conn, side, at)
				}
			}
		}
	}
}

func TestGIF(t *testing.T) {
	for size := int64(20); size < 1100; size++ {
		b := make([]byte, size)
		gif(b, 0, size)
		i := int64(15)
		for b[i] != 0 && i < size {
			i += 1 + int64(b[i])
		}
		if i != size-2 || b[size-1] != ';' {
			t.Fatalf("%d bytes: the comment ends at %d", size, i)
		}
	}
}

// TestECNBitsAreInHeader: the IP header has a segment's ECN bits (RFC 3168 section 5) and a valid
// checksum.
func TestECNBitsAreInHeader(t *testing.T) {
	sc, err := scenarios.Load("slow-start")
	if err != nil {
		t.Fatal(err)
	}
	for i := range sc.Config.Hosts {
		sc.Config.Hosts[i].Policy.ECN = 1
	}
	r := simtest.Of(t, sc.Config)
	w, marked := New(r, Read(r)), 0
	r.Each(0, r.Frames(), 1<<sim.EvSend, func(e *sim.Event) bool {
		w.Sent(e)
		b := w.Segment(&e.Seg, e.Conn, e.Side)
		if b[15]&3 != e.Seg.ECN || Checksum(b[14:34], 0) != 0 {
			t.Errorf("frame %d: expected mark %d and a true checksum, found %d and a sum of %#x", e.ID.Frame(),
				e.Seg.ECN, b[15]&3, Checksum(b[14:34], 0))
		}
		if e.Seg.ECN != 0 {
			marked++
		}
		return true
	})
	if marked == 0 {
		t.Error("no segment says that it may be marked")
	}
}
