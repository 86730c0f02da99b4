package sim

import (
	"teacp/sim/http"
	"teacp/sim/rule"
)

// httpKnob is a line of the table of knobs of HTTP.
type httpKnob struct {
	name, label, help string
	kind              KnobKind
	values            []string
	min, max          int64
	field             func(*http.Settings) num
	rules             []rule.ID
}

// num reads and writes a setting of any type as a number.
type num struct {
	get func() int64
	set func(int64)
}

func intOf[T ~int64 | ~uint8](p *T) num {
	return num{func() int64 { return int64(*p) }, func(v int64) { *p = T(v) }}
}

func boolOf(p *bool) num {
	return num{func() int64 {
		if *p {
			return 1
		}
		return 0
	}, func(v int64) { *p = v != 0 }}
}

const hour = int64(3600 * 1e9)

// httpKnobs are the knobs of client and servers; a proxy's stand beside them.
var httpKnobs = []httpKnob{
	{"strategy", "connections are used", "one for each request, several at once, or again and again", KnobEnum, http.StrategyNames, 0, 0,
		func(s *http.Settings) num { return intOf(&s.Strategy) }, []rule.ID{rule.Pool, rule.Reuse, rule.HeadOfLine}},
	{"connections", "parallel connections", "how many connections the client may hold at once to one host (strategies parallel and persistent-parallel)", KnobInt, nil, 1, http.MaxConnections,
		func(s *http.Settings) num { return intOf(&s.Connections) }, []rule.ID{rule.Pool}},
	{"total", "connections in all", "how many connections the client may hold at once to all hosts; 0: no limit", KnobInt, nil, 0, http.MaxConnections,
		func(s *http.Settings) num { return intOf(&s.Total) }, []rule.ID{rule.PoolTotal}},
	{"depth", "pipeline depth", "how many requests may be unanswered on a connection (strategy pipeline)", KnobInt, nil, 1, http.MaxDepth,
		func(s *http.Settings) num { return intOf(&s.Depth) }, []rule.ID{rule.PipelineDepth, rule.Pipelining}},
	{"pipeline_post", "POST in a pipeline", "a POST is sent behind other requests, and others behind it, although nobody could tell whether it was carried out", KnobBool, nil, 0, 1,
		func(s *http.Settings) num { return boolOf(&s.PipelinePost) }, []rule.ID{rule.PipelinePost}},
	{"dns", "DNS look-up", "look the server's name up first: one datagram each way", KnobBool, nil, 0, 1,
		func(s *http.Settings) num { return boolOf(&s.DNS) }, []rule.ID{rule.Dns}},
	{"tls", "TLS", "set TLS up on every new connection before its first request: 1.2 takes two round trips, 1.3 one; the messages behind it stay readable and carry no records (not through proxies)", KnobEnum, http.TLSNames, 0, 0,
		func(s *http.Settings) num { return intOf(&s.TLS) }, []rule.ID{rule.Tls}},
	{"nodelay", "TCP_NODELAY", "client and server switch Nagle off on their sockets", KnobBool, nil, 0, 1,
		func(s *http.Settings) num { return boolOf(&s.NoDelay) }, []rule.ID{rule.Nagle, rule.Minshall}},
	{"retry", "repeating requests", "what the client sends again after its connection was lost", KnobEnum, http.RetryNames, 0, 0,
		func(s *http.Settings) num { return intOf(&s.Retry) }, []rule.ID{rule.RetryIdempotent, rule.RetryPost, rule.RetryUnsafe, rule.RetryOff}},
	{"retries", "repetitions", "how often one request is sent again at most", KnobInt, nil, 0, http.MaxRetries,
		func(s *http.Settings) num { return intOf(&s.Retries) }, []rule.ID{rule.RetryLimit}},
	{"timeout", "client time-out", "the client gives up after so long without a byte; 0: never", KnobDuration, nil, 0, hour,
		func(s *http.Settings) num { return intOf(&s.Timeout) }, []rule.ID{rule.ClientTimeout}},
	{"pause", "client's work", "how long the client works after each read before it reads on", KnobDuration, nil, 0, hour,
		func(s *http.Settings) num { return intOf(&s.Pause) }, []rule.ID{rule.Think}},
	{"client_closes", "client closes first", "the client closes as soon as it has the answer, so that TIME-WAIT holds a port of its own", KnobBool, nil, 0, 1,
		func(s *http.Settings) num { return boolOf(&s.ClientCloses) }, []rule.ID{rule.ClientDone, rule.TimeWait}},
	{"header", "header towards a proxy", "the field by which the client asks a proxy to keep the connection (strategy keep-alive)", KnobEnum, http.HeaderNames, 0, 0,
		func(s *http.Settings) num { return intOf(&s.Header) }, []rule.ID{rule.BlindRelay, rule.KeepAliveHeader}},
	{"transactions", "transactions", "how many requests in all, one after the other on every connection; 0: each object once", KnobInt, nil, 0, http.MaxTransactions,
		func(s *http.Settings) num { return intOf(&s.Transactions) }, nil},
	{"ports", "ephemeral ports", "how many ports the client has for its ends of connections to one server", KnobInt, nil, 1, 64_512,
		func(s *http.Settings) num { return intOf(&s.Ports) }, []rule.ID{rule.PortWait}},
	{"held", "ports in TIME-WAIT", "how many of the client's ports TIME-WAIT holds from before the start (set it for the whole run)", KnobInt, nil, 0, 64_512,
		func(s *http.Settings) num { return intOf(&s.Held) }, []rule.ID{rule.PortWait, rule.TimeWait}},
	{"think", "server think time", "how long the server works on an answer", KnobDuration, nil, 0, hour,
		func(s *http.Settings) num { return intOf(&s.Think) }, []rule.ID{rule.Server}},
	{"split", "header and body apart", "the server writes header and body in two calls", KnobBool, nil, 0, 1,
		func(s *http.Settings) num { return boolOf(&s.Split) }, []rule.ID{rule.Nagle, rule.Minshall}},
	{"keep_alive", "server keeps connections", "off: the server closes after every answer", KnobBool, nil, 0, 1,
		func(s *http.Settings) num { return boolOf(&s.Keep) }, []rule.ID{rule.NotPersistent, rule.Persistent, rule.KeepAliveHeader}},
	{"idle", "idle time-out", "how long servers, and proxies that read HTTP, keep an idle connection; 0: for ever", KnobDuration, nil, 0, hour,
		func(s *http.Settings) num { return intOf(&s.Idle) }, []rule.ID{rule.IdleTimeout}},
	{"max", "requests a connection", "how many requests the server takes on one connection; 0: any number", KnobInt, nil, 0, 1_000_000,
		func(s *http.Settings) num { return intOf(&s.Max) }, []rule.ID{rule.MaxRequests}},
	{"close", "how the server closes", "both directions at once, in stages (RFC 9112 section 9.6), or without a word before", KnobEnum, http.EndingNames, 0, 0,
		func(s *http.Settings) num { return intOf(&s.Ending) }, []rule.ID{rule.CloseHeader, rule.RstUnread, rule.RstClosed}},
	{"close_at", "closing at will", "the server closes a connection so long after its opening, whatever is under way; 0: never", KnobDuration, nil, 0, hour,
		func(s *http.Settings) num { return intOf(&s.CloseAt) }, []rule.ID{rule.AtWill}},
	{"read_ahead", "server reads ahead", "the server reads all that has come; off: one request at a time, and the others stay in its receive buffer", KnobBool, nil, 0, 1,
		func(s *http.Settings) num { return boolOf(&s.ReadAhead) }, []rule.ID{rule.RstUnread}},
	{"workers", "workers", "how many requests a server works on at once; 0: any number", KnobInt, nil, 0, 100_000,
		func(s *http.Settings) num { return intOf(&s.Workers) }, []rule.ID{rule.Workers}},
	{"length", "length of answers", "what the server says about the length of its answers: right, nothing, in chunks, too little, too much", KnobEnum, http.LengthNames, 0, 0,
		func(s *http.Settings) num { return intOf(&s.Length) }, []rule.ID{rule.EOFFraming, rule.Truncated, rule.BadFraming}},
}

