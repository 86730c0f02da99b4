package ledger_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"teacp/scenarios"
	"teacp/scenarios/scenariotest"
	"teacp/sim"
	"teacp/sim/ledger"
	"teacp/sim/simtest"
	"teacp/sim/tcp"
)

var update = flag.Bool("update", false, "write the golden files")

// itemsAddUp checks that items add up to the total time.
func itemsAddUp(t testing.TB, what string, list []ledger.Interval, total sim.Time) {
	t.Helper()
	sum := sim.Time(0)
	for _, it := range ledger.Items(list) {
		sum += it.Time
		for _, p := range it.With {
			if p.Time > it.Time || p.Rule == it.Cause {
				t.Fatalf("%s: %s %v with %s %v", what, it.Cause, it.Time, p.Rule, p.Time)
			}
		}
	}
	if sum != total {
		t.Fatalf("%s: items add up to %v, expected %v", what, sum, total)
	}
}

// ledgerHolds checks the ledger of the whole run and of all requests, at the end and at some
// instants before it.
func ledgerHolds(t testing.TB, what string, r *sim.Run) *ledger.Ledger {
	t.Helper()
	l := ledger.Of(r)
	if err := l.Check(); err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	itemsAddUp(t, what, l.Whole(), l.Total())
	for i := 0; i < l.Requests(); i++ {
		if q := l.Request(i); q.End != sim.Never {
			itemsAddUp(t, what, l.Intervals(i), q.End-q.Start)
		}
	}
	for _, part := range []sim.Time{3, 2, 1} {
		at := l.Total() / 4 * part
		itemsAddUp(t, what+" so far", ledger.Upto(l.Whole(), at), at)
	}
	return l
}

// TestLedgerOfLibrary checks in every scenario under every profile that the items add up to the
// elapsed time to the nanosecond, for the whole run and for each request, and that the time of each
// cause is as in testdata/library.txt (which lists a sample of many requests).
func TestLedgerOfLibrary(t *testing.T) {
	var b strings.Builder
	b.WriteString("# scenario profile: what is booked to each cause (+: with a contributor), for the run and some of its requests\n")
	for _, m := range scenarios.List() {
		sc, err := scenarios.Load(m.Name)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range tcp.ProfileNames {
			cfg := *sc.Config
			cfg.Limits.Frames = 40_000
			l := ledgerHolds(t, m.Name+" "+p, unstarted(t, &cfg, sim.Change{Knob: "profile", Value: p}))
			fmt.Fprintf(&b, "%s %s:%s\n", m.Name, p, account(l.Whole()))
			for i := 0; i < l.Requests(); i++ {
				if i < 20 || i%50 == 0 {
					fmt.Fprintf(&b, "  request %d:%s\n", i, account(l.Intervals(i)))
				}
			}
		}
	}
	simtest.Golden(t, "testdata/library.txt", b.String(), *update)
}

// account formats the time of each cause in nanoseconds, the largest first.
func account(list []ledger.Interval) string {
	var b strings.Builder
	for _, it := range ledger.Items(list) {
		fmt.Fprintf(&b, " %s %d", it.Cause, int64(it.Time))
		for _, p := range it.With {
			fmt.Fprintf(&b, " +%s %d", p.Rule, int64(p.Time))
		}
		b.WriteByte(',')
	}
	return strings.TrimSuffix(b.String(), ",")
}

// booked returns the time of each cause in a scenario.
func booked(t *testing.T, name string, changes ...sim.Change) (map[string]sim.Time, *ledger.Ledger) {
	t.Helper()
	l := ledgerHolds(t, name, library(t, name, changes...))
	out := sums(l.Whole())
	out["total"] = l.Total()
	return out, l
}

// sums adds up intervals by cause, and by cause and contributor.
func sums(list []ledger.Interval) map[string]sim.Time {
	out := map[string]sim.Time{}
	for _, it := range ledger.Items(list) {
		out[it.Cause.String()] = it.Time
		for _, p := range it.With {
			out[it.Cause.String()+"+"+p.Rule.String()] = p.Time
		}
	}
	return out
}

