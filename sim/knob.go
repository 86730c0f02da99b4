package sim

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// KnobKind is the form of a knob's value.
type KnobKind uint8

// The forms. Values are int64 inside: 0/1, index into Values, a number, nanoseconds, bytes,
// bits per second, parts per million.
const (
	KnobBool KnobKind = iota
	KnobEnum
	KnobInt
	KnobDuration
	KnobBytes
	KnobRate
	KnobPPM
	KnobNth  // which packet, and a duration: 50ms, 2:50ms
	KnobConn // the number of a connection, or off (-1)
)

// Knob is one thing that can be turned. The one table of knobs feeds the keys, the
// scenario language, --set, the palette, the help, the schema and the JSON.
type Knob struct {
	Name   string // as in --set: client.nagle, link.c2s.delay, http.connections
	Scope  string // "client", "server", "proxy", "link", "http", "run"
	Key    string // under which views/words has its label and explanation: host.nagle, link.delay
	Kind   KnobKind
	Values []string // KnobEnum
	Min    int64
	Max    int64
	Rules  []rule.ID // rules it switches
	Detail bool      // a kernel detail (tcp.Knob): short lists leave it out
	get    func(*World) int64
	set    func(*World, int64)
}

func profileIndex(name string) uint8 { return uint8(max(slices.Index(tcp.ProfileNames, name), 0)) }

// Knobs lists all knobs that apply to a Config, in the order of the help.
func (c *Config) Knobs() []Knob {
	if c.Replay != nil { // what was recorded cannot be changed
		return nil
	}
	ks := []Knob{{
		Name: "profile", Scope: "run", Key: "profile", Kind: KnobEnum, Values: tcp.ProfileNames,
		get: func(w *World) int64 { return int64(*w.prof.At(0)) },
		set: func(w *World, v int64) {
			for h := range w.cfg.Hosts {
				w.setProfile(h, v)
			}
		},
	}}
	for h := range c.Hosts {
		ks = append(ks, c.hostKnobs(h)...)
		ks = append(ks, c.handKnobs(h)...)
	}
	for l := range c.Links {
		ks = append(ks, c.linkKnobs(l)...)
	}
	ks = append(ks, wireKnobs()...)
	return append(ks, c.agentKnobs()...)
}

func (w *World) setProfile(h int, v int64) {
	p, ok := tcp.Profile(tcp.ProfileNames[v])
	if !ok {
		return
	}
	for _, s := range w.cfg.Hosts[h].Set {
		for i := range tcp.Knobs {
			if tcp.Knobs[i].Name == s.Knob {
				tcp.Knobs[i].Set(&p, s.Value)
			}
		}
	}
	*w.pol.Mut(uint32(h)) = p
	*w.prof.Mut(uint32(h)) = uint8(v)
	w.repolice(h)
}

func (c *Config) hostKnobs(h int) []Knob {
	name := c.HostName(h)
	ks := []Knob{{
		Name: name + ".profile", Scope: name, Key: "host.profile", Kind: KnobEnum, Values: tcp.ProfileNames,
		get: func(w *World) int64 { return int64(*w.prof.At(uint32(h))) },
		set: func(w *World, v int64) { w.setProfile(h, v) },
	}}
	for i := range tcp.Knobs {
		t := &tcp.Knobs[i]
		k := StackKnob(t)
		k.Name, k.Scope = name+"."+t.Name, name
		k.get = func(w *World) int64 { return t.Get(w.pol.At(uint32(h))) }
		k.set = func(w *World, v int64) {
			t.Set(w.pol.Mut(uint32(h)), v)
			w.repolice(h)
		}
		ks = append(ks, k)
	}
	return ks
}

// StackKnob is a setting of a stack in the form of a knob: its values are read and written alike.
func StackKnob(t *tcp.Knob) Knob {
	return Knob{Name: t.Name, Key: "host." + t.Name, Kind: KnobKind(t.Kind), Values: t.Values, Min: t.Min, Max: t.Max, Rules: t.Rules, Detail: t.Detail}
}

