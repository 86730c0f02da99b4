package wire

import (
	"bytes"
	"testing"

	"teacp/scenarios"
	"teacp/sim"
)

// TestContent: a stream's bytes are a function of the offset, however it is cut.
func TestContent(t *testing.T) {
	sc, err := scenarios.Load("page")
	if err != nil {
		t.Fatal(err)
	}
	r, err := sim.New(sc.Config, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Finish()
	c := Read(r)
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
