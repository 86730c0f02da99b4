package words

import "teacp/sim"

// CallDoes is one sentence about what a socket call does; empty for steps that are none.
func CallDoes(op sim.Op, side sim.ShutSide, lang string) string {
	switch op {
	case sim.OpSocket:
		return DoesSocket.In(lang)
	case sim.OpBind:
		return DoesBind.In(lang)
	case sim.OpConnect:
		return DoesConnect.In(lang)
	case sim.OpListen:
		return DoesListen.In(lang)
	case sim.OpAccept:
		return DoesAccept.In(lang)
	case sim.OpRead, sim.OpReadEOF:
		return DoesRead.In(lang)
	case sim.OpWrite:
		return DoesWrite.In(lang)
	case sim.OpClose:
		return DoesClose.In(lang)
	case sim.OpAbort:
		return DoesAbort.In(lang)
	case sim.OpGet:
		return DoesGet.In(lang)
	case sim.OpSet:
		return DoesSet.In(lang)
	case sim.OpShutdown:
		return [...]Key{sim.ShutWrite: DoesShutWrite, sim.ShutRead: DoesShutRead, sim.ShutBoth: DoesShutBoth}[side].In(lang)
	}
	return ""
}

// callLines adds for each socket call of a frame what it does, once.
func (s *Builder) callLines(evs []sim.Event) {
	said := uint32(0)
	for i := range evs {
		e := &evs[i]
		if e.Kind != sim.EvCall && e.Kind != sim.EvDone || said&(1<<e.Op) != 0 {
			continue
		}
		side := sim.ShutWrite
		if e.Op == sim.OpShutdown {
			side = sim.ShutSide(e.A)
		}
		said |= 1 << e.Op
		if text := CallDoes(e.Op, side, s.Lang); text != "" {
			s.Add("\n  ").Add(text)
		}
	}
}
