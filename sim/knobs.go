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

// Knobs lists all knobs that apply to a Config, in the order of the help.
func (c *Config) Knobs() []Knob { return c.knobsNamed("") }

// knobsNamed lists the knobs without the hosts and links to which a knob of that name cannot belong.
func (c *Config) knobsNamed(name string) []Knob {
	if c.Replay != nil { // what was recorded cannot be changed
		return nil
	}
	ks := []Knob{{
		Name: "profile", Scope: "run", Key: "profile", Kind: KnobEnum, Values: tcp.ProfileNames,
		get: func(w *World) int64 { return int64(*w.profiles.At(0)) },
		set: func(w *World, v int64) {
			for h := range w.cfg.Hosts {
				w.setProfile(h, v)
			}
		},
	}}
	for h := range c.Hosts {
		if name == "" || strings.HasPrefix(name, c.HostName(h)+".") {
			ks = append(ks, c.hostKnobs(h)...)
			ks = append(ks, c.closeKnobs(h)...)
		}
	}
	for l := range c.Links {
		if name == "" || strings.HasPrefix(name, "link") {
			ks = append(ks, c.linkKnobs(l)...)
		}
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
	*w.policies.Mut(uint32(h)) = p
	*w.profiles.Mut(uint32(h)) = uint8(v)
	w.applyPolicyChange(h)
}

func (c *Config) hostKnobs(h int) []Knob {
	name := c.HostName(h)
	ks := append(make([]Knob, 0, 1+len(tcp.Knobs)), Knob{
		Name: name + ".profile", Scope: name, Key: "host.profile", Kind: KnobEnum, Values: tcp.ProfileNames,
		get: func(w *World) int64 { return int64(*w.profiles.At(uint32(h))) },
		set: func(w *World, v int64) { w.setProfile(h, v) },
	})
	for i := range tcp.Knobs {
		t := &tcp.Knobs[i]
		k := StackKnob(t)
		k.Name, k.Scope = name+"."+t.Name, name
		k.get = func(w *World) int64 { return t.Get(w.policies.At(uint32(h))) }
		k.set = func(w *World, v int64) {
			t.Set(w.policies.Mut(uint32(h)), v)
			w.applyPolicyChange(h)
		}
		ks = append(ks, k)
	}
	return ks
}

// StackKnob is a setting of a stack in the form of a knob: its values are read and written alike.
func StackKnob(t *tcp.Knob) Knob {
	return Knob{Name: t.Name, Key: "host." + t.Name, Kind: KnobKind(t.Kind), Values: t.Values, Former: t.Renamed,
		Min: t.Min, Max: t.Max, Rules: t.Rules, Detail: t.Detail}
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
	{"delay", KnobDuration, int64(time.Hour), func(p *PathConfig) *int64 { return (*int64)(&p.Delay) },
		[]rule.ID{rule.Propagation}},
	{"rate", KnobRate, 1_000_000_000_000, func(p *PathConfig) *int64 { return &p.RateBps },
		[]rule.ID{rule.Serialization}},
	{"queue", KnobInt, 1_000_000, func(p *PathConfig) *int64 { return &p.QueuePackets }, []rule.ID{rule.QueueDrop}},
	{"queue_bytes", KnobBytes, 1 << 40, func(p *PathConfig) *int64 { return &p.QueueBytes },
		[]rule.ID{rule.QueueDrop}},
	{"mtu", KnobBytes, 65535, func(p *PathConfig) *int64 { return &p.MTU }, []rule.ID{rule.MTU}},
	{"jitter", KnobDuration, int64(time.Minute),
		func(p *PathConfig) *int64 { return (*int64)(&p.Jitter) }, []rule.ID{rule.Jitter}},
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
				Name: base + d.name + "." + p.name, Scope: "link", Key: "link." + p.name, Kind: p.kind,
				Max: p.max, Rules: p.rules,
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
	ks := c.knobsNamed(name)
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
	ks = c.Knobs()
	names := make([]string, len(ks))
	for i := range ks {
		names[i] = ks[i].Name
	}
	return nil, 0, &KnobError{Problem: KnobUnknown, Knob: name, Near: Nearest(name, names)}
}

// applyChange turns the knob of change i.
func (w *World) applyChange(i int) {
	c := &w.changes[i]
	k, v, err := w.cfg.ParseKnob(c.Knob, c.Value)
	if err != nil {
		panic("sim: a change that was checked cannot be read: " + err.Error())
	}
	k.set(w, v)
}
