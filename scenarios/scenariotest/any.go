package scenariotest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"teacp/scenarios"
	"teacp/sim"
	"teacp/sim/tcp"
)

// RandomAny is a scenario with all that the language can say, drawn from a seed: hosts and their settings,
// links, faults, scripts of socket calls, pages and requests, proxies. It is valid, but need not make sense:
// calls may wait for ever.
func RandomAny(seed uint64) string {
	g := &anyGenerator{generator: &generator{rand.New(rand.NewPCG(seed, 1))}}
	g.add("name: random-%d\nprofile: %s\nseed: %d\n", seed, pick(g, tcp.ProfileNames...), seed)
	g.add("limits: {time: %s, frames: 3000}\n", pick(g, "30s", "10m", "1h"))
	hosts := []string{"client", "server"}
	pages := g.chance(35)
	var proxies, servers []string
	if pages {
		proxies = []string{"proxy", "relay"}[:pick(g, 0, 0, 0, 1, 1, 2)]
		servers = []string{"images"}[:pick(g, 0, 0, 1)]
	}
	g.hosts(slices.Concat(hosts, proxies, servers))
	g.link("", "link", 80)
	g.faults(pages && len(proxies)+len(servers) > 0)
	if pages {
		g.page(proxies, servers)
	}
	if !pages || g.chance(20) {
		g.connections()
	}
	return g.String()
}

// RandomRun is the configuration of RandomAny, with up to a number of changes at frames below a limit.
func RandomRun(t testing.TB, seed uint64, changes int, frames int64) (*sim.Config, []sim.Change) {
	t.Helper()
	cfg := Parse(t, fmt.Sprintf("random-%d.yaml", seed), RandomAny(seed))
	g := &anyGenerator{generator: &generator{rand.New(rand.NewPCG(seed, 2))}}
	var out []sim.Change
	for range changes {
		if c, ok := g.change(cfg, 1+g.Int64N(max(frames, 2))); ok {
			out = append(out, c)
		}
	}
	slices.SortStableFunc(out, func(a, b sim.Change) int { return int(a.Frame - b.Frame) })
	return cfg, out
}

// Parse reads a scenario that must have no mistakes.
func Parse(t testing.TB, name, src string) *sim.Config {
	t.Helper()
	sc, problems := scenarios.Parse(name, []byte(src))
	if len(problems) > 0 {
		t.Fatalf("%v\n%s", problems[0], src)
	}
	return sc.Config
}

// anyGenerator writes a scenario line by line.
type anyGenerator struct {
	*generator
	strings.Builder
}

func (g *anyGenerator) add(format string, args ...any) { fmt.Fprintf(g, format, args...) }

// size is a number of bytes, mostly small.
func (g *anyGenerator) size() int {
	return pick(g, 0, 1, 10, 100, 536, 1460, 1461, 2920, 5000, 20_000, 100_000, 300_000)
}

// hosts writes settings of the hosts' stacks.
func (g *anyGenerator) hosts(names []string) {
	w, knobs := start(base()), base().Knobs()
	g.add("hosts:\n")
	for _, name := range names {
		g.add("  %s: {ports: 40000-40%03d", name, pick(g, 3, 10, 999))
		used := map[string]bool{"backlog": true}
		if g.chance(30) {
			g.add(", backlog: %d", g.IntN(3))
		}
		for range pick(g, 0, 1, 2, 3, 5, 8) {
			k := &knobs[g.IntN(len(knobs))]
			key, ok := strings.CutPrefix(k.Name, "client.")
			if !ok || used[key] || k.Kind == sim.KnobConn || key == "profile" || k.Detail && g.chance(60) {
				continue
			}
			used[key] = true
			g.add(", %s: %s", key, g.value(w, k))
		}
		g.add("}\n")
	}
}

// base is a configuration of two hosts, whose table of settings has every setting of a host.
func base() *sim.Config {
	p, _ := tcp.Profile("rfc")
	host := sim.HostConfig{Profile: "rfc", Policy: p}
	return &sim.Config{Hosts: []sim.HostConfig{host, host}, Links: []sim.LinkConfig{{A: 0, B: 1}}}
}

// start is the world in which a configuration begins.
func start(cfg *sim.Config) *sim.World {
	r, err := sim.New(cfg, nil)
	if err != nil {
		panic(err)
	}
	return r.At(0)
}

