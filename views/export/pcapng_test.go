package export

import (
	"bufio"
	"bytes"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"image/color"
	"image/png"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
	"github.com/gopacket/gopacket/pcapgo"

	"teacp/scenarios"
	"teacp/sim"
	nethttp "teacp/sim/http"
	"teacp/sim/rule"
	"teacp/sim/simtest"
	"teacp/sim/tcp"
	"teacp/views/wire"
)

// packets reads a capture back and checks every checksum on the way.
func packets(t *testing.T, data string) []gopacket.Packet {
	t.Helper()
	r, err := pcapgo.NewNgReader(strings.NewReader(data), pcapgo.DefaultNgReaderOptions)
	if err != nil {
		t.Fatal(err)
	}
	var out []gopacket.Packet
	for {
		b, ci, err := r.ReadPacketData()
		if err == io.EOF {
			return out
		} else if err != nil {
			t.Fatal(err)
		}
		p := gopacket.NewPacket(b, layers.LinkTypeEthernet, gopacket.Default)
		p.Metadata().CaptureInfo = ci
		if p.ErrorLayer() != nil {
			t.Fatalf("packet %d: %v", len(out), p.ErrorLayer().Error())
		}
		ip := p.Layer(layers.LayerTypeIPv4).(*layers.IPv4)
		if wire.Checksum(ip.Contents, 0) != 0 {
			t.Fatalf("packet %d: the IPv4 checksum is wrong", len(out))
		}
		if wire.Checksum(ip.Payload, wire.Pseudo(ip.Contents[12:20], byte(ip.Protocol), len(ip.Payload))) != 0 {
			t.Fatalf("packet %d: the checksum of %s is wrong", len(out), ip.Protocol)
		}
		out = append(out, p)
	}
}

// TestPcapng: a packet for each segment, as long as the simulation says, at its time.
func TestPcapng(t *testing.T) {
	for _, set := range [][]string{nil, {"link.loss=4%", "seed=3"},
		{"profile=linux", "client.timestamps=on", "server.timestamps=on", "link.loss=2%"}, {"http.dns=on"}} {
		in := input(t, "page", set...)
		list := packets(t, written(t, "pcapng", in))
		i := 0
		in.Run.Each(0, in.Run.Frames(), 1<<sim.EvSend|1<<sim.EvDgram, func(e *sim.Event) bool {
			p := list[i]
			i++
			if !p.Metadata().Timestamp.Equal(epoch.Add(e.At)) || e.Kind == sim.EvSend &&
				p.Metadata().Length != int(e.A)+14 {
				t.Fatalf("%v: packet %d: expected %d bytes at %s, found %d at %s", set, i, e.A+14, epoch.Add(e.At),
					p.Metadata().Length, p.Metadata().Timestamp)
			}
			return true
		})
		if i != len(list) {
			t.Errorf("%v: expected %d packets, found %d", set, i, len(list))
		}
	}
	in := input(t, "page", "link.loss=4%", "seed=3")
	in.Vantage = "both"
	s := in.Run
	s.Finish()
	if n, want := int64(len(packets(t, written(t, "pcapng", in)))), 2*s.Stats().Segments-s.Stats().Drops; n != want {
		t.Errorf("both ends: expected %d sightings, found %d", want, n)
	}
}

// TestHTTPText: what the captured streams of every scenario carry is HTTP that another
// implementation reads, up to where a connection broke; and it reads as many whole messages
// as there are.
func TestHTTPText(t *testing.T) {
	var list [][]string
	for _, strategy := range nethttp.StrategyNames {
		list = append(list, []string{"page", "http.strategy=" + strategy, "http.connections=3"},
			[]string{"rules", "http.strategy=" + strategy, "http.length=chunked"})
	}
	for _, m := range scenarios.List() {
		list = append(list, []string{m.Name})
	}
	for _, args := range list {
		in := input(t, args[0], args[1:]...)
		in.Run.Finish()
		w := in.Run.At(in.Run.Frames() - 1)
		for conn, b := range httpStreams(in.Run) {
			asks, answers := 0, 0 // whole ones
			var read []*http.Request
			w.ExchangesOf(conn, func(x *sim.Exchange) bool {
				if x.AskLen > 0 && x.AskAt+x.AskLen <= int64(len(b[0])) {
					asks++
				}
				// Of an answer that says too much or too little nobody else finds the end.
				if x.AnsLen > 0 && x.AnsAt+x.AnsLen <= int64(len(b[1])) &&
					(x.Ans.Says == x.Ans.Body || x.Ans.Framing != nethttp.FramingLength ||
						x.Ans.Method == nethttp.HEAD) {
					answers++
				}
				return true
			})
			r := bufio.NewReader(bytes.NewReader(b[0]))
			for range asks {
				q, err := http.ReadRequest(r)
				if err != nil {
					t.Fatalf("%v: connection %d, request %d of %d: %v", args, conn, len(read), asks, err)
				}
				if n, err := io.Copy(io.Discard, q.Body); err != nil || n != max(q.ContentLength, 0) {
					t.Fatalf("%v: connection %d: expected a body of %d bytes, found %d, %v", args, conn,
						q.ContentLength, n, err)
				}
				read = append(read, q)
			}
			r = bufio.NewReader(bytes.NewReader(b[1]))
			for i := range answers {
				res, err := http.ReadResponse(r, read[i])
				if err != nil {
					t.Fatalf("%v: connection %d, answer %d of %d: %v", args, conn, i, answers, err)
				}
				if n, err := io.Copy(io.Discard, res.Body); err != nil || res.ContentLength >= 0 &&
					n != res.ContentLength && read[i].Method != "HEAD" {
					t.Fatalf("%v: connection %d: expected a body of %d bytes, found %d, %v", args, conn,
						res.ContentLength, n, err)
				}
			}
		}
	}
}