// knob is a line of the table as a knob: get and set work on the settings of a world.
func (k *httpKnob) knob(name, scope string) Knob {
	return Knob{Name: name, Scope: scope, Label: k.label, Help: k.help, Kind: k.kind, Values: k.values, Min: k.min, Max: k.max, Rules: k.rules,
		get: func(w *World) int64 { return k.field(&w.agents.set).get() },
		set: func(w *World, v int64) {
			k.field(&w.agents.set).set(v)
			if w.frame > 0 {
				w.turned()
			}
		}}
}

// turned lets the client make what it can of a knob that was turned.
func (w *World) turned() {
	a := &w.agents
	if !a.begun || a.over {
		return
	}
	for d := 0; d < a.dests.Len(); d++ {
		w.pump(uint32(d), w.root)
	}
	w.fill(w.root)
}

// agentKnobs are the knobs of the page.
func (c *Config) agentKnobs() []Knob {
	if len(c.HTTP) == 0 {
		return nil
	}
	var ks []Knob
	for i := range httpKnobs {
		if httpKnobs[i].name == "tls" && len(c.HTTP[0].Proxies) > 0 {
			continue // a tunnel through a proxy is not modelled
		}
		ks = append(ks, httpKnobs[i].knob("http."+httpKnobs[i].name, "http"))
	}
	for i := range c.HTTP[0].Proxies {
		name := c.HostName(int(c.HTTP[0].Proxies[i].Host))
		k := httpKnob{"mode", "how the proxy passes on", "http11: hop-by-hop fields are removed; blind: bytes are copied until the server closes", KnobEnum, http.RelayNames, 0, 0,
			func(s *http.Settings) num { return intOf(&s.Relay[i]) }, []rule.ID{rule.BlindRelay, rule.HopByHop}}
		ks = append(ks, k.knob(name+".mode", name))
	}
	return ks
}

// HTTPSetting is a line of the table of settings, for the scenario language: the setting is
// read and written as the knob http.NAME is.
type HTTPSetting struct {
	Knob
	Put func(*http.Settings, int64)
}

// HTTPSettingsTable lists the settings of HTTP.
func HTTPSettingsTable() []HTTPSetting {
	var out []HTTPSetting
	for i := range httpKnobs {
		k := &httpKnobs[i]
		out = append(out, HTTPSetting{k.knob(k.name, "http"), func(s *http.Settings, v int64) { k.field(s).set(v) }})
	}
	return out
}