// SetKnob turns a setting of a stack by its name.
func SetKnob(p *tcp.Policy, name, value string) error {
	i := slices.IndexFunc(tcp.Knobs, func(t tcp.Knob) bool { return t.Name == name })
	if i < 0 {
		return fmt.Errorf("expected the name of a knob, found %q", name)
	}
	k := StackKnob(&tcp.Knobs[i])
	v, err := k.Parse(value)
	if err == nil {
		tcp.Knobs[i].Set(p, v)
	}
	return err
}

// pathKnobs are what can be turned on one direction of a link.
var pathKnobs = []struct {
	name  string
	kind  KnobKind
	max   int64
	field func(*PathConfig) *int64
	rules []rule.ID
}{
	{"delay", KnobDuration, int64(time.Hour), func(p *PathConfig) *int64 { return (*int64)(&p.Delay) }, []rule.ID{rule.Propagation}},
	{"rate", KnobRate, 1_000_000_000_000, func(p *PathConfig) *int64 { return &p.RateBps }, []rule.ID{rule.Serialization}},
	{"queue", KnobInt, 1_000_000, func(p *PathConfig) *int64 { return &p.QueuePackets }, []rule.ID{rule.QueueDrop}},
	{"queue_bytes", KnobBytes, 1 << 40, func(p *PathConfig) *int64 { return &p.QueueBytes }, []rule.ID{rule.QueueDrop}},
	{"mtu", KnobBytes, 65535, func(p *PathConfig) *int64 { return &p.MTU }, []rule.ID{rule.MTU}},
	{"jitter", KnobDuration, int64(time.Minute), func(p *PathConfig) *int64 { return (*int64)(&p.Jitter) }, []rule.ID{rule.Jitter}},
	{"loss", KnobPPM, 1_000_000, func(p *PathConfig) *int64 { return &p.LossPPM }, []rule.ID{rule.RandomLoss}},
}

func (c *Config) linkKnobs(l int) []Knob {
	base := "link"
	if l > 0 {
		base += strconv.Itoa(l)
	}
	var ks []Knob
	for _, d := range []struct {
		name string
		dirs []int
	}{{"", []int{0, 1}}, {".c2s", []int{0}}, {".s2c", []int{1}}} {
		for i := range pathKnobs {
			p := &pathKnobs[i]
			ks = append(ks, Knob{
				Name: base + d.name + "." + p.name, Scope: "link", Key: "link." + p.name, Kind: p.kind, Max: p.max, Rules: p.rules,
				get: func(w *World) int64 { return *p.field(&w.net.dirs.Mut(uint32(2*l + d.dirs[0])).cfg) },
				set: func(w *World, v int64) {
					for _, dir := range d.dirs {
						*p.field(&w.net.dirs.Mut(uint32(2*l + dir)).cfg) = v
					}
				},
			})
		}
	}
	return ks
}

// Value returns what a knob stands at in the world.
func (w *World) Value(k *Knob) int64 { return k.get(w) }

// ParseKnob finds a knob and reads a value for it; the error names the nearest knob or the
// values that are possible.
func (c *Config) ParseKnob(name, value string) (*Knob, int64, error) {
	if c.Replay != nil {
		return nil, 0, &KnobError{Problem: KnobOfRecording, Knob: name}
	}
	ks := c.Knobs()
	for i := range ks {
		if ks[i].Name == name {
			v, err := ks[i].Parse(value)
			if e := (*KnobError)(nil); errors.As(err, &e) {
				e.Knob = name
				return nil, 0, e
			}
			return &ks[i], v, nil
		}
	}
	if name == "http.tls" && len(c.HTTP) > 0 {
		return nil, 0, &KnobError{Problem: KnobTLSProxy}
	}
	names := make([]string, len(ks))
	for i := range ks {
		names[i] = ks[i].Name
	}
	return nil, 0, &KnobError{Problem: KnobUnknown, Knob: name, Near: Nearest(name, names)}
}

// Nearest returns the name with the smallest edit distance to s, or "" if none is near
// enough to be a slip of the hand.
func Nearest(s string, names []string) string {
	best, at := 1+len(s)/3, ""
	for _, n := range names {
		if d := distance(s, n); d <= best && (d < best || at == "") {
			best, at = d, n
		}
	}
	return at
}

