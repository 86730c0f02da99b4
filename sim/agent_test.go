package sim_test

import (
	"fmt"
	"testing"

	"teacp/scenarios"
	"teacp/sim"
	"teacp/sim/http"
	"teacp/sim/rule"
)

// httpEnds checks what holds in every run of HTTP: it comes to an end, every request is
// answered or has failed, each event's cause came before it, and each wait ends.
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
		if e.Cause > e.ID || e.Cause == e.ID && e.ID.Index() != 0 || e.Cause == 0 && e.ID.Frame() > 0 && e.Kind != sim.EvEnd && e.Kind != sim.EvKnob {
			t.Errorf("%s: frame %d: %s %d has the cause %d of frame %d", what, e.ID.Frame(), e.Kind, e.Sub, e.Cause, e.Cause.Frame())
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
				t.Errorf("%s: frame %d: request %d goes on from %s, waited for %s", what, e.ID.Frame(), e.Req, e.Rule, waits[p])
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

// TestHTTPKnobs turns two knobs of HTTP at a time, straight to the server and through
// proxies of both kinds.
func TestHTTPKnobs(t *testing.T) {
	base := "profile: %s\nlink: {delay: 5ms, rate: 2Mbit/s, loss: 3%%}\nhttp:\n  requests: [30kB, {size: 3kB, method: POST, body: 90kB}, {size: 10, count: 3}, {size: 5kB, method: HEAD}, {size: 8kB, at: 300ms, count: 2}]\n  idle: 2s\n  timeout: 60s\n  strategy: %s\n%s"
	turns := [][]string{
		{"", "max: 2", "max: 1"}, {"", "read_ahead: off"}, {"", "close: staged", "close: silent"}, {"", "close_at: 30ms", "close_at: 200ms"}, {"", "length: none", "length: chunked", "length: short", "length: long"},
		{"", "think: 20ms", "think: 3s"}, {"", "workers: 1"}, {"", "keep_alive: off"}, {"", "pause: 40ms"}, {"", "retry: all", "retry: off"}, {"", "retries: 0"},
		{"", "pipeline_post: on"}, {"", "dns: on"}, {"", "total: 1"}, {"", "ports: 1", "ports: 2"}, {"", "client_closes: on"}, {"", "split: on"}, {"", "nodelay: off"}, {"", "header: proxy-connection"},
	}
	ways := []string{"", "  proxies: [{mode: blind}]\n", "  proxies: [{mode: http11}]\n", "  proxies: [{name: a, mode: blind}, {name: b}]\n", "  proxies: [{name: a}, {name: b, mode: blind}]\n",
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
		src := fmt.Sprintf(base, []string{"rfc", "linux", "textbook"}[pick(3)], http.StrategyNames[pick(len(http.StrategyNames))], way)
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
