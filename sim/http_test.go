package sim_test

import (
	"fmt"
	"testing"

	"teacp/scenarios"
	"teacp/sim"
	"teacp/sim/http"
	"teacp/sim/rule"
)

// httpEnds checks the invariants of an HTTP run: it ends, every request is answered or fails, each
// cause precedes its event, and each wait ends.
func httpEnds(t *testing.T, what string, r *sim.Run) {
	t.Helper()
	r.Finish()
	if r.Ended() != rule.RunEnd {
		t.Errorf("%s: the run ends by %s", what, r.Ended())
		return
	}
	w := r.At(r.Frames() - 1)
	if err := w.Check(); err != nil {
		t.Errorf("%s: %v", what, err)
	}
	if p := w.Progress(); p.Done+p.Failed == 0 || p.Waiting != 0 || p.Open < 0 {
		t.Errorf("%s: %+v", what, p)
	}
	over := false
	r.Each(0, r.Frames(), 0, func(e *sim.Event) bool {
		if e.Cause > e.ID || e.Cause == e.ID && e.ID.Index() != 0 || e.Cause == 0 && e.ID.Frame() > 0 &&
			e.Kind != sim.EvEnd && e.Kind != sim.EvKnob {
			t.Errorf("%s: frame %d: %s %d has the cause %d of frame %d", what, e.ID.Frame(), e.Kind, e.Sub, e.Cause,
				e.Cause.Frame())
			return false
		}
		if e.Kind == sim.EvHTTP && http.Kind(e.Sub) == http.PageDone {
			if over {
				t.Errorf("%s: the page is done twice", what)
			}
			over = true
		}
		return true
	})
	if !over {
		t.Errorf("%s: the page is never done", what)
	}
	type place struct {
		req  int32
		conn uint32
	}
	waits := map[place]rule.ID{}
	r.Each(0, r.Frames(), 1<<sim.EvHTTP, func(e *sim.Event) bool {
		switch k := http.Kind(e.Sub); {
		case k == http.Queued:
			waits[place{e.Req, e.Conn}] = e.Rule
		case k == http.Started && e.Req >= 0:
			p := place{e.Req, e.Conn}
			if waits[p] != e.Rule {
				t.Errorf("%s: frame %d: request %d stops waiting by %s, but waited by %s", what, e.ID.Frame(), e.Req,
					e.Rule, waits[p])
			}
			delete(waits, p)
		}
		return true
	})
}

func parse(t *testing.T, src string) *sim.Config {
	t.Helper()
	sc, ps := scenarios.Parse("x.yaml", []byte("name: x\n"+src))
	if len(ps) > 0 {
		t.Fatalf("%s\n%v", src, scenarios.Problems(ps))
	}
	return sc.Config
}

// TestHTTPKnobs changes two HTTP knobs at a time, without a proxy and with proxies of both kinds.
func TestHTTPKnobs(t *testing.T) {
	base := "profile: %s\nlink: {delay: 5ms, rate: 2Mbit/s, loss: 3%%}\nhttp:\n  requests: [30kB, {size: 3kB, method: POST, body: 90kB}, {size: 10, count: 3}, {size: 5kB, method: HEAD}, {size: 8kB, at: 300ms, count: 2}]\n  idle: 2s\n  timeout: 60s\n  strategy: %s\n%s"
	turns := [][]string{
		{"", "max: 2", "max: 1"}, {"", "read_ahead: off"}, {"", "close: staged", "close: silent"},
		{"", "close_at: 30ms", "close_at: 200ms"}, {"", "length: none", "length: chunked", "length: short",
			"length: long"},
		{"", "think: 20ms", "think: 3s"}, {"", "workers: 1"}, {"", "keep_alive: off"}, {"", "pause: 40ms"},
		{"", "retry: all", "retry: off"}, {"", "retries: 0"},
		{"", "pipeline_post: on"}, {"", "dns: on"}, {"", "total: 1"}, {"", "ports: 1", "ports: 2"},
		{"", "client_closes: on"}, {"", "split: on"}, {"", "nodelay: off"}, {"", "header: proxy-connection"},
	}
	ways := []string{"", "  proxies: [{mode: blind}]\n", "  proxies: [{mode: http11}]\n",
		"  proxies: [{name: a, mode: blind}, {name: b}]\n", "  proxies: [{name: a}, {name: b, mode: blind}]\n",
		"  servers: [{name: images}]\n"}
	seed := uint64(1)
	pick := func(n int) int {
		seed = seed*6364136223846793005 + 1442695040888963407
		return int(seed >> 33 % uint64(n))
	}
	n := 200
	if testing.Short() {
		n = 40
	}
	for i := 0; i < n; i++ {
		way := ways[pick(len(ways))]
		src := fmt.Sprintf(base, []string{"rfc", "linux", "textbook"}[pick(3)],
			http.StrategyNames[pick(len(http.StrategyNames))], way)
		for range 1 + pick(3) {
			k := turns[pick(len(turns))]
			if v := k[pick(len(k))]; v != "" {
				src += "  " + v + "\n"
			}
		}
		sc, ps := scenarios.Parse("x.yaml", []byte("name: x\n"+src))
		if len(ps) > 0 {
			continue // the same knob twice
		}
		r, err := sim.New(sc.Config, nil)
		if err != nil {
			t.Fatal(err)
		}
		httpEnds(t, src, r)
		if t.Failed() {
			return
		}
	}
}