// distance is the edit distance in bytes, in which two neighbours that have changed places
// are one slip.
func distance(a, b string) int {
	before, row := make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		next := make([]int, len(b)+1)
		next[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			next[j] = min(row[j-1]+cost, row[j]+1, next[j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				next[j] = min(next[j], before[j-2]+1)
			}
		}
		before, row = row, next
	}
	return row[len(b)]
}

// Parse reads a value in the knob's form.
func (k *Knob) Parse(s string) (int64, error) {
	switch k.Kind {
	case KnobBool:
		switch strings.ToLower(s) {
		case "on", "true", "yes", "1":
			return 1, nil
		case "off", "false", "no", "0":
			return 0, nil
		}
		return 0, &KnobError{Problem: KnobNotBool, Found: s}
	case KnobEnum:
		return k.parseEnum(s)
	case KnobDuration:
		return k.bounded(ParseDuration(s))
	case KnobBytes:
		return k.bounded(ParseBytes(s))
	case KnobRate:
		return k.bounded(ParseRate(s))
	case KnobPPM:
		return k.bounded(ParseShare(s))
	case KnobNth:
		return k.bounded(parseNth(s))
	case KnobConn:
		if s == "off" {
			return -1, nil
		}
		s = strings.TrimPrefix(s, "#")
	}
	v, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return 0, &KnobError{Problem: KnobNotANumber, Found: s}
	}
	return k.bounded(v, nil)
}

func (k *Knob) parseEnum(s string) (int64, error) {
	for i, v := range k.Values {
		if v == s {
			return int64(i), nil
		}
	}
	if s == "on" || s == "true" { // the variant that a standard host runs
		for i, v := range k.Values {
			if v != "off" && v != "none" {
				return int64(i), nil
			}
		}
	}
	return 0, &KnobError{Problem: KnobNotAValue, Found: s, Values: k.Values, Near: Nearest(s, k.Values)}
}

func (k *Knob) bounded(v int64, err error) (int64, error) {
	switch {
	case err != nil:
		return 0, err
	case v < k.Min || k.Max != 0 && v > k.Max:
		return 0, &KnobError{Problem: KnobOutOfBounds, Found: k.Format(v), Min: k.Format(k.Min), Max: k.Format(k.Max)}
	}
	return v, nil
}

// Format writes a value as Parse reads it.
func (k *Knob) Format(v int64) string {
	switch k.Kind {
	case KnobBool:
		if v != 0 {
			return "on"
		}
		return "off"
	case KnobEnum:
		if v >= 0 && int(v) < len(k.Values) {
			return k.Values[v]
		}
	case KnobDuration:
		return time.Duration(v).String()
	case KnobRate:
		return FormatRate(v)
	case KnobPPM:
		return FormatShare(v)
	case KnobNth:
		return formatNth(v)
	case KnobConn:
		if v < 0 {
			return "off"
		}
	}
	return strconv.FormatInt(v, 10)
}

// parseNth reads off, 50ms (of the first packet) or 2:50ms (of the second).
func parseNth(s string) (int64, error) {
	if s == "off" || s == "0" {
		return 0, nil
	}
	nth, span := int64(1), s
	if head, rest, ok := strings.Cut(s, ":"); ok {
		n, err := strconv.ParseInt(head, 10, 32)
		if err != nil || n < 1 || n > maxNth {
			return 0, &KnobError{Problem: KnobNthCount, Found: head, Max: strconv.Itoa(maxNth)}
		}
		nth, span = n, rest
	}
	d, err := ParseDuration(span)
	if err != nil || d <= 0 || d > 3600*int64(ms1000) {
		return 0, &KnobError{Problem: KnobNotNth, Found: s}
	}
	return nth<<nthShift | d, nil
}

func formatNth(v int64) string {
	nth, d := v>>nthShift, time.Duration(v&(1<<nthShift-1))
	switch {
	case nth == 0:
		return "off"
	case nth == 1:
		return d.String()
	}
	return strconv.FormatInt(nth, 10) + ":" + d.String()
}
