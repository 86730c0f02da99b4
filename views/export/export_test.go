package export

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"teacp/scenarios"
	"teacp/sim"
	"teacp/views/ladder"
	"teacp/views/paint"
	"teacp/views/words"
)

// input runs a scenario with changes of the whole run.
func input(t testing.TB, name string, set ...string) *Input {
	t.Helper()
	sc, err := scenarios.Load(name)
	if err != nil {
		t.Fatal(err)
	}
	cfg := *sc.Config
	var changes []sim.Change
	for _, s := range set {
		k, v, _ := strings.Cut(s, "=")
		if k == "seed" {
			cfg.Seed, _ = strconv.ParseUint(v, 10, 64)
			continue
		}
		changes = append(changes, sim.Change{Knob: k, Value: v})
	}
	r, err := sim.New(&cfg, changes)
	if err != nil {
		t.Fatal(err)
	}
	return &Input{Run: r, Scenario: name, Title: sc.Title.EN, Command: "teacp run " + name, Lang: "en"}
}

func written(t testing.TB, format string, in *Input) string {
	t.Helper()
	f, ok := ByName(format)
	if !ok {
		t.Fatalf("there is no format %s", format)
	}
	var b bytes.Buffer
	if err := f.Write(&b, in); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestRepeats: every format gives the same bytes for the same run, and hands on the
// failure of what it writes to.
func TestRepeats(t *testing.T) {
	for _, f := range Formats() {
		a, b := written(t, f.Name, input(t, "page", "link.loss=2%")),
			written(t, f.Name, input(t, "page", "link.loss=2%"))
		if a != b {
			t.Errorf("%s: two runs differ", f.Name)
		}
		err := f.Write(&brokenPipe{left: len(a) / 2}, input(t, "page", "link.loss=2%"))
		if !errors.Is(err, io.ErrClosedPipe) {
			t.Errorf("%s: expected the writer's own error, found %v", f.Name, err)
		}
	}
}

type brokenPipe struct{ left int }

func (p *brokenPipe) Write(b []byte) (int, error) {
	if p.left -= len(b); p.left < 0 {
		return 0, io.ErrClosedPipe
	}
	return len(b), nil
}

// TestOneLayout: the exported ladder is the screen's, whether laid out in blocks or in one.
func TestOneLayout(t *testing.T) {
	for _, set := range [][]string{nil, {"link.loss=1%"}} {
		in := input(t, "slow-start", set...)
		in.Run.Finish()
		whole := ladder.Text(ladder.Build(in.Run, 0, in.Run.Frames(), ladder.AllConns, "en"), 100, false)
		if !strings.Contains(written(t, "text", in), whole) {
			t.Errorf("%v: the ladder differs from that of package views", set)
		}
	}
	for _, axis := range []paint.AxisKind{paint.AxisLinear, paint.AxisCompressed} {
		in := input(t, "slow-start")
		in.Run.Finish()
		in.Axis = axis
		whole := ladder.Text(ladder.BuildOn(axis, in.Run, 0, in.Run.Frames(), ladder.AllConns, "en"), 100, false)
		if !strings.Contains(written(t, "text", in), whole) {
			t.Errorf("%s: the ladder differs from that of package views", paint.AxisNames[axis])
		}
	}
	in := input(t, "page", "http.strategy=persistent")
	in.Run.Finish()
	w := &writer{Input: in, to: in.Run.Frames()}
	l := ladder.Build(in.Run, 0, w.to, ladder.AllConns, "en")
	rows := 0
	for from := int64(0); from < w.to; from += 7 {
		rows += rowOf(l, min(from+7, w.to)) - rowOf(l, from)
	}
	if rows != len(l.Rows) {
		t.Errorf("blocks of 7 frames have %d rows, the whole ladder %d", rows, len(l.Rows))
	}
}

// trace is the schema teacp.trace/1, as far as a reader needs it.
type trace struct {
	Schema, Scenario string
	Conns            []struct {
		ID             int
		Client, Server string
	}
	Segments []struct {
		I, Frame, Conn int64
		Dir, Flags     string
		TSentUs        float64  `json:"t_sent_us"`
		TRecvUs        *float64 `json:"t_recv_us"`
		Seq, Ack, Len  int64
		Retrans        bool
		Drop, Rule     string
		Why            string
	}
	Events []struct {
		ID, Frame int64
		Cause     *int64
		Kind      string
		Rule      *string
	}
	Stats map[string]any
}

func TestJSON(t *testing.T) {
	for _, name := range []string{"nagle-delayed-ack", "page", "slow-start"} {
		in := input(t, name, "link.loss=3%", "seed=7")
		var tr trace
		if err := json.Unmarshal([]byte(written(t, "json", in)), &tr); err != nil {
			t.Fatal(err)
		}
		s := in.Run.Stats()
		if tr.Schema != "teacp.trace/1" || int64(len(tr.Segments)) != s.Segments ||
			int64(len(tr.Conns)) != s.Connections {
			t.Errorf("%s: expected %d segments on %d connections, found %d on %d", name, s.Segments, s.Connections,
				len(tr.Segments), len(tr.Conns))
		}
		var lost, again int64
		ids := map[int64]bool{}
		for i, g := range tr.Segments {
			if g.I != int64(i) || (g.Drop != "") != (g.TRecvUs == nil) || g.Rule == "" || g.Why == "" {
				t.Fatalf("%s: segment %d: %+v", name, i, g)
			}
			if g.Drop != "" {
				lost++
			}
			if g.Retrans {
				again++
			}
		}
		if lost != s.Drops || again != s.Retransmissions {
			t.Errorf("%s: expected %d lost, %d retransmitted, found %d, %d", name, s.Drops, s.Retransmissions, lost,
				again)
		}
		for _, e := range tr.Events {
			if e.Cause != nil && !ids[*e.Cause] {
				t.Fatalf("%s: event %d has a cause that did not happen before: %d", name, e.ID, *e.Cause)
			}
			ids[e.ID] = true
		}
	}
}

// TestParts: a range of frames, a connection and kinds of events limit what is written.
func TestParts(t *testing.T) {
	in := input(t, "page", "http.connections=3")
	in.From, in.To, in.Conns = 20, 60, []uint32{1}
	var tr trace
	if err := json.Unmarshal([]byte(written(t, "json", in)), &tr); err != nil {
		t.Fatal(err)
	}
	if len(tr.Segments) == 0 || len(tr.Events) == 0 || len(tr.Conns) != 1 || tr.Conns[0].ID != 1 {
		t.Errorf("expected something of connection 1 alone, found %d segments, %d events, connections %v",
			len(tr.Segments), len(tr.Events), tr.Conns)
	}
	for _, s := range tr.Segments {
		if s.Conn != 1 || s.Frame < 20 || s.Frame > 60 {
			t.Errorf("segment of frame %d, connection %d", s.Frame, s.Conn)
		}
	}
	in.Kinds = 1<<sim.EvHold | 1<<sim.EvFire
	tr = trace{}
	if err := json.Unmarshal([]byte(written(t, "json", in)), &tr); err != nil {
		t.Fatal(err)
	}
	for _, e := range tr.Events {
		if e.Kind != "hold" && e.Kind != "timer" {
			t.Errorf("expected holds and timers alone, found %s", e.Kind)
		}
	}
	in.Conns = []uint32{0, 1}
	if f, _ := ByName("text"); f.Write(io.Discard, in) == nil {
		t.Error("a ladder of two connections out of three: expected a refusal")
	}
}

func TestCSV(t *testing.T) {
	in := input(t, "slow-start", "link.loss=3%")
	rows, err := csv.NewReader(strings.NewReader(written(t, "csv", in))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if n := int64(len(rows) - 1); n != in.Run.Stats().Segments {
		t.Errorf("expected %d rows, found %d", in.Run.Stats().Segments, n)
	}
	for s, want := range map[string]string{"=1+1": "'=1+1", "a,b": `"a,b"`, `say "x"`: `"say ""x"""`,
		"plain": "plain"} {
		if got := csvField(s); got != want {
			t.Errorf("csvField(%q): expected %s, found %s", s, want, got)
		}
	}
}

// TestHostile: nothing in a scenario's texts acts on a terminal, a browser or a reader.
func TestHostile(t *testing.T) {
	const evil = "a\x1b[31mb\x07\u202ec\u200bd</svg>&\"<script>```\n# `x`; end\xff|x|"
	for _, f := range Formats() {
		in := input(t, "nagle-delayed-ack")
		cfg := *in.Run.Config()
		cfg.Hosts = append([]sim.HostConfig(nil), cfg.Hosts...)
		cfg.Hosts[0].Name = evil
		r, err := sim.New(&cfg, nil)
		if err != nil {
			t.Fatal(err)
		}
		in.Run, in.Title, in.Command = r, evil, evil
		out := written(t, f.Name, in)
		if f.Bin {
			continue
		}
		if !utf8.ValidString(out) {
			t.Errorf("%s: invalid UTF-8", f.Name)
		}
		for _, c := range out {
			if words.Interpreted(c) && c != '\n' {
				t.Errorf("%s: %U stands in the output", f.Name, c)
				break
			}
		}
		switch f.Name {
		case "json", "stats", "qlog":
			if !json.Valid([]byte(out)) {
				t.Errorf("%s: invalid JSON", f.Name)
			}
		case "svg", "cwnd-svg", "sequence-svg":
			wellFormed(t, out)
		}
	}
}

func wellFormed(t *testing.T, s string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(s))
	for {
		if _, err := d.Token(); err == io.EOF {
			return
		} else if err != nil {
			t.Fatalf("not well-formed: %v", err)
		}
	}
}

// TestSVG: one line and one label for each arrow of the layout.
func TestSVG(t *testing.T) {
	for _, dark := range []bool{false, true} {
		in := input(t, "slow-start", "link.loss=3%")
		in.Dark = dark
		out := written(t, "svg", in)
		wellFormed(t, out)
		l := ladder.Build(in.Run, 0, in.Run.Frames(), ladder.AllConns, "en")
		if n := strings.Count(out, `class="l f`); n != len(l.Arrows) {
			t.Errorf("expected %d labels, found %d", len(l.Arrows), n)
		}
	}
}

func TestAsciicast(t *testing.T) {
	lines := strings.Split(strings.TrimSpace(written(t, "asciicast", input(t, "nagle"))), "\n")
	last := -1.0
	for i, line := range lines {
		var v []any
		if i > 0 {
			if err := json.Unmarshal([]byte(line), &v); err != nil {
				t.Fatal(err)
			}
			if at := v[0].(float64); at < last {
				t.Errorf("line %d goes back in time", i)
			} else {
				last = at
			}
		}
	}
}

func TestTimes(t *testing.T) {
	for ns, want := range map[int64]string{0: "0", 1: "0.001", 10: "0.01", 100: "0.1", 120: "0.12", 1000: "1",
		25_041_600: "25041.6", -1500: "-1.5", 123_456_789: "123456.789"} {
		if got := string(appendUs(nil, sim.Time(ns))); got != want {
			t.Errorf("%d ns: expected %s µs, found %s", ns, want, got)
		}
	}
	for ns, want := range map[int64]string{0: "0", 25_041_600: "25.0416", 1_000_000: "1", -1: "-0.000001"} {
		if got := string(appendMs(nil, sim.Time(ns))); got != want {
			t.Errorf("%d ns: expected %s ms, found %s", ns, want, got)
		}
	}
}

func FuzzText(f *testing.F) {
	f.Add("plain")
	f.Add("\x1b]0;x\x07 \u202e \u2028 \U000e0041 \xff")
	f.Fuzz(func(t *testing.T, s string) {
		for _, r := range Clean(s) {
			if words.Interpreted(r) {
				t.Errorf("%U is left", r)
			}
		}
		var back string
		b := appendStr(nil, s)
		if err := json.Unmarshal(b, &back); err != nil {
			t.Fatalf("%s: %v", b, err)
		}
		if want := string([]rune(s)); back != want {
			t.Errorf("expected %q, found %q", want, back)
		}
		var x struct {
			T string `xml:",chardata"`
		}
		if err := xml.Unmarshal([]byte("<a>"+xmlText(s)+"</a>"), &x); err != nil {
			t.Errorf("%q: %v", s, err)
		}
	})
}

// TestGraphs: the points of the graphs are those of the run, and the drawings are
// well-formed, also of a run in which nothing is sent.
func TestGraphs(t *testing.T) {
	in := input(t, "slow-start", "link.loss=2%", "seed=5")
	var data, lost, bars int64
	in.Run.Each(0, 1<<40, 1<<sim.EvSend, func(e *sim.Event) bool {
		if e.Seg.Len > 0 {
			data++
			bars += int64(e.Side) // the graph shows what the server sends
			if e.At2 == sim.Never {
				lost++
			}
		}
		return true
	})
	out := written(t, "sequence-csv", in)
	if n := int64(strings.Count(out, ",data,")); n != data {
		t.Errorf("expected %d pieces of data, found %d", data, n)
	}
	if n := int64(strings.Count(out, ",true\n")); n != lost {
		t.Errorf("expected %d lost, found %d", lost, n)
	}
	svg := written(t, "sequence-svg", in)
	wellFormed(t, svg)
	if n := int64(strings.Count(svg, "stroke-width:3")); n != bars {
		t.Errorf("expected %d bars, found %d", bars, n)
	}
	in.To = 1
	for _, f := range []string{"sequence-svg", "cwnd-svg", "svg", "pcapng", "json", "text", "packetdrill"} {
		if out := written(t, f, in); strings.HasSuffix(f, "svg") {
			wellFormed(t, out)
		}
	}
	rows, err := csv.NewReader(strings.NewReader(written(t, "cwnd-csv", input(t, "slow-start")))).ReadAll()
	if err != nil || len(rows) < 10 {
		t.Errorf("expected rows of windows, found %d, %v", len(rows), err)
	}
}