// httpStreams puts the bytes together that the connections of HTTP carried.
func httpStreams(r *sim.Run) map[uint32][2][]byte {
	out := map[uint32][2][]byte{}
	text := wire.Read(r)
	w := r.At(r.Frames() - 1)
	if w.Exchanges() == 0 {
		return nil
	}
	r.Each(0, r.Frames(), 1<<sim.EvSend, func(e *sim.Event) bool {
		if e.Seg.Len > 0 && e.Flag&sim.FlagRetrans == 0 {
			b := make([]byte, e.Seg.Len)
			text.Fill(b, e.Conn, int(e.Side), e.Seg.Seq-1)
			s := out[e.Conn]
			s[e.Side] = append(s[e.Side], b...)
			out[e.Conn] = s
		}
		return true
	})
	return out
}

// tsharkFields are what is asked of tshark about each packet.
var tsharkFields = []string{"_ws.malformed", "ip.checksum.status", "tcp.checksum.status", "udp.checksum.status",
	"http.request", "http.response",
	"tcp.analysis.retransmission", "tcp.analysis.out_of_order", "tcp.analysis.keep_alive", "tcp.analysis.zero_window",
	"tcp.analysis.duplicate_ack"}

// tshark reads a capture; of each packet it returns the fields that it has.
func tshark(t *testing.T, file string) []map[string]string {
	t.Helper()
	args := []string{"-r", file, "-o", "tcp.check_checksum:TRUE", "-o", "ip.check_checksum:TRUE", "-o",
		"udp.check_checksum:TRUE", "-T", "fields"}
	for _, f := range tsharkFields {
		args = append(args, "-e", f)
	}
	out, err := exec.Command("tshark", args...).Output()
	if err != nil {
		t.Fatalf("tshark: %v", err)
	}
	var list []map[string]string
	for _, line := range strings.Split(strings.TrimSuffix(string(out), "\n"), "\n") {
		p := map[string]string{}
		for i, v := range strings.Split(line, "\t") {
			if v != "" {
				p[tsharkFields[i]] = v
			}
		}
		list = append(list, p)
	}
	return list
}

// count is the number of packets that have one of the fields.
func count(list []map[string]string, fields ...string) int {
	n := 0
	for _, p := range list {
		for _, f := range fields {
			if _, ok := p[f]; ok {
				n++
				break
			}
		}
	}
	return n
}

// TestTshark: another program's reading of the captures agrees with the simulation.
func TestTshark(t *testing.T) {
	if _, err := exec.LookPath("tshark"); err != nil {
		t.Skip("tshark is not installed")
	}
	if testing.Short() {
		t.Skip("not in short mode")
	}
	var list [][]string
	for i, m := range scenarios.List() {
		if simtest.Sample(i, 16) {
			list = append(list, []string{m.Name})
		}
	}
	list = append(list, []string{"page", "link.loss=4%", "seed=3", "http.dns=on"},
		[]string{"page", "profile=linux", "http.strategy=persistent-parallel"},
		[]string{"slow-start", "link.loss=3%", "profile=linux"})
	for _, args := range list {
		t.Run(strings.Join(args, " "), func(t *testing.T) {
			in := input(t, args[0], args[1:]...)
			if in.Run.Frames() > 20_000 {
				t.Skip("a long run: shorter ones show the same")
			}
			file := filepath.Join(t.TempDir(), "x.pcapng")
			if err := os.WriteFile(file, []byte(written(t, "pcapng", in)), 0o600); err != nil {
				t.Fatal(err)
			}
			list := tshark(t, file)
			for i, p := range list {
				// What tshark has put together it does not put together again: it calls a
				// retransmission of such bytes a reassembly error, in every capture.
				again := p["tcp.analysis.retransmission"] + p["tcp.analysis.out_of_order"]
				if p["_ws.malformed"] != "" && again == "" || p["ip.checksum.status"] == "0" ||
					p["tcp.checksum.status"] == "0" || p["udp.checksum.status"] == "0" {
					t.Errorf("packet %d is malformed, or has a wrong checksum: %v", i+1, p)
				}
			}
			compareTshark(t, in, list)
		})
	}
}