// TestLedgerBooks checks the cause of known waits.
func TestLedgerBooks(t *testing.T) {
	const ms = sim.Time(1_000_000)
	for _, c := range []struct {
		scenario string
		changes  []sim.Change
		cause    string
		want     sim.Time
		within   sim.Time
	}{
		// Nagle waits for an ACK that the server delays by 200 ms. The delay is booked to delayed_ack, and
		// the round trip around it to nagle.
		{"nagle-delayed-ack", nil, "delayed_ack", 200 * ms, 0},
		{"nagle-delayed-ack", nil, "delayed_ack+nagle", 200 * ms, 0},
		{"nagle-delayed-ack", nil, "nagle", 50 * ms, ms},
		{"nagle-delayed-ack", []sim.Change{{Knob: "client.nagle", Value: "off"}}, "nagle", 0, 0},
		{"nagle-delayed-ack", []sim.Change{{Knob: "client.nagle", Value: "off"}}, "delayed_ack", 0, 0},
		{"nagle-delayed-ack", []sim.Change{{Knob: "server.delayed_ack", Value: "off"}}, "nagle", 50 * ms, ms},
		{"handshake", nil, "handshake", 50 * ms, ms},
		{"handshake", []sim.Change{{Frame: 5, Knob: "wire.lose", Value: "1"}}, "rto+lost_by_hand", 1000 * ms, 0},
		{"handshake", []sim.Change{{Frame: 5, Knob: "wire.delay", Value: "1:30ms"}}, "delayed_by_hand", 30 * ms, 0},
		{"retransmission", nil, "rto", 3000 * ms, 0},
		{"fast-retransmit", nil, "fast_recovery", 58 * ms, ms},
		{"stop-and-wait", nil, "cwnd", 450 * ms, 0},
		{"flow-control", nil, "rwnd", 5142 * ms, ms},
		{"slow-start", nil, "cwnd", 397 * ms, ms},
		// The application closes and with that sends what Nagle held: the wait was Nagle's.
		{"nagle", []sim.Change{{Frame: 16, Knob: "client.close", Value: "0"}}, "nagle", 5 * ms, ms},
		{"nagle", []sim.Change{{Frame: 16, Knob: "client.close", Value: "0"}}, "think", 20 * ms, 0},
		{"nagle", []sim.Change{{Frame: 16, Knob: "client.close", Value: "0"}}, "nagle+think", 0, 0},
		{"page", []sim.Change{{Knob: "http.connections", Value: "1"}}, "handshake", 200 * ms, ms},
		{"page", []sim.Change{{Knob: "http.connections", Value: "1"}}, "handshake+pool", 100 * ms, ms},
		{"page", []sim.Change{{Knob: "http.dns", Value: "on"}}, "dns", 50 * ms, ms},
		{"page", []sim.Change{{Knob: "http.connections", Value: "1"}, {Knob: "http.think", Value: "30ms"}}, "server",
			120 * ms, 0},
		{"page", []sim.Change{{Knob: "link.rate", Value: "100kbit/s"}, {Knob: "http.connections", Value: "6"}},
			"serialization+queueing", 3000 * ms, 2900 * ms},
	} {
		got, _ := booked(t, c.scenario, c.changes...)
		if d := got[c.cause] - c.want; d < -c.within || d > c.within {
			t.Errorf("%s %v: %s is %v, expected %v within %v; all: %v", c.scenario, c.changes, c.cause, got[c.cause],
				c.want, c.within, got)
		}
	}
}

