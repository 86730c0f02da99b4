package sim

import "teacp/sim/rule"

// The digest of a run names kinds of events and rules by the hash of their names, not by
// their numbers: a line added to either table leaves the digest of every run as it was.
var (
	kindHash [NumKinds]uint64
	ruleHash [rule.Count]uint64
)

func init() {
	for k := range kindHash {
		if !kindTable[k].isOfRun { // else 0: no part of the digest
			kindHash[k] = nameHash(kindTable[k].name)
		}
	}
	for i := range ruleHash {
		ruleHash[i] = nameHash(rule.ID(i).String())
	}
}

// nameHash is the 64-bit FNV-1a hash of a name.
func nameHash(name string) uint64 {
	h := uint64(0xcbf29ce484222325)
	for i := range len(name) {
		h = (h ^ uint64(name[i])) * 0x100000001b3
	}
	return h
}

// hash folds an event into the digest. Frame numbers, changed settings and the run's own
// events are left out, so that a setting without effect leaves the digest as it was.
func (w *World) hash(e *Event) {
	kind := kindHash[e.Kind]
	if kind == 0 {
		return
	}
	h := mix64(w.digest, kind^ruleHash[e.Rule]<<1)
	h = mix64(h, uint64(e.Side)|uint64(e.Conn)<<32)
	h = mix64(h, uint64(e.At))
	h = mix64(h, uint64(e.At2))
	b := uint64(e.B)
	if e.Kind == EvRelease { // B is the rule that sends what was held
		b = ruleHash[e.B]
	}
	h = mix64(h, uint64(e.A)^b<<1)
	if e.Kind.IsSegment() {
		s := &e.Seg
		h = mix64(h, uint64(s.Seq)<<8|uint64(s.Flags))
		h = mix64(h, uint64(s.Ack)^uint64(s.Len)<<40^uint64(s.Wnd)<<20)
		for i := uint8(0); i < s.NSack; i++ {
			h = mix64(h, uint64(s.Sack[i].Lo)^uint64(s.Sack[i].Hi)<<32)
		}
	}
	w.digest = h
	if kindTable[e.Kind].isTraffic {
		w.hashTraffic(e)
	}
}

// hashTraffic folds what an event says of segments, timers, calls and states into the second digest, without its rule.
func (w *World) hashTraffic(e *Event) {
	h := mix64(w.traffic, kindHash[e.Kind])
	h = mix64(h, uint64(e.Side)|uint64(e.Timer)<<8|uint64(e.Conn)<<32)
	h = mix64(h, uint64(e.At)^uint64(e.At2)<<1)
	switch s := &e.Seg; {
	case e.Kind.IsSegment():
		h = mix64(h, uint64(s.Seq)<<8|uint64(s.Flags))
		h = mix64(h, uint64(s.Ack)^uint64(s.Len)<<40^uint64(s.Wnd)<<20)
	case e.Kind != EvArm && e.Kind != EvFire && e.Kind != EvCancel:
		h = mix64(h, uint64(e.A)^uint64(e.B)<<1)
	}
	w.traffic = h
}
