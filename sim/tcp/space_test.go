package tcp

import "testing"

// TestPacketSpace holds the buffer space of packets to what a kernel charges for four of them
// that nobody reads (sk_rmem_alloc, read by ss): small ones share the block of the first.
func TestPacketSpace(t *testing.T) {
	pol := linuxPolicy()
	for _, x := range []struct{ payload, four int64 }{
		{10, 832}, {60, 1664}, {100, 3328}, {152, 3328}, {160, 2560}, {300, 2560},
		{700, 4608}, {740, 4608}, {1300, 9216},
		{3960, 33792}, {6960, 33792}, {8960, 50176},
	} {
		c := Conn{ratio: 128}
		var mem Mem
		for i := range int64(4) {
			space, tail := c.packetSpace(&pol, x.payload)
			c.rcvMem += space
			c.queueRead(&mem, span{lo: 1 + i*x.payload, hi: 1 + (i+1)*x.payload, mem: space, tail: tail, segs: 1})
		}
		if c.rcvMem != x.four {
			t.Errorf("four packets of %d bytes take %d, want %d", x.payload, c.rcvMem, x.four)
		}
	}
}

// TestSendBuffer holds the send buffer to what a kernel gives at the start of a connection.
func TestSendBuffer(t *testing.T) {
	pol := linuxPolicy()
	for _, x := range []struct {
		mss  int32
		want int64
	}{{1460, 46080}, {536, 46080}, {8960, 332800}} {
		c := Conn{ratio: 128, mss: x.mss, peerMSS: x.mss}
		c.cc.cwnd = 10
		c.growSndBuf(&Env{Pol: &pol})
		if c.sndBuf != x.want {
			t.Errorf("MSS %d: a send buffer of %d, want %d", x.mss, c.sndBuf, x.want)
		}
	}
}

// TestWheel: a tick late at least, then in steps of 8, 64 and 512 ticks.
func TestWheel(t *testing.T) {
	pol := Policy{Tick: ms(4)}
	for _, x := range []struct{ now, wait, want Time }{
		{0, ms(40), ms(44)}, {ms(3), ms(40), ms(44)}, {ms(5), ms(40), ms(48)}, {0, ms(252), ms(256)},
		{0, ms(256), ms(288)}, {0, ms(1000), ms(1024)}, {0, ms(3000), ms(3072)},
	} {
		if got := pol.wheel(x.now, x.now+x.wait); got != x.want {
			t.Errorf("a timer of %v set at %v fires at %v, want %v", x.wait, x.now, got, x.want)
		}
	}
}
