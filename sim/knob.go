package sim

import "teacp/sim/rule"

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
)

// Knob is one thing that can be turned. The one table of knobs feeds the keys, the
// scenario language, --set, the palette, the help, the schema and the JSON.
type Knob struct {
	Name   string // as in --set: client.nagle, link.c2s.delay, http.connections
	Scope  string // "client", "server", "proxy", "link", "http", "run"
	Label  string // short English label
	Help   string // what it changes and where it applies
	Kind   KnobKind
	Values []string // KnobEnum
	Min    int64
	Max    int64
	Rules  []rule.ID // rules it switches
	get    func(*settings) int64
	set    func(*settings, int64)
}

// settings is what knobs turn.
type settings struct{}

// Knobs lists all knobs that apply to a Config, in the order of the help.
func (c *Config) Knobs() []Knob { return nil }

// ParseKnob finds a knob and reads a value for it; the error names the nearest knob or the
// values that are possible.
func (c *Config) ParseKnob(name, value string) (*Knob, int64, error) { return nil, 0, nil }

// Format writes a value as ParseKnob reads it.
func (k *Knob) Format(v int64) string { return "" }

// Value returns what a knob stands at in the world.
func (w *World) Value(k *Knob) int64 { return 0 }