// TestLedgerOfHTTP checks the cause of known waits in HTTP, in the whole run and in single
// requests.
func TestLedgerOfHTTP(t *testing.T) {
	const ms = sim.Time(1_000_000)
	for _, c := range []struct {
		scenario string
		changes  []sim.Change
		req      int // -1: the whole run
		cause    string
		want     sim.Time
		within   sim.Time
	}{
		{"pipeline-head-of-line", nil, -1, "server+head_of_line", 1000 * ms, ms},
		{"pipeline-head-of-line", nil, 2, "head_of_line", 1000 * ms, 5 * ms},
		{"pipeline-head-of-line", nil, 1, "server", 1000 * ms, 0},
		{"port-exhaustion", nil, -1, "port_wait", 480 * ms, ms}, // 4 of every 5 ms at 500 requests a second
		{"port-exhaustion", []sim.Change{{Knob: "http.held", Value: "0"}}, -1, "port_wait", 0, 0},
		{"dumb-proxy", nil, -1, "idle_timeout+blind_relay", 14926 * ms, ms},
		{"dumb-proxy", []sim.Change{{Knob: "proxy.mode", Value: "http11"}}, -1, "idle_timeout", 0, 0},
		// Nothing arrives: three attempts of each request wait until the SYN has timed out.
		{"connection-age", []sim.Change{{Knob: "link.loss", Value: "100%"}}, 0, "rto", 492_000 * ms, 0},
		{"connection-age", []sim.Change{{Knob: "link.loss", Value: "100%"}}, 1, "pool", 492_000 * ms, 0},
		{"connection-age", []sim.Change{{Knob: "http.length", Value: "long"}}, 0, "delayed_ack", 200 * ms, ms / 100},
		// two round trips
		{"transaction-delays", []sim.Change{{Knob: "http.tls", Value: "1.2"}}, 0, "tls", 160 * ms, 0},
		{"transaction-delays", []sim.Change{{Knob: "http.tls", Value: "1.3"}}, 0, "tls", 80 * ms, 0},
		{"parallel-limit", nil, -1, "handshake+pool", 240 * ms, ms},
		{"parallel-limit", nil, 40, "pool", 500 * ms, 300 * ms},
	} {
		got, l := booked(t, c.scenario, c.changes...)
		if c.req >= 0 {
			got = sums(l.Intervals(c.req))
		}
		if d := got[c.cause] - c.want; d < -c.within || d > c.within {
			t.Errorf("%s %v, request %d: %s is %v, expected %v within %v; all: %v", c.scenario, c.changes, c.req,
				c.cause, got[c.cause], c.want, c.within, got)
		}
	}
}

// TestLedgerOfSlowHosts checks that only the transfer of a TLS handshake is booked to tls. While an
// application is slow to wake, the time belongs to think or to the server.
func TestLedgerOfSlowHosts(t *testing.T) {
	const ms = sim.Time(1_000_000)
	for host, slow := range []string{"think", "server"} {
		sc, err := scenarios.Load("transaction-delays")
		if err != nil {
			t.Fatal(err)
		}
		tls := sim.Change{Knob: "http.tls", Value: "1.2"}
		quick := sums(ledger.Of(unstarted(t, sc.Config, tls)).Whole())
		cfg := *sc.Config
		cfg.Hosts = slices.Clone(cfg.Hosts)
		cfg.Hosts[host].Wake = 7 * ms
		got := sums(ledgerHolds(t, slow, unstarted(t, &cfg, tls)).Whole())
		if got["tls"] != 160*ms || got[slow] < quick[slow]+14*ms {
			t.Errorf("host %d is slow: tls is %v, expected %v; %s is %v, expected 14 ms more than %v", host,
				got["tls"], 160*ms, slow, got[slow], quick[slow])
		}
	}
}

// TestLedgerOfStrategies checks that parallel connections are faster than serial ones, and
// persistent connections faster than both. First the waits between transactions shrink, then the
// handshakes.
func TestLedgerOfStrategies(t *testing.T) {
	set := func(k, v string) sim.Change { return sim.Change{Knob: k, Value: v} }
	serial, _ := booked(t, "page", set("http.strategy", "serial"))
	parallel, _ := booked(t, "page", set("http.strategy", "parallel"))
	kept, _ := booked(t, "page", set("http.strategy", "persistent-parallel"))
	if !(serial["total"] > parallel["total"] && parallel["total"] > kept["total"]) {
		t.Errorf("totals are %v, %v, %v", serial["total"], parallel["total"], kept["total"])
	}
	if !(serial["handshake"] > parallel["handshake"] && parallel["handshake"] > kept["handshake"]) {
		t.Errorf("handshakes are %v, %v, %v", serial["handshake"], parallel["handshake"], kept["handshake"])
	}
}