func compareTshark(t *testing.T, in *Input, list []map[string]string) {
	t.Helper()
	var requests, responses, zero, dups int
	last := map[[2]uint32]sim.Event{} // of each direction
	answered := map[uint32]int64{}    // end of what the servers' ends sent
	var probes int64                  // empty window probes and keep-alives, which tshark calls keep-alive
	in.Run.Each(0, in.Run.Frames(), 1<<sim.EvHTTP|1<<sim.EvSend, func(e *sim.Event) bool {
		if e.Kind == sim.EvSend {
			key := [2]uint32{e.Conn, uint32(e.Side)}
			// Window probes and their answers are no duplicates: tshark calls them keep-alives.
			if p, ok := last[key]; ok && !isProbe(e.Rule) && duplicateAck(&p.Seg, &e.Seg) &&
				!isProbe(last[[2]uint32{e.Conn, uint32(1 - e.Side)}].Rule) {
				dups++
			}
			last[key] = *e
			if e.Side == 1 {
				answered[e.Conn] = max(answered[e.Conn], e.Seg.End())
			}
			if e.Seg.Wnd == 0 && e.Seg.Flags&(tcp.SYN|tcp.FIN|tcp.RST) == 0 {
				zero++
			}
		}
		if e.Kind == sim.EvSend && isProbe(e.Rule) && e.Seg.Len == 0 {
			probes++
		}
		return true
	})
	// On each connection, those towards and behind a proxy too: requests that have been sent
	// whole, and answers that were whole on the line - read, or thrown away unread by a reset.
	for w, i := in.Run.At(in.Run.Frames()-1), 0; i < w.Exchanges(); i++ {
		if x := w.Exchange(i); x.AskLen > 0 && x.AskSent == x.AskLen {
			requests++
			onLine := x.AnsLen > 0 && answered[x.Conn] > x.AnsAt+x.AnsLen && x.Ans.Says == x.Ans.Body
			if x.Done || onLine {
				responses++
			}
		}
	}
	if n := count(list, "http.request"); n != requests {
		t.Errorf("expected %d requests, tshark finds %d", requests, n)
	}
	if n := count(list, "http.response"); n != responses {
		t.Errorf("expected %d responses, tshark finds %d", responses, n)
	}
	// tshark calls a segment that comes within a round trip of the newest one out of order,
	// although here every segment stands where it was sent.
	again := int64(count(list, "tcp.analysis.retransmission", "tcp.analysis.out_of_order", "tcp.analysis.keep_alive"))
	if want := in.Run.Stats().Retransmissions + probes; again != want {
		t.Errorf("expected %d retransmissions, tshark finds %d", want, again)
	}
	if n := count(list, "tcp.analysis.zero_window"); n != zero {
		t.Errorf("expected %d zero windows, tshark finds %d", zero, n)
	}
	if n := count(list, "tcp.analysis.duplicate_ack"); n != dups {
		t.Errorf("expected %d duplicate ACKs, tshark finds %d", dups, n)
	}
}

// isProbe reports whether a segment asks for an answer and nothing else.
func isProbe(r rule.ID) bool { return r == rule.Persist || r == rule.KeepAlive }

// duplicateAck reports whether b repeats the acknowledgment of a, which its sender sent
// before (RFC 5681 section 2, without the question of what is outstanding).
func duplicateAck(a, b *tcp.Segment) bool {
	return b.Flags == tcp.ACK && b.Len == 0 && a.Flags&(tcp.SYN|tcp.RST) == 0 && b.Ack == a.Ack && b.Wnd == a.Wnd &&
		b.Wnd != 0 && b.Seq == a.End()
}

// TestChromium: a browser shows the drawings.
func TestChromium(t *testing.T) {
	browser := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if p, err := exec.LookPath(name); err == nil {
			browser = p
			break
		}
	}
	if browser == "" || testing.Short() {
		t.Skip("chromium is not installed, or short mode")
	}
	for _, dark := range []bool{false, true} {
		if dark && !simtest.Full() {
			continue
		}
		in := input(t, "nagle-delayed-ack")
		in.Dark = dark
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "x.svg"), []byte(written(t, "svg", in)), 0o600); err != nil {
			t.Fatal(err)
		}
		shot := filepath.Join(dir, "x.png")
		cmd := exec.Command(browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
			"--window-size=760,900",
			"--user-data-dir="+filepath.Join(dir, "profile"), "--screenshot="+shot,
			"file://"+filepath.Join(dir, "x.svg"))
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("chromium: %v\n%s", err, out)
		}
		f, err := os.Open(shot)
		if err != nil {
			t.Fatal(err)
		}
		img, err := png.Decode(f)
		f.Close()
		if err != nil {
			t.Fatal(err)
		}
		colours := map[color.Color]int{}
		for y := img.Bounds().Min.Y; y < img.Bounds().Max.Y; y++ {
			for x := img.Bounds().Min.X; x < img.Bounds().Max.X; x++ {
				colours[img.At(x, y)]++
			}
		}
		if len(colours) < 20 {
			t.Errorf("dark %v: the picture has %d colours; it looks empty", dark, len(colours))
		}
	}
}
