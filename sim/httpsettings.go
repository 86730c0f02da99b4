package sim

import (
	"teacp/sim/http"
	"teacp/sim/rule"
)

// httpSetting is a line of the table of knobs of HTTP.
type httpSetting struct {
	name     string
	kind     KnobKind
	values   []string
	min, max int64
	field    func(*http.Settings) settingRef
	rules    []rule.ID
}

// settingRef reads and writes a setting of any type as a number.
type settingRef struct {
	get func() int64
	set func(int64)
}

func intOf[T ~int64 | ~uint8](p *T) settingRef {
	return settingRef{func() int64 { return int64(*p) }, func(v int64) { *p = T(v) }}
}

func boolOf(p *bool) settingRef {
	return settingRef{func() int64 {
		if *p {
			return 1
		}
		return 0
	}, func(v int64) { *p = v != 0 }}
}

const maxDuration = int64(3600 * 1e9)

// httpSettings are the knobs of client and servers; a proxy's stand beside them.
var httpSettings = []httpSetting{
	{"strategy", KnobEnum, http.StrategyNames, 0, 0,
		func(s *http.Settings) settingRef { return intOf(&s.Strategy) },
		[]rule.ID{rule.Pool, rule.Reuse, rule.HeadOfLine}},
	{"connections", KnobInt, nil, 1, http.MaxConnections,
		func(s *http.Settings) settingRef { return intOf(&s.Connections) }, []rule.ID{rule.Pool}},
	{"total", KnobInt, nil, 0, http.MaxConnections,
		func(s *http.Settings) settingRef { return intOf(&s.Total) }, []rule.ID{rule.PoolTotal}},
	{"depth", KnobInt, nil, 1, http.MaxDepth,
		func(s *http.Settings) settingRef { return intOf(&s.Depth) }, []rule.ID{rule.PipelineDepth, rule.Pipelining}},
	{"pipeline_post", KnobBool, nil, 0, 1,
		func(s *http.Settings) settingRef { return boolOf(&s.PipelinePost) }, []rule.ID{rule.PipelinePost}},
	{"dns", KnobBool, nil, 0, 1,
		func(s *http.Settings) settingRef { return boolOf(&s.DNS) }, []rule.ID{rule.Dns}},
	{"tls", KnobEnum, http.TLSNames, 0, 0,
		func(s *http.Settings) settingRef { return intOf(&s.TLS) }, []rule.ID{rule.Tls}},
	{"nodelay", KnobBool, nil, 0, 1,
		func(s *http.Settings) settingRef { return boolOf(&s.NoDelay) }, []rule.ID{rule.Nagle, rule.Minshall}},
	{"retry", KnobEnum, http.RetryNames, 0, 0,
		func(s *http.Settings) settingRef { return intOf(&s.Retry) },
		[]rule.ID{rule.RetryIdempotent, rule.RetryPost, rule.RetryUnsafe, rule.RetryOff}},
	{"retries", KnobInt, nil, 0, http.MaxRetries,
		func(s *http.Settings) settingRef { return intOf(&s.Retries) }, []rule.ID{rule.RetryLimit}},
	{"timeout", KnobDuration, nil, 0, maxDuration,
		func(s *http.Settings) settingRef { return intOf(&s.Timeout) }, []rule.ID{rule.ClientTimeout}},
	{"pause", KnobDuration, nil, 0, maxDuration,
		func(s *http.Settings) settingRef { return intOf(&s.Pause) }, []rule.ID{rule.Think}},
	{"client_closes", KnobBool, nil, 0, 1,
		func(s *http.Settings) settingRef { return boolOf(&s.ClientCloses) },
		[]rule.ID{rule.ClientDone, rule.TimeWait}},
	{"header", KnobEnum, http.HeaderNames, 0, 0,
		func(s *http.Settings) settingRef { return intOf(&s.Header) },
		[]rule.ID{rule.BlindRelay, rule.KeepAliveHeader}},
	{"transactions", KnobInt, nil, 0, http.MaxTransactions,
		func(s *http.Settings) settingRef { return intOf(&s.Transactions) }, nil},
	{"ports", KnobInt, nil, 1, 64_512,
		func(s *http.Settings) settingRef { return intOf(&s.Ports) }, []rule.ID{rule.PortWait}},
	{"held", KnobInt, nil, 0, 64_512,
		func(s *http.Settings) settingRef { return intOf(&s.Held) }, []rule.ID{rule.PortWait, rule.TimeWait}},
	{"think", KnobDuration, nil, 0, maxDuration,
		func(s *http.Settings) settingRef { return intOf(&s.Think) }, []rule.ID{rule.Server}},
	{"split", KnobBool, nil, 0, 1,
		func(s *http.Settings) settingRef { return boolOf(&s.Split) }, []rule.ID{rule.Nagle, rule.Minshall}},
	{"keep_alive", KnobBool, nil, 0, 1,
		func(s *http.Settings) settingRef { return boolOf(&s.Keep) },
		[]rule.ID{rule.NotPersistent, rule.Persistent, rule.KeepAliveHeader}},
	{"idle", KnobDuration, nil, 0, maxDuration,
		func(s *http.Settings) settingRef { return intOf(&s.Idle) }, []rule.ID{rule.IdleTimeout}},
	{"max", KnobInt, nil, 0, 1_000_000,
		func(s *http.Settings) settingRef { return intOf(&s.Max) }, []rule.ID{rule.MaxRequests}},
	{"close", KnobEnum, http.EndingNames, 0, 0,
		func(s *http.Settings) settingRef { return intOf(&s.Ending) },
		[]rule.ID{rule.CloseHeader, rule.RstUnread, rule.RstClosed}},
	{"close_at", KnobDuration, nil, 0, maxDuration,
		func(s *http.Settings) settingRef { return intOf(&s.CloseAt) }, []rule.ID{rule.AtWill}},
	{"read_ahead", KnobBool, nil, 0, 1,
		func(s *http.Settings) settingRef { return boolOf(&s.ReadAhead) }, []rule.ID{rule.RstUnread}},
	{"workers", KnobInt, nil, 0, 100_000,
		func(s *http.Settings) settingRef { return intOf(&s.Workers) }, []rule.ID{rule.Workers}},
	{"length", KnobEnum, http.LengthNames, 0, 0,
		func(s *http.Settings) settingRef { return intOf(&s.Length) },
		[]rule.ID{rule.EOFFraming, rule.Truncated, rule.BadFraming}},
}

