package scenariotest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"teacp/sim"
	"teacp/sim/http"
	"teacp/sim/tcp"
)

// Random returns a scenario in the language of scenarios, the same for the same seed: some connections with scripts
// that fit each other, a link with random properties, random settings of both hosts, and faults.
func Random(seed uint64) string {
	g := &generator{rand.New(rand.NewPCG(seed, seed^0x5eed))}
	var b strings.Builder
	fmt.Fprintf(&b, "name: random-%d\nprofile: %s\nseed: %d\nlimits: {time: 10m, frames: 20000}\n", seed,
		tcp.ProfileNames[g.IntN(len(tcp.ProfileNames))], g.Uint32())
	fmt.Fprintf(&b, "link: {%s}\n", g.link())
	if g.chance(70) {
		fmt.Fprintf(&b, "hosts:\n  client: {%s}\n  server: {%s}\n", g.settings(), g.settings())
	}
	if g.chance(20) {
		b.WriteString(g.requests())
	} else {
		g.connections(&b)
	}
	if n := g.IntN(8); n > 0 {
		b.WriteString("faults:\n")
		for i := range n {
			fmt.Fprintf(&b, "  - {name: f%d, %s}\n", i, g.fault())
		}
	}
	return b.String()
}

// requests is a page, or a list of requests.
func (g *generator) requests() string {
	var list []string
	for range 1 + g.IntN(8) {
		object := fmt.Sprintf("{size: %d", g.IntN(30000))
		if g.chance(20) {
			object += fmt.Sprintf(", think: %s", g.span(100*time.Millisecond))
		}
		if g.chance(10) {
			object += fmt.Sprintf(", method: POST, body: %d", g.IntN(5000))
		}
		list = append(list, object+"}")
	}
	s := fmt.Sprintf("  strategy: %s\n  connections: %d\n", pick(g, http.StrategyNames...), 1+g.IntN(6))
	if g.chance(50) {
		return fmt.Sprintf("page:\n  html: %d\n  objects: [%s]\n%s", 1+g.IntN(20000), strings.Join(list, ", "), s)
	}
	return fmt.Sprintf("http:\n  requests: [%s]\n%s", strings.Join(list, ", "), s)
}

func (g *generator) connections(b *strings.Builder) {
	b.WriteString("connections:\n")
	for n := 1 + g.IntN(2)*g.IntN(4); n > 0; n-- {
		client, server := g.scripts()
		fmt.Fprintf(b, "  - client: [%s]\n    server: [%s]\n", strings.Join(client, ", "), strings.Join(server, ", "))
	}
}

type generator struct{ *rand.Rand }

func (g *generator) chance(percent int) bool { return g.IntN(100) < percent }

func pick[T any](g interface{ IntN(int) int }, list ...T) T { return list[g.IntN(len(list))] }

// span is a time from 1 us to most, small ones as often as large ones.
func (g *generator) span(most time.Duration) string {
	d := time.Duration(1 + g.Int64N(int64(most/time.Microsecond)))
	for g.chance(50) {
		d = max(d/10, 1)
	}
	return fmt.Sprintf("%dus", d)
}

func (g *generator) link() string {
	s := fmt.Sprintf("delay: %s", pick(g, "0", g.span(100*time.Millisecond), "25ms", "1ms"))
	s += ", rate: " + pick(g, "unlimited", "10Mbit/s", "100Mbit/s", fmt.Sprintf("%dkbit/s", 100+g.IntN(9900)))
	if g.chance(30) {
		s += fmt.Sprintf(", loss: %d%%", 1+g.IntN(5))
	}
	if g.chance(20) {
		s += fmt.Sprintf(", jitter: %s", g.span(20*time.Millisecond))
	}
	if g.chance(20) {
		s += fmt.Sprintf(", queue: %d", 1+g.IntN(40))
	}
	if g.chance(10) {
		s += fmt.Sprintf(", mtu: %d", 576+g.IntN(924))
	}
	return s
}

// settings are some settings of a host's stack.
func (g *generator) settings() string {
	var out []string
	for _, i := range g.Perm(len(tcp.Knobs))[:g.IntN(4)] {
		if name, value := g.setting(i); name != "" {
			out = append(out, name+": "+value)
		}
	}
	return strings.Join(out, ", ")
}

