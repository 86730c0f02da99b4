package export

import (
	"strconv"

	"teacp/sim"
	"teacp/sim/tcp"
)

// writeQlog writes the events in a form like qlog (draft-ietf-quic-qlog-main-schema): one
// trace with events of TCP, each with the rule as its trigger. Times are milliseconds from
// the first SYN; group_id is the connection.
func writeQlog(w *writer) error {
	o := object{b: w.buf}
	o.open()
	o.str("qlog_version", "0.3")
	o.str("qlog_format", "JSON")
	o.str("title", w.Title)
	o.str("description", w.Command)
	o.key("traces")
	o.b = append(o.b, '[')
	o.open()
	o.key("vantage_point")
	o.open()
	o.str("name", "teacp")
	o.str("type", "network")
	o.close()
	o.key("common_fields")
	o.open()
	o.str("time_format", "relative")
	o.int("reference_time", 0)
	o.str("protocol_type", "TCP")
	o.close()
	o.key("events")
	w.buf = append(o.b, '[')
	n := 0
	w.each(w.Kinds, func(e *sim.Event) bool {
		name, data := qlogName(e), w.qlogData
		if name == "" {
			return true
		}
		o := object{b: separate(w.buf, n)}
		n = 1
		o.open()
		o.key("time")
		o.b = appendMs(o.b, e.At-w.zero)
		o.str("name", name)
		o.str("group_id", group(e))
		o.key("data")
		o.open()
		data(&o, e)
		if e.Rule != 0 {
			o.str("trigger", e.Rule.String())
		}
		o.close()
		o.close()
		w.buf = o.b
		return w.flush()
	})
	w.print("\n]}]}\n")
	return w.err
}

func group(e *sim.Event) string {
	if e.Conn == sim.NoConn {
		return ""
	}
	return strconv.FormatUint(uint64(e.Conn), 10)
}

// qlogName is the event's name; "" for what qlog has no place for.
func qlogName(e *sim.Event) string {
	switch e.Kind {
	case sim.EvSend:
		return "transport:packet_sent"
	case sim.EvRecv:
		return "transport:packet_received"
	case sim.EvLost, sim.EvIgnored:
		return "transport:packet_dropped"
	case sim.EvHold:
		return "transport:data_held"
	case sim.EvRelease:
		return "transport:data_released"
	case sim.EvAckHeld:
		return "transport:ack_delayed"
	case sim.EvMark:
		return "recovery:packet_lost"
	case sim.EvWindow, sim.EvRTT, sim.EvUndo:
		return "recovery:metrics_updated"
	case sim.EvArm, sim.EvFire, sim.EvCancel:
		return "recovery:loss_timer_updated"
	case sim.EvState:
		return "connectivity:connection_state_updated"
	case sim.EvError:
		return "connectivity:connection_closed"
	case sim.EvCall, sim.EvDone:
		return "application:call"
	case sim.EvHTTP:
		return "http:request_updated"
	case sim.EvKnob:
		return "generic:parameters_set"
	}
	return ""
}

func (w *writer) qlogData(o *object, e *sim.Event) {
	o.str("host", w.Run.Config().HostName(int(e.Host)))
	switch e.Kind {
	case sim.EvSend, sim.EvRecv, sim.EvLost, sim.EvIgnored:
		if e.Conn == sim.NoConn {
			return
		}
		o.key("header")
		o.open()
		o.str("flags", e.Seg.Flags.String())
		o.int("sequence_number", e.Seg.Seq)
		o.int("ack_number", e.Seg.Ack)
		o.int("window", int64(e.Seg.Wnd))
		o.close()
		o.key("raw")
		o.open()
		o.int("payload_length", int64(e.Seg.Len))
		o.close()
		if e.Flag&sim.FlagRetrans != 0 {
			o.bool("is_retransmission", true)
		}
	case sim.EvWindow, sim.EvUndo:
		o.int("congestion_window", e.A)
		if e.B >= 0 {
			o.int("ssthresh", e.B)
		}
	case sim.EvRTT:
		o.key("latest_rtt")
		o.b = appendMs(o.b, sim.Time(e.A))
		o.key("rto")
		o.b = appendMs(o.b, sim.Time(e.B))
	case sim.EvArm:
		o.str("event_type", "set")
		o.str("timer_type", e.Timer.String())
		o.key("delta")
		o.b = appendMs(o.b, e.At2-e.At)
	case sim.EvFire:
		o.str("event_type", "expired")
		o.str("timer_type", e.Timer.String())
	case sim.EvCancel:
		o.str("event_type", "cancelled")
		o.str("timer_type", e.Timer.String())
	case sim.EvState:
		o.str("old", tcp.State(e.A).String())
		o.str("new", tcp.State(e.B).String())
	default:
		w.details(o, e)
	}
}
