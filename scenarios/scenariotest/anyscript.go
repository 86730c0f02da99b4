package scenariotest

import (
	"fmt"
	"strings"

	"teacp/sim"
	"teacp/sim/http"
)

// connections writes scripted connections; some share a port of the server.
func (g *anyGenerator) connections() {
	g.add("connections:\n")
	n, shared := pick(g, 1, 1, 2, 3, 4, 6), g.chance(50)
	for range n {
		g.add("  -\n")
		if shared && g.chance(90) {
			g.add("    server_port: 7000\n")
		}
		client, server := g.dialogue()
		if g.chance(25) {
			client, server = g.calls("connect"), g.calls("accept")
		}
		if shared && g.chance(60) || g.chance(30) {
			server = append([]string{"{sleep: " + g.pause() + "}"}, server...)
		}
		if g.chance(20) {
			client = append([]string{"{sleep: " + g.pause() + "}"}, client...)
		}
		g.add("    client: [%s]\n    server: [%s]\n", strings.Join(client, ", "), strings.Join(server, ", "))
	}
}

func (g *anyGenerator) pause() string {
	return pick(g, "1us", "1ms", "5ms", "30ms", "50ms", "200ms", "1s", "7s", "100s")
}

// dialogue is a client and a server that exchange messages and then close in one of many ways.
func (g *anyGenerator) dialogue() (client, server []string) {
	client, server = []string{"connect"}, []string{"accept"}
	if g.chance(30) {
		client = append([]string{g.option()}, client...)
	}
	if g.chance(30) {
		server = append([]string{g.option()}, server...)
	}
	for range g.IntN(4) {
		from, to := &client, &server
		if g.chance(50) {
			from, to = to, from
		}
		size := g.size()
		*from = append(*from, g.writes(size)...)
		*to = append(*to, g.read(size))
		for _, side := range []*[]string{from, to} {
			if g.chance(25) {
				*side = append(*side, "{sleep: "+g.pause()+"}")
			}
			if g.chance(15) {
				*side = append(*side, g.option())
			}
		}
	}
	return append(client, g.ending()...), append(server, g.ending()...)
}

// writes are calls that write so many bytes in all.
func (g *anyGenerator) writes(size int) []string {
	more := pick(g, "", "", ", more: on")
	switch {
	case size > 10 && g.chance(25):
		return []string{fmt.Sprintf("{write: %d%s}", size/3, more), fmt.Sprintf("{write: %d}", size-size/3)}
	case size > 0 && size <= 100 && g.chance(30):
		pause := pick(g, "0", "1ms", "30ms")
		return []string{fmt.Sprintf("{repeat: %d, steps: [{write: 1}, {sleep: %s}]}", size, pause)}
	}
	return []string{fmt.Sprintf("{write: %d%s}", size, more)}
}

func (g *anyGenerator) read(size int) string {
	if g.chance(30) && size > 0 {
		return fmt.Sprintf("{read: %d, chunk: %d, pause: %s}", size, max(size/(1+g.IntN(20)), 1),
			pick(g, "1ms", "20ms", "300ms"))
	}
	return fmt.Sprintf("{read: %d}", size)
}

func (g *anyGenerator) ending() []string {
	return pick(g, []string{"close"}, []string{"read_eof", "close"}, []string{"shutdown", "read_eof", "close"},
		[]string{"abort"}, []string{"read_eof"},
		[]string{"shutdown"}, []string{}, []string{"{set: {linger: 0}}", "close"},
		[]string{"{shutdown: read}", "read_eof", "{shutdown: write}"}, []string{"{shutdown: both}"},
		[]string{"{get: error}", "{shutdown: read}"})
}

// option is a call that sets or reads an option, or another one of a socket that does not block.
func (g *anyGenerator) option() string {
	if g.chance(30) {
		return pick(g, "{shutdown: read}", "{get: rcvbuf}", "{get: maxseg}", "{get: error}", "socket", "bind",
			"listen")
	}
	return "{set: {" + pick(g, "nodelay: on", "nodelay: off", "cork: on", "cork: off", "quickack: on", "quickack: off",
		"keepalive: on", "linger: 3", "rcvbuf: 3000", "rcvbuf: 64KiB", "sndbuf: 5000", "sndbuf: 64KiB",
		"window_clamp: 2000", "notsent_lowat: 2000", "maxseg: 300", "user_timeout: 3000") + "}}"
}

// calls are any calls after the one that opens the connection.
func (g *anyGenerator) calls(open string) []string {
	out := []string{}
	if g.chance(90) {
		out = append(out, open)
	}
	for range g.IntN(8) {
		switch g.IntN(10) {
		case 0, 1, 2:
			out = append(out, g.writes(g.size())...)
		case 3, 4, 5:
			out = append(out, g.read(g.size()))
		case 6:
			out = append(out, g.option())
		case 7:
			out = append(out, "{sleep: "+g.pause()+"}")
		case 8:
			out = append(out, g.ending()...)
		case 9:
			out = append(out, fmt.Sprintf("{at: %s, write: %d}", g.pause(), g.size()))
		}
	}
	return out
}

// page writes a page, or requests, with the settings of HTTP.
func (g *anyGenerator) page(proxies, servers []string) {
	requests := g.chance(50)
	if requests {
		g.add("http:\n  requests:\n")
	} else {
		g.add("page:\n  html: %d\n  objects:\n", g.size())
	}
	for range 1 + g.IntN(6) {
		g.add("    - {size: %d", g.size())
		if g.chance(20) {
			g.add(", count: %d", 1+g.IntN(5))
		}
		if requests && g.chance(20) {
			g.add(", at: %s", g.pause())
		}
		if g.chance(20) {
			g.add(", think: %s", g.pause())
		}
		if requests && g.chance(20) {
			g.add(", method: POST, body: %d", g.size())
		}
		if len(servers) > 0 && g.chance(40) {
			g.add(", server: %s", servers[0])
		}
		g.add("}\n")
	}
	g.settings(len(proxies) > 0)
	for i, list := range [][]string{proxies, servers} {
		if len(list) == 0 {
			continue
		}
		g.add("  %s:\n", []string{"proxies", "servers"}[i])
		for _, name := range list {
			g.add("    - {name: %s", name)
			if i == 0 && g.chance(40) {
				g.add(", mode: %s", pick(g, "http11", "blind"))
			}
			if g.chance(60) {
				g.add(", link: {%s}", g.path())
			}
			g.add("}\n")
		}
	}
}

// settings writes some of the settings of HTTP.
func (g *anyGenerator) settings(proxy bool) {
	table := sim.HTTPSettingsTable()
	used := map[string]bool{"strategy": true}
	if g.chance(80) {
		g.add("  strategy: %s\n", pick(g, http.StrategyNames...))
	}
	for range pick(g, 0, 1, 2, 4, 8, 12) {
		k := &table[g.IntN(len(table))]
		if used[k.Name] || k.Name == "tls" && proxy {
			continue
		}
		used[k.Name] = true
		v := k.Min + g.Int64N(9)
		switch {
		case k.Kind == sim.KnobEnum:
			v = g.Int64N(int64(len(k.Values)))
		case k.Kind == sim.KnobBool:
			v = g.Int64N(2)
		case k.Kind == sim.KnobDuration:
			v = g.Int64N(2_000_000_000)
		case k.Name == "ports":
			v = pick(g, int64(1), 2, 5, 100)
		case k.Name == "held":
			v = g.Int64N(3)
		}
		g.add("  %s: %s\n", k.Name, k.Format(min(v, max(k.Max, 1))))
	}
}