// setting is a value of a setting, "" if a run cannot depend on it or a host's clock does.
func (g *generator) setting(i int) (name, value string) {
	k := &tcp.Knobs[i]
	if k.NoEffect != "" || strings.HasPrefix(k.Name, "timer_") || strings.HasPrefix(k.Name, "timestamp_") {
		return "", ""
	}
	switch k.Kind {
	case tcp.KnobBool:
		return k.Name, pick(g, "on", "off")
	case tcp.KnobEnum:
		return k.Name, k.Values[g.IntN(len(k.Values))]
	case tcp.KnobDuration:
		return k.Name, fmt.Sprintf("%dms", max(k.Min/1_000_000, 1)+g.Int64N(min((k.Max-k.Min)/1_000_000, 5000)+1))
	case tcp.KnobBytes:
		return k.Name, fmt.Sprint(max(k.Min, 1000) + g.Int64N(200_000))
	}
	if k.Name == "mtu" || k.Name == "mss" {
		return k.Name, fmt.Sprint(200 + g.IntN(1300))
	}
	return k.Name, fmt.Sprint(k.Min + g.Int64N(min(k.Max-k.Min, 40)+1))
}

// RandomChanges returns some changes of a run of Random(seed) with so many frames, in their order.
func RandomChanges(seed uint64, frames int64) []sim.Change {
	g := &generator{rand.New(rand.NewPCG(seed, seed^0xc4a))}
	var out []sim.Change
	for range g.IntN(4) {
		host := pick(g, "client", "server")
		c := sim.Change{Frame: 1 + g.Int64N(max(frames-1, 1))}
		if g.chance(30) {
			c.Knob, c.Value = pick(g, "wire.lose", "wire.duplicate"), fmt.Sprint(1+g.IntN(3))
		} else if c.Knob, c.Value = g.setting(g.IntN(len(tcp.Knobs))); c.Knob != "" {
			c.Knob = host + "." + c.Knob
		} else {
			continue
		}
		out = append(out, c)
	}
	slices.SortStableFunc(out, func(a, b sim.Change) int { return int(a.Frame - b.Frame) })
	return out
}

// scripts are the calls of the two ends of a connection: each writes what the other reads.
func (g *generator) scripts() (client, server []string) {
	client, server = []string{"connect"}, []string{"accept"}
	for range 1 + g.IntN(6) {
		from, to := &client, &server
		if g.chance(50) {
			from, to = to, from
		}
		size := pick(g, 1, 10, 100, 1460, 1461, 2920, 5000, 20000, 100000, 1+g.IntN(20000))
		for left := size; left > 0; {
			n := left
			if g.chance(40) {
				n = 1 + g.IntN(left)
			}
			if g.chance(15) && left > n {
				*from = append(*from, fmt.Sprintf("{write: %d, more: on}", n))
			} else {
				*from = append(*from, fmt.Sprintf("{write: %d}", n))
			}
			left -= n
			if g.chance(20) {
				*from = append(*from, fmt.Sprintf("{sleep: %s}", g.span(300*time.Millisecond)))
			}
		}
		if g.chance(15) {
			*to = append(*to, fmt.Sprintf("{sleep: %s}", g.span(time.Second)))
		}
		read := fmt.Sprintf("read: %d", size)
		if g.chance(15) {
			read += fmt.Sprintf(", chunk: %d", 1+g.IntN(size))
		}
		if g.chance(5) && size < 3000 {
			read += fmt.Sprintf(", pause: %s", g.span(20*time.Millisecond))
		}
		*to = append(*to, "{"+read+"}")
		if g.chance(15) {
			*from = append(*from, g.option())
		}
	}
	return append(client, g.closing()...), append(server, g.closing()...)
}

func (g *generator) option() string {
	return "{set: {" + pick(g, "nodelay: on", "cork: on", "cork: off", "quickack: on", "quickack: off", "linger: 0",
		"maxseg: 500", "sndbuf: 8192", "rcvbuf: 8192", "notsent_lowat: 1000", "window_clamp: 5000", "keepalive: on",
		"user_timeout: 500") + "}}"
}

func (g *generator) closing() []string {
	return pick(g, []string{"close"}, []string{"read_eof", "close"}, []string{"shutdown", "read_eof", "close"},
		[]string{"abort"}, nil)
}

func (g *generator) fault() string {
	to := pick(g, "client", "server")
	match := fmt.Sprintf("{nth: %d, of: %s, to: %s}", 1+g.IntN(12), pick(g, "any", "data", "ack", "syn", "fin"), to)
	if g.chance(20) {
		match = fmt.Sprintf("{offset: %d, to: %s}", g.IntN(10000), to)
	}
	if g.chance(50) {
		return "drop: " + match
	}
	return fmt.Sprintf("%s: %s, by: %s", pick(g, "delay", "duplicate"), match, g.span(300*time.Millisecond))
}
