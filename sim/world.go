package sim

import (
	"teacp/sim/cause"
	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// comp is a component of the schedule: something with one next deadline.
type comp struct {
	class compClass
	i     uint32
}

type compClass uint8

const (
	compPath compClass = iota
	compEnd
	compApp
	compAgent
	compPlayed
)

// connRec is a connection: its four-tuple and which component is who.
type connRec struct {
	host   [2]uint8
	port   [2]uint16
	opened Time
	lst    uint32 // listener that takes it
	prev   uint32 // the connection that had this four-tuple before, plus 1
	script int32  // index of its ConnScript, -1 for an agent's
}

// end is one end of a connection.
type end struct {
	conn   tcp.Conn
	exists bool
	comp   uint32
	app    uint32 // the app that owns the socket, plus 1; 0: none yet
	agent  bool   // an agent owns it
	armed  [tcp.NumTimers]EventID
	space  int64   // what its buffers take, as it is booked
	wake   EventID // the last event that could wake a blocked call
	resent uint32  // retransmissions so far, for the random-loss hash
	ackKey int64   // number of the last pure ACK and how often it came in a row
	ackN   uint32
}

// listener is a listening socket.
type listener struct {
	host    uint8
	port    uint16
	open    bool
	agent   bool
	app     uint32 // the app that accepts from it, plus 1
	queue   uint32 // connections that wait for accept
	opts    [8]optSet
	nopts   uint8
	waiting uint32 // one of the waiting connections, plus 1
}

type optSet struct {
	opt tcp.Opt
	val int64
}

// newWorld is the world before frame 0.
func newWorld(cfg *Config, changes []Change) *World {
	w := &World{cfg: cfg, changes: changes}
	w.frame = -1
	for i := range cfg.Hosts {
		w.pol.Push(cfg.Hosts[i].Policy)
		w.prof.Push(profileIndex(cfg.Hosts[i].Profile))
		w.uses.Push(hostUse{})
	}
	for i := range cfg.Links {
		for d := range cfg.Links[i].Dir {
			p := w.paths.Push(path{cfg: cfg.Links[i].Dir[d], link: uint8(i), dir: uint8(d)})
			w.paths.Mut(p).comp = w.addComp(compPath, p)
		}
	}
	for range cfg.Faults {
		w.hits.Push(0)
	}
	w.initAgents()
	w.initScripts()
	w.initPlayed()
	return w
}

func (w *World) addComp(class compClass, i uint32) uint32 {
	w.comps.Push(comp{class, i})
	return w.heap.addComp()
}

// step makes the next frame; false if the run has ended.
func (w *World) step() bool {
	if w.ended != rule.None {
		return false
	}
	w.frame++
	w.index, w.root = 0, 0
	switch {
	case w.frame == 0:
		w.start()
	case w.nextCh < len(w.changes) && w.changes[w.nextCh].Frame <= w.frame:
		w.turn(w.nextCh)
		w.nextCh++
	default:
		w.next()
	}
	w.stats.Frames = w.frame + 1
	return true
}

// start is frame 0: changes that hold from the beginning, and the applications' start.
func (w *World) start() {
	w.begin(EvStart, rule.RunStart)
	for ; w.nextCh < len(w.changes) && w.changes[w.nextCh].Frame <= 0; w.nextCh++ {
		w.applyChange(w.nextCh)
	}
	w.startAgents()
	w.startScripts()
	w.startPlayed()
}

// next takes the component with the earliest deadline and lets it act.
func (w *World) next() {
	if w.cfg.Replay != nil {
		replayer{w}.next()
		return
	}
	it, ok := w.heap.min()
	lim := w.cfg.limits()
	switch {
	case !ok:
		w.end(rule.RunEnd)
		return
	case it.at > lim.Time:
		w.now = lim.Time
		w.end(rule.Limit)
		return
	case w.frame >= lim.Frames, w.stats.Connections > lim.Conns:
		w.end(rule.Limit)
		return
	}
	w.now = it.at
	c := w.comps.At(it.comp)
	switch c.class {
	case compPath:
		if w.putBehindRead(c.i) {
			w.next()
			return
		}
		w.deliver(c.i)
	case compEnd:
		w.fire(c.i)
	case compApp:
		w.runApp(c.i)
	case compPlayed:
		w.playNext()
	case compAgent:
		w.runAgent(c.i)
	}
}

func (w *World) end(id rule.ID) {
	w.begin(EvEnd, id)
	w.ended = id
}

// begin emits the frame's first event where it has nothing but a kind and a rule.
func (w *World) begin(k Kind, id rule.ID) {
	e := w.blank(k)
	e.Rule = id
	w.emit()
}

// blank readies the scratch event; emit takes it over.
func (w *World) blank(k Kind) *Event {
	e := &w.ev
	*e = Event{} // cleared in place: a literal with values is built aside and copied
	e.Kind, e.At, e.At2, e.Conn, e.Req, e.Cause = k, w.now, Never, NoConn, -1, w.root
	return e
}

// nextID is the name of the event that emit takes over next.
func (w *World) nextID() EventID { return cause.New(w.frame, w.index) }

// emit gives the scratch event its name and keeps it where somebody records.
func (w *World) emit() EventID {
	e := &w.ev
	e.ID = w.nextID()
	if w.index == 0 {
		w.root = e.ID
	}
	w.index++
	w.kinds |= 1 << e.Kind
	w.hash(e)
	if w.rec != nil {
		w.rec.events = append(w.rec.events, *e)
	}
	return e.ID
}

func (c *Config) limits() Limits {
	l := c.Limits
	if l.Frames == 0 {
		l.Frames = DefaultLimits.Frames
	}
	if l.Conns == 0 {
		l.Conns = DefaultLimits.Conns
	}
	if l.Time == 0 {
		l.Time = DefaultLimits.Time
	}
	if c.LimitTime != 0 && c.LimitTime < l.Time {
		l.Time = c.LimitTime
	}
	return l
}

// Frame is the number of the frame that the world stands after.
func (w *World) Frame() int64 { return w.frame }

// Now is the instant of that frame.
func (w *World) Now() Time { return w.now }

// Policy returns a host's settings at this moment.
func (w *World) Policy(host int) *tcp.Policy { return w.pol.At(uint32(host)) }