// TestPortExhaustion starts with all ports free. The client uses up the pool at once, and then
// starts new transactions only at the rate at which TIME-WAIT ends.
func TestPortExhaustion(t *testing.T) {
	r, err := sim.New(parse(t, `
link: {delay: 500us, rate: 1Gbit/s}
hosts: {client: {ports: 10000-10599, time_wait: 1200ms}}
http: {requests: [{size: 500}], strategy: parallel, connections: 2, client_closes: on, transactions: 3000}
`), nil)
	if err != nil {
		t.Fatal(err)
	}
	httpEnds(t, "600 ports, 1.2 s", r)
	var last sim.Time
	done, waited := 0, 0
	r.Each(0, r.Frames(), 1<<sim.EvHTTP, func(e *sim.Event) bool {
		switch http.Kind(e.Sub) {
		case http.Done:
			done++
			last = e.At
		case http.Queued:
			if e.Rule != rule.PortWait || e.A != 600 || e.B != 600 {
				t.Errorf("request %d waits by %s, %d of %d", e.Req, e.Rule, e.A, e.B)
			}
			waited++
		case http.Started:
			if why := r.Event(e.Cause); why == nil || why.Kind != sim.EvFire {
				t.Errorf("request %d stops waiting by %+v", e.Req, why)
			}
		}
		return true
	})
	// 600 transactions at once, then 600 every 1.2 s.
	if done != 3000 || waited == 0 || last < 4*1200*1_000_000 || last > 5*1200*1_000_000 {
		t.Errorf("%d transactions in %v, %d waited", done, last, waited)
	}
	if p := r.At(r.Frames() - 1).PortPools()[0]; p.Used != 0 || p.Size != 600 {
		t.Errorf("at the end: %+v", p)
	}
	if u := r.At(r.Frames() - 1).Use(0); u.PeakTimeWait < 590 || u.TimeWait != 0 || u.Open != 0 || u.Buffers != 0 {
		t.Errorf("at the end: %+v", u)
	}
}

// TestHTTPKnobsDuringRun changes HTTP knobs in the middle of runs, and checks that the run keeps
// its invariants and ends.
func TestHTTPKnobsDuringRun(t *testing.T) {
	seed := uint64(7)
	pick := func(n int) int {
		seed = seed*6364136223846793005 + 1442695040888963407
		return int(seed >> 33 % uint64(n))
	}
	for _, m := range scenarios.List() {
		sc, err := scenarios.Load(m.Name)
		if err != nil {
			t.Fatal(err)
		}
		if len(sc.Config.HTTP) == 0 {
			continue
		}
		base := play2(t, sc.Config, nil)
		for range 6 {
			var changes []sim.Change
			for range 1 + pick(3) {
				ks := sc.Config.Knobs()
				k := &ks[pick(len(ks))]
				for k.Scope != "http" && k.Key != "proxy.mode" {
					k = &ks[pick(len(ks))]
				}
				v := int64(pick(4))
				switch {
				case len(k.Values) > 0:
					v = int64(pick(len(k.Values)))
				case k.Kind == sim.KnobBool:
					v %= 2
				case k.Kind == sim.KnobDuration:
					v *= 30_000_000
				}
				changes = append(changes, sim.Change{Frame: int64(pick(int(base))), Knob: k.Name,
					Value: k.Format(max(v, k.Min))})
			}
			play2(t, sc.Config, changes)
		}
	}
}

// play2 runs a configuration with changes, checks the world on the way, and returns the number of
// frames.
func play2(t *testing.T, cfg *sim.Config, changes []sim.Change) int64 {
	t.Helper()
	c := *cfg
	c.Limits.Frames = 20_000
	r, err := sim.New(&c, changes)
	if err != nil {
		t.Fatal(err)
	}
	for !r.Extend(50) {
		if err := r.At(r.Frames() - 1).Check(); err != nil {
			t.Fatalf("%s %v: %v", cfg.Name, changes, err)
		}
	}
	return r.Frames()
}

// TestNoAddress checks that all requests to a name that cannot be resolved fail.
func TestNoAddress(t *testing.T) {
	r, err := sim.New(parse(t, "link: {loss: 100%}\nhttp: {requests: [100], dns: on, strategy: parallel, connections: 3, transactions: 20000}\n"), nil)
	if err != nil {
		t.Fatal(err)
	}
	httpEnds(t, "no address", r)
	if p := r.At(r.Frames() - 1).Progress(); p.Failed != 20000 || r.Duration() != 20*1_000_000_000 {
		t.Errorf("%+v after %v", p, r.Duration())
	}
}
