package sim

import (
	"slices"
	"strings"

	"teacp/sim/rule"
)

// whatIfHost are the knobs of a host that a what-if tries, with the values where they are
// not on and off or the names of an enumeration. Knobs that only say how the recorded
// kernels count (ticks, granularity) are left out, and so are those that end a connection.
var whatIfHost = []struct {
	name   string
	values []string
}{
	{name: "nagle"}, {name: "delayed_ack"}, {name: "delayed_ack_timeout", values: []string{"40ms",
		"200ms"}}, {name: "congestion"},
	{name: "initial_window", values: []string{"1", "2", "4", "10", "32"}}, {name: "slow_start_after_idle"},
	{name: "sack"}, {name: "rack"}, {name: "tlp"}, {name: "limited_transmit"},
	{name: "rto_init", values: []string{"1s", "3s"}}, {name: "rto_min", values: []string{"200ms", "1s"}},
	{name: "window_scaling"}, {name: "mode"}, {name: "rcvbuf", values: []string{"16384", "65536",
		"1048576"}}, {name: "sndbuf", values: []string{"16384", "65536", "1048576"}},
	{name: "mss", values: []string{"536", "1460"}}, {name: "mtu", values: []string{"1280"}},
	{name: "time_wait", values: []string{"0s", "60s", "240s"}},
}

// WhatIf lists the turns of one knob each that could change how long the run takes, in the
// order of the table of knobs. Each is to be made from frame 0 on, in a run of its own,
// beside the changes that are in force. Kernel details are tried where that is asked for.
func (r *Run) WhatIf(details bool) []Change {
	cfg := r.cfg
	w := newWorld(cfg, nil)
	for _, c := range r.changes {
		if c.Frame == 0 {
			if k, v, err := cfg.ParseKnob(c.Knob, c.Value); err == nil {
				k.set(w, v)
			}
		}
	}
	var out []Change
	ks := cfg.Knobs()
	for i := range ks {
		k := &ks[i]
		now := k.get(w)
		tries := cfg.tries(k, now)
		if k.Detail && details {
			tries = k.other(now)
		}
		for _, v := range tries {
			if v != k.Format(now) {
				out = append(out, Change{Knob: k.Name, Value: v})
			}
		}
	}
	return out
}

// tries are the values of a knob that a what-if tries.
func (c *Config) tries(k *Knob, now int64) []string {
	base := k.Name[strings.LastIndexByte(k.Name, '.')+1:]
	switch {
	case k.Scope == "run":
		return k.other(now)
	case k.Scope == "http":
		return k.httpTries(base, now)
	case k.Scope == "link":
		return k.linkTries(now)
	}
	for h := range c.Hosts {
		if k.Scope != c.HostName(h) {
			continue
		}
		for i := range whatIfHost {
			if t := &whatIfHost[i]; t.name == base {
				if t.values == nil {
					return k.other(now)
				}
				return t.values
			}
		}
	}
	return nil
}

// other lists the other values of a switch or an enumeration.
func (k *Knob) other(now int64) []string {
	switch k.Kind {
	case KnobBool:
		return []string{k.Format(1 - now)}
	case KnobEnum:
		return slices.Clone(k.Values)
	}
	return nil
}

func (k *Knob) httpTries(base string, now int64) []string {
	switch {
	case base == "connections":
		return []string{"1", "2", "4", "6", "8"}
	case base == "think":
		return []string{"0s"}
	case base == "depth":
		return []string{"1", "4", "16"}
	case base == "total" && now > 0, base == "workers" && now > 0, base == "held" && now > 0:
		return []string{"0"}
	case base == "ports":
		return []string{"28232", "60000"}
	case base == "length", base == "retry": // mistakes of a server, and what work is done
		return nil
	}
	return k.other(now)
}

// linkTries halves what a link costs, in both directions at once.
func (k *Knob) linkTries(now int64) []string {
	if strings.Contains(k.Name, ".c2s.") || strings.Contains(k.Name, ".s2c.") {
		return nil
	}
	switch {
	case slices.Contains(k.Rules, rule.Propagation) && now > 0:
		return []string{k.Format(now / 2)}
	case slices.Contains(k.Rules, rule.MTU) && now > 0: // room for the packets that hosts send
		return []string{k.Format(max(now, 1500)), k.Format(0)}
	case k.Kind == KnobRate && now > 0:
		return []string{k.Format(2 * now), k.Format(10 * now)}
	case slices.Contains(k.Rules, rule.RandomLoss) && now > 0, slices.Contains(k.Rules, rule.Jitter) && now > 0:
		return []string{k.Format(0)}
	}
	return nil
}
