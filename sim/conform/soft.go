package conform

import (
	"regexp"
	"strconv"
	"strings"
)

// Where the kernel's own runs of a case differ, the recording names the first difference of each
// other run. Two kinds come from the moment at which a thread got its turn, and no simulation can
// know it: whether a pure ACK and the segment behind it (a FIN, or the next request) were one
// segment or two, and on which segment of a write that went on a PSH stood. Where a recording
// reports such a difference of a sender, and from that segment on, the simulation may show the
// other variant. In a case that all runs agree on nothing is excused.

type softKind uint8

const (
	softPSH softKind = iota // PSH in the middle of a write
	softACK                 // a pure ACK beside the segment that also carries it
	numSoft
)

// soft holds from which segment of a sender's sequence a kind may differ.
type soft map[sender][numSoft]int

var differenceRE = regexp.MustCompile(`conn (\d+) (c2s|s2c) #(\d+): kept \{\d+ \w+ (\w+) seq (\d+) len (\d+)[^}]*\} there \{\d+ \w+ (\w+) seq (\d+) len (\d+)`)

// softness reads what the recording says about its own runs.
func (t *Trace) softness() soft {
	out := soft{}
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
		kind := numSoft
		switch {
		case m[5] != m[8]:
		case kept != there && strings.ReplaceAll(kept, "P", "") == strings.ReplaceAll(there, "P", "") && m[6] == m[9]:
			kind = softPSH
		case kept == "A" && m[6] == "0" || there == "A" && m[9] == "0":
			kind = softACK
		}
		if kind == numSoft {
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

// allows reports whether a kind may differ at a place in a sender's sequence.
func (s soft) allows(k sender, kind softKind, at int) bool {
	v, ok := s[k]
	return ok && at >= v[kind]
}

// same reports whether two segments agree, with what may differ at their place.
func (s soft) same(k sender, at int, real, sim *Segment) bool {
	if sim.Seq != real.Seq || sim.Len != real.Len || sim.Ack != real.Ack {
		return false
	}
	if sim.Flags == real.Flags {
		return true
	}
	return s.allows(k, softPSH, at) && strings.ReplaceAll(sim.Flags, "P", "") == strings.ReplaceAll(real.Flags, "P", "")
}

// rides reports whether a pure ACK says nothing that the segment behind it does not say, too.
func rides(ack, next *Segment) bool {
	return ack.Flags == "A" && ack.Len == 0 && next != nil && next.Seq == ack.Seq && next.Ack >= ack.Ack && (next.Len > 0 || next.Flags != "A")
}
