package export

import (
	"strings"
	"testing"

	script "teacp/sim/drill"
	"teacp/sim/simtest"
)

// TestOptionsOfAScript: a script's options come out as they went in, in the units of the calls.
func TestOptionsOfAScript(t *testing.T) {
	calls := []string{
		"setsockopt(3, SOL_SOCKET, SO_KEEPALIVE, [1], 4) = 0",
		"setsockopt(3, SOL_TCP, TCP_KEEPIDLE, [60], 4) = 0",
		"setsockopt(3, SOL_TCP, TCP_KEEPINTVL, [7], 4) = 0",
		"setsockopt(3, SOL_TCP, TCP_KEEPCNT, [4], 4) = 0",
		"setsockopt(3, SOL_TCP, TCP_LINGER2, [-1], 4) = 0",
		"setsockopt(3, SOL_SOCKET, SO_LINGER, {onoff=0, linger=0}, 8) = 0",
	}
	src := "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n+0 connect(3, ..., ...) = -1 EINPROGRESS\n"
	src = strings.Replace(src, "+0 connect", "+0 fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0\n+0 connect", 1) +
		"+0 > S 0:0(0) <...>\n"
	for _, c := range calls {
		src += "+.1 " + c + "\n"
	}
	s, err := script.Parse("options.pkt", src)
	if err != nil {
		t.Fatal(err)
	}
	cfg, _, err := script.Replay(s, script.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r := simtest.Of(t, cfg)
	out := written(t, "packetdrill", &Input{Run: r, Vantage: "client"})
	for _, c := range calls {
		if !strings.Contains(out, c) {
			t.Errorf("expected %s in\n%s", c, out)
		}
	}
}