// changed is a finished run with changes.
func changed(t testing.TB, cfg *sim.Config, changes ...sim.Change) *sim.Run {
	t.Helper()
	r, err := sim.New(cfg, changes)
	if err != nil {
		t.Fatal(err)
	}
	r.Finish()
	return r
}

// TestLedgerOfRandomRuns checks the ledgers of random scenarios with changes, and of the smallest that booked the
// wait for a free connection to itself: the limit was raised while requests waited.
func TestLedgerOfRandomRuns(t *testing.T) {
	src, err := os.ReadFile("testdata/pool-change.yaml")
	if err != nil {
		t.Fatal(err)
	}
	cfg := scenariotest.Parse(t, "pool-change", string(src))
	ledgerHolds(t, "pool-change", changed(t, cfg, sim.Change{Frame: 174, Knob: "http.connections", Value: "820"}))
	first := simtest.Number(t, "TEACP_SEED", 1)
	for seed := first; seed < first+simtest.Number(t, "TEACP_RANDOM", 40); seed++ {
		cfg, changes := scenariotest.RandomRun(t, seed, 3, 300)
		ledgerHolds(t, fmt.Sprintf("seed %d", seed), changed(t, cfg, changes...))
	}
}

// TestLedgerGrows checks that reading in small steps during the simulation gives the same ledger.
func TestLedgerGrows(t *testing.T) {
	r := unstarted(t, bulk("linux", 300_000, 3))
	l := ledger.New(r)
	for !l.Current() {
		r.Extend(97)
		l.Grow(1 << 20)
		if err := l.Check(); err != nil {
			t.Fatal(err)
		}
	}
	whole := ledger.Of(unstarted(t, bulk("linux", 300_000, 3))).Whole()
	got := l.Whole()
	if len(got) != len(whole) {
		t.Fatalf("%d intervals, expected %d", len(got), len(whole))
	}
	for i := range got {
		if got[i] != whole[i] {
			t.Fatalf("interval %d is %v, expected %v", i, got[i], whole[i])
		}
	}
}

// FuzzLedger turns bytes into a long transfer over a link with faults, and into knob settings.
func FuzzLedger(f *testing.F) {
	f.Add([]byte{1, 2, 3, 4, 5, 6})
	f.Add([]byte{9, 200, 30, 1, 0, 80, 7})
	f.Fuzz(func(t *testing.T, b []byte) {
		at := func(i int) int64 {
			if i < len(b) {
				return int64(b[i])
			}
			return 0
		}
		c := bulk([]string{"rfc", "linux", "textbook"}[at(0)%3], 1000+at(1)*500, 1+int(at(2)%4))
		c.Limits.Frames = 20_000
		for d := range c.Links[0].Dir {
			p := &c.Links[0].Dir[d]
			p.LossPPM, p.Jitter, p.RateBps, p.QueuePackets = at(3)*1000, sim.Time(at(4))*50_000, at(5)*100_000,
				at(6)%20
		}
		if at(7)%2 == 1 {
			c.Faults = append(c.Faults, sim.Fault{Conn: -1, Dir: uint8(at(8) % 2), N: at(9), Count: 1 + at(10)%5,
				Act: sim.Act(at(11) % 3), Extra: sim.Time(at(12)) * 1_000_000})
		}
		ledgerHolds(t, "fuzzed", unstarted(t, c))
	})
}

// BenchmarkLedger reads and walks a large run.
func BenchmarkLedger(b *testing.B) {
	r := unstarted(b, bulk("linux", 20_000, 2000))
	r.Finish()
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		ledger.Of(r).Whole()
	}
	b.ReportMetric(float64(r.Frames()), "frames")
}
