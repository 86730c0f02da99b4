package conform

import (
	"regexp"
	"strconv"
	"strings"
)

// If the kernel's own runs of a case differ, the recording lists the first difference of each other
// run. Two kinds of difference depend on thread scheduling, which a simulation cannot know: whether
// a pure ACK is sent alone or with the segment after it (a FIN or the next request), and which
// segment of a write has the PSH flag. If a recording lists such a difference for a sender, the
// simulation may show either variant from that segment on. If all runs agree, no difference is
// allowed.

type variantKind uint8

const (
	variantPSH variantKind = iota // PSH in the middle of a write
	variantACK                    // a pure ACK before a segment that also acknowledges
	numVariants
)

// variants contains, for each sender and kind, the first segment that may differ.
type variants map[sender][numVariants]int

var differenceRE = regexp.MustCompile(`conn (\d+) (c2s|s2c) #(\d+): ` +
	`kept \{\d+ \w+ (\w+) seq (\d+) len (\d+)[^}]*\} ` +
	`there \{\d+ \w+ (\w+) seq (\d+) len (\d+)`)

// variants parses the differences between the kernel's runs.
func (t *Trace) variants() variants {
	out := variants{}
	if t.Repeat.Identical {
		return out
	}
	for _, d := range t.Repeat.Differences {
		m := differenceRE.FindStringSubmatch(d)
		if m == nil {
			continue
		}
		conn, _ := strconv.ParseUint(m[1], 10, 32)
		at, _ := strconv.Atoi(m[3])
		kept, there := m[4], m[7]
		kind := numVariants
		switch {
		case m[5] != m[8]:
		case kept != there && strings.ReplaceAll(kept, "P", "") == strings.ReplaceAll(there, "P", "") && m[6] == m[9]:
			kind = variantPSH
		case kept == "A" && m[6] == "0" || there == "A" && m[9] == "0":
			kind = variantACK
		}
		if kind == numVariants {
			continue
		}
		k := sender{uint32(conn), m[2]}
		v, ok := out[k]
		if !ok {
			for i := range v {
				v[i] = 1 << 30
			}
		}
		v[kind] = min(v[kind], at)
		out[k] = v
	}
	return out
}

// allows reports whether a kind of difference is allowed at an index of a sender's sequence.
func (s variants) allows(k sender, kind variantKind, at int) bool {
	v, ok := s[k]
	return ok && at >= v[kind]
}

// same reports whether two segments agree, except for allowed differences.
func (s variants) same(k sender, at int, real, sim *Segment) bool {
	if sim.Seq != real.Seq || sim.Len != real.Len || sim.Ack != real.Ack {
		return false
	}
	if sim.Flags == real.Flags {
		return true
	}
	return s.allows(k, variantPSH, at) && strings.ReplaceAll(sim.Flags, "P", "") == strings.ReplaceAll(real.Flags,
		"P", "")
}

// coveredBy reports whether the next segment contains everything that a pure ACK contains.
func coveredBy(ack, next *Segment) bool {
	return ack.Flags == "A" && ack.Len == 0 && next != nil && next.Seq == ack.Seq && next.Ack >= ack.Ack &&
		(next.Len > 0 || next.Flags != "A")
}