// knob is a line of the table as a knob: get and set work on the settings of a world.
func (k *httpSetting) knob(name, scope string) Knob {
	return Knob{Name: name, Scope: scope, Key: scope + "." + k.name, Kind: k.kind, Values: k.values,
		Min: k.min, Max: k.max, Rules: k.rules,
		get: func(w *World) int64 { return k.field(&w.agents.Set).get() },
		set: func(w *World, v int64) {
			k.field(&w.agents.Set).set(v)
			if w.frame > 0 {
				pageClient{w}.onKnobChanged()
			}
		}}
}

// agentKnobs are the knobs of the page.
func (c *Config) agentKnobs() []Knob {
	if len(c.HTTP) == 0 {
		return nil
	}
	var ks []Knob
	for i := range httpSettings {
		if httpSettings[i].name == "tls" && len(c.HTTP[0].Proxies) > 0 {
			continue // a tunnel through a proxy is not modelled
		}
		ks = append(ks, httpSettings[i].knob("http."+httpSettings[i].name, "http"))
	}
	for i := range c.HTTP[0].Proxies {
		name := c.HostName(int(c.HTTP[0].Proxies[i].Host))
		k := httpSetting{"mode", KnobEnum, http.RelayNames, 0, 0,
			func(s *http.Settings) settingRef { return intOf(&s.Relay[i]) }, []rule.ID{rule.BlindRelay, rule.HopByHop}}
		mode := k.knob(name+".mode", name)
		mode.Key = "proxy.mode"
		ks = append(ks, mode)
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
	for i := range httpSettings {
		k := &httpSettings[i]
		out = append(out, HTTPSetting{k.knob(k.name, "http"), func(s *http.Settings, v int64) { k.field(s).set(v) }})
	}
	return out
}