// value draws a value of a setting, as it is written.
func (g *anyGenerator) value(w *sim.World, k *sim.Knob) string {
	now := w.Value(k)
	v := now
	switch k.Kind {
	case sim.KnobBool:
		v = g.Int64N(2)
	case sim.KnobEnum:
		return pick(g, k.Values...)
	case sim.KnobDuration:
		v = pick(g, now, now/2, now*2, int64(g.IntN(300))*int64(time.Millisecond),
			int64(g.IntN(100))*int64(time.Second))
	case sim.KnobBytes:
		v = pick(g, now, now/2, now*2, int64(g.IntN(3000)), int64(g.IntN(100_000)))
	case sim.KnobRate:
		v = int64(1+g.IntN(1000)) * 100_000
	case sim.KnobPPM:
		v = int64(g.IntN(100_000))
	case sim.KnobNth:
		return fmt.Sprintf("%d:%dms", 1+g.IntN(8), 1+g.IntN(500))
	default:
		v = pick(g, now, now/2, now*2, int64(g.IntN(4)), int64(g.IntN(2000)))
	}
	v = max(v, k.Min)
	if k.Max != 0 {
		v = min(v, k.Max)
	}
	return k.Format(v)
}

// change draws a setting or an intervention at a frame.
func (g *anyGenerator) change(cfg *sim.Config, frame int64) (sim.Change, bool) {
	knobs := cfg.Knobs()
	if g.chance(60) { // settings of hosts are many: half of the changes are of something else
		knobs = slices.DeleteFunc(knobs, func(k sim.Knob) bool {
			return strings.HasPrefix(k.Key, "host.") && k.Kind != sim.KnobConn
		})
	}
	k := &knobs[g.IntN(len(knobs))]
	c := sim.Change{Frame: frame, Knob: k.Name}
	if k.Kind == sim.KnobConn {
		c.Value = fmt.Sprint(g.IntN(4))
	} else {
		c.Value = g.value(start(cfg), k)
	}
	_, _, err := cfg.ParseKnob(c.Knob, c.Value)
	return c, err == nil
}

// link writes a link, each way the same or not.
func (g *anyGenerator) link(indent, key string, percent int) {
	if !g.chance(percent) {
		return
	}
	g.add("%s%s: {%s", indent, key, g.path())
	if g.chance(30) {
		g.add(", c2s: {%s}", g.path())
	}
	g.add("}\n")
}

func (g *anyGenerator) path() string {
	parts := []string{"delay: " + pick(g, "0", "100us", "1ms", "5ms", "25ms", "25ms", "100ms", "300ms")}
	for _, p := range []struct {
		percent int
		text    string
	}{
		{60, "rate: " + pick(g, "unlimited", "64kbit/s", "1Mbit/s", "10Mbit/s", "100Mbit/s", "1Gbit/s")},
		{40, "queue: " + pick(g, "1", "2", "5", "10", "20")},
		{10, "queue_bytes: " + pick(g, "2000", "10kB", "64KiB")},
		{20, "jitter: " + pick(g, "100us", "2ms", "30ms")},
		{40, "loss: " + pick(g, "0.5%", "2%", "5%", "20%")},
		{10, "mtu: " + pick(g, "576", "1400", "1500")},
	} {
		if g.chance(p.percent) {
			parts = append(parts, p.text)
		}
	}
	return strings.Join(parts, ", ")
}

// faults writes what goes wrong; with other hosts than the two it keeps to the first link.
func (g *anyGenerator) faults(more bool) {
	n := pick(g, 0, 0, 1, 1, 2, 3, 5)
	if n == 0 {
		return
	}
	g.add("faults:\n")
	for i := range n {
		what := pick(g, "drop", "drop", "delay", "delay", "duplicate")
		g.add("  - {name: f%d, %s: {", i, what)
		if g.chance(15) {
			g.add("offset: %d", g.size())
		} else {
			g.add("nth: %d, count: %d, of: %s", 1+g.IntN(12), pick(g, 1, 1, 1, 2, 3, 10, 100),
				pick(g, "any", "data", "data", "syn", "fin", "rst", "ack"))
		}
		if !more {
			g.add(", to: %s", pick(g, "client", "server"))
		}
		g.add("}")
		if what != "drop" {
			g.add(", by: %s", pick(g, "1us", "500us", "3ms", "10ms", "40ms", "300ms", "2s", "90s", "5m"))
		}
		g.add("}\n")
	}
}
