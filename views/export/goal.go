package export

import (
	"teacp/sim"
	"teacp/sim/goal"
	"teacp/sim/tcp"
	"teacp/views/words"
)

// goal appends how the goal of a run ended: reached, failed with which error, or waiting for what.
func (o *object) goal(r *sim.Run, e *goal.End) {
	o.key("goal")
	o.open()
	o.str("state", e.State.String())
	o.int("t_ns", int64(e.At))
	o.int("frame", e.Frame)
	o.int("done", e.Done)
	o.int("failed", e.Failed)
	o.int("waiting", e.Waiting)
	if e.State == goal.Failed || e.State == goal.Waiting {
		o.bool("limit", e.Limit)
		o.goalPart(r, &e.Part)
	}
	o.close()
}

// goalPart appends the part that failed first, or that holds up the others.
func (o *object) goalPart(r *sim.Run, p *goal.Part) {
	o.key("part")
	o.open()
	o.int("t_ns", int64(p.At))
	o.int("frame", p.Frame)
	if p.Req >= 0 {
		o.int("request", int64(p.Req))
		o.str("url", words.RequestURL(r, p.Req))
	}
	if p.Conn != sim.NoConn {
		o.int("conn", int64(p.Conn))
		o.str("host", r.Config().HostName(int(p.Host)))
	}
	if p.Req < 0 && p.Conn != sim.NoConn {
		o.str("call", p.Op.String())
		o.int("bytes_left", p.Left)
		o.bool("undelivered", p.Undelivered)
	}
	if p.Err != tcp.OK {
		o.str("error", p.Err.String())
	}
	if p.Rule != 0 {
		o.str("rule", p.Rule.String())
	}
	o.close()
}
