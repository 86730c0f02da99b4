package views

import (
	"teacp/sim"
	"teacp/sim/ledger"
	"teacp/sim/rule"
	"teacp/views/paint"
)

// Letters draws intervals into a bar of w letters that stands for [from, to): each column
// shows the cause that takes most of it, and stays blank where no time is attributed.
func Letters(list []ledger.Interval, from, to sim.Time, w int, put func(x int, v *ledger.Interval)) {
	if to <= from || w <= 0 {
		return
	}
	i := 0
	for x := 0; x < w; x++ {
		a := from + sim.Time(int64(to-from)*int64(x)/int64(w))
		b := from + sim.Time(int64(to-from)*int64(x+1)/int64(w))
		for i < len(list) && list[i].To <= a {
			i++
		}
		best, most := -1, sim.Time(0)
		for j := i; j < len(list) && list[j].From < b; j++ {
			if d := min(list[j].To, b) - max(list[j].From, a); d > most {
				best, most = j, d
			}
		}
		if best >= 0 {
			put(x, &list[best])
		}
	}
}

// causeStyles are the styles of the ledger's causes.
var causeStyles = map[rule.ID]func(*paint.Theme) paint.Style{
	rule.Dns:           func(t *paint.Theme) paint.Style { return t.Dim },
	rule.Pool:          func(t *paint.Theme) paint.Style { return t.Dim },
	rule.PortWait:      func(t *paint.Theme) paint.Style { return t.Bad },
	rule.Handshaking:   func(t *paint.Theme) paint.Style { return t.Timer },
	rule.Tls:           func(t *paint.Theme) paint.Style { return t.Timer },
	rule.Request:       func(t *paint.Theme) paint.Style { return t.C2S },
	rule.Server:        func(t *paint.Theme) paint.Style { return t.Strong },
	rule.Workers:       func(t *paint.Theme) paint.Style { return t.Bad },
	rule.HeadOfLine:    func(t *paint.Theme) paint.Style { return t.Bad },
	rule.Response:      func(t *paint.Theme) paint.Style { return t.S2C },
	rule.Serialization: func(t *paint.Theme) paint.Style { return t.Plain },
	rule.Queueing:      func(t *paint.Theme) paint.Style { return t.Held },
	rule.Nagle:         func(t *paint.Theme) paint.Style { return t.Held },
	rule.Cork:          func(t *paint.Theme) paint.Style { return t.Held },
	rule.DelayedAck:    func(t *paint.Theme) paint.Style { return t.Held },
	rule.CwndHold:      func(t *paint.Theme) paint.Style { return t.Held },
	rule.RwndHold:      func(t *paint.Theme) paint.Style { return t.Held },
	rule.TsoDefer:      func(t *paint.Theme) paint.Style { return t.Held },
	rule.SndBufFull:    func(t *paint.Theme) paint.Style { return t.Held },
	rule.DeviceFull:    func(t *paint.Theme) paint.Style { return t.Held },
	rule.Rto:           func(t *paint.Theme) paint.Style { return t.Lost },
	rule.Tlp:           func(t *paint.Theme) paint.Style { return t.Retrans },
	rule.FastRecovery:  func(t *paint.Theme) paint.Style { return t.Retrans },
	rule.Jitter:        func(t *paint.Theme) paint.Style { return t.Bad },
	rule.FaultDelay:    func(t *paint.Theme) paint.Style { return t.Bad },
	rule.FaultDup:      func(t *paint.Theme) paint.Style { return t.Bad },
	rule.HandDelay:     func(t *paint.Theme) paint.Style { return t.Bad },
	rule.HandDup:       func(t *paint.Theme) paint.Style { return t.Bad },
	rule.HandLose:      func(t *paint.Theme) paint.Style { return t.Lost },
	rule.Think:         func(t *paint.Theme) paint.Style { return t.Dim },
	rule.ClientTimeout: func(t *paint.Theme) paint.Style { return t.Bad },
	rule.IdleTimeout:   func(t *paint.Theme) paint.Style { return t.Dim },
	rule.AtWill:        func(t *paint.Theme) paint.Style { return t.Bad },
	rule.AppBlocked:    func(t *paint.Theme) paint.Style { return t.Dim },
}

// causeStyle is the style in which a cause is shown.
func causeStyle(th *paint.Theme, id rule.ID) paint.Style {
	if f := causeStyles[id]; f != nil {
		return f(th)
	}
	return th.Bad
}
