package sim

import (
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
	Values []string      // KnobEnum
	Former []tcp.Renamed // former names of values, which are read, too
	Min    int64
	Max    int64
	Rules  []rule.ID // rules it switches
	Detail bool      // a kernel detail (tcp.Knob): short lists leave it out
	get    func(*World) int64
	set    func(*World, int64)
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
	for _, f := range k.Former {
		if f.Old == s {
			s = f.New
		}
	}
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

// Readable are the values that Parse reads: the present names, then the former ones.
func (k *Knob) Readable() []string {
	all := slices.Clone(k.Values)
	for _, f := range k.Former {
		all = append(all, f.Old)
	}
	return all
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
	if err != nil || d <= 0 || d > int64(time.Hour) {
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
