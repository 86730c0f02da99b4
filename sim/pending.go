package sim

// pendingIntervention is something that will be done to a packet that has not been sent yet.
type pendingIntervention struct {
	act   Act
	left  int32 // packets up to and with the one it is meant for; 0: nothing waits
	extra Time
}

// pendingInterventions are those that wait. There are at most maxPending; further ones have no effect.
type pendingInterventions [maxPending]pendingIntervention

const (
	maxPending = 16
	maxNth     = 10_000 // limits how far ahead a packet is counted
	nthShift   = 44     // divides the value of a KnobNth: which packet, and by how much
)

// plan lets an intervention wait for the nth packet from here on; 0 takes back what waits.
func (p *pendingInterventions) plan(act Act, nth int64, extra Time) {
	for i := range p {
		h := &p[i]
		switch {
		case nth == 0 && h.act == act:
			*h = pendingIntervention{}
		case nth > 0 && h.left == 0:
			*h = pendingIntervention{act: act, left: int32(nth), extra: extra}
			return
		}
	}
}

// planned is the nearest waiting intervention of a sort.
func (p *pendingInterventions) planned(act Act) pendingIntervention {
	var out pendingIntervention
	for _, h := range p {
		if h.left > 0 && h.act == act && (out.left == 0 || h.left < out.left) {
			out = h
		}
	}
	return out
}

// take counts a packet for the interventions that wait and returns the one meant for it.
func (p *pendingInterventions) take() (hit pendingIntervention) {
	for i := range p {
		h := &p[i]
		if h.left == 0 {
			continue
		}
		if h.left--; h.left > 0 {
			continue
		}
		if hit.left == 0 || h.act == ActDrop { // a lost packet is neither delayed nor doubled
			hit = pendingIntervention{h.act, 1, h.extra}
		}
		*h = pendingIntervention{}
	}
	return hit
}
