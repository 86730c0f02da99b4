package views

import (
	"fmt"
	"sort"
	"strings"

	"teacp/sim"
	"teacp/sim/tcp"
	"teacp/views/ladder"
	"teacp/views/paint"
	"teacp/views/words"
)

func init() {
	Panes[PaneStates] = Pane{
		Name: "states", title: words.TitleStates,
		help:    words.PaneStatesHelp,
		Example: Example{Scenario: "half-close", Percent: 70},
		paint:   paintStates,
	}
}

// stateDiagram is RFC 9293 section 3.3.2, figure 5. A state's place is that of its name.
var stateDiagram = strings.Split(`             ╭──  CLOSED  ──╮
passive open │              │ active open, SYN ►
             ▼              ▼
          LISTEN         SYN-SENT
     ◄ SYN   │              │
             ▼              │
       SYN-RECEIVED         │ ◄ SYN ACK
     ◄ ACK   ╰──────┬───────╯
                    ▼
               ESTABLISHED
close, FIN ► ╭──────┴──────────────╮ ◄ FIN
             ▼                     ▼
       FIN-WAIT-1  ─► CLOSING   CLOSE-WAIT
     ◄ ACK   │ ◄ FIN    │ ◄ ACK    │ close, FIN ►
       FIN-WAIT-2       │        LAST-ACK
     ◄ FIN   ╰───► TIME-WAIT       │ ◄ ACK
                   2MSL ╰───►    CLOSED`, "\n")

const diagramW = 50

// diagramKO is the diagram in Korean; its words are as wide as the English ones.
var diagramKO = strings.Split(strings.NewReplacer(words.StatesPassiveOpen.In("en"), words.StatesPassiveOpen.In("ko"),
	words.StatesActiveOpen.In("en"), words.StatesActiveOpen.In("ko"), words.StatesClose.In("en"),
	words.StatesClose.In("ko")).
	Replace(strings.Join(stateDiagram, "\n")), "\n")

// stateStep is a transition of one end.
type stateStep struct {
	frame    int64
	at       sim.Time
	side     uint8
	from, to tcp.State
}

// history caches the path of a connection through its states.
type history struct {
	run   *sim.Run
	conn  uint32
	upto  int64 // frames read
	steps []stateStep
}

// states is the path of the connection up to the cursor.
func (s *Scene) states() []stateStep {
	h := &s.history
	if h.run != s.Run || h.conn != s.Conn {
		*h = history{run: s.Run, conn: s.Conn, upto: -1}
	}
	if h.upto < 0 {
		opened := s.Run.At(s.Frame).Conn(s.Conn).Opened
		h.upto = max(s.Run.FrameAt(opened)-int64(len(s.Run.Changes()))-1, 0)
		for h.upto > 0 && s.Run.TimeOf(h.upto-1) >= opened {
			h.upto--
		}
	}
	for now := s.Run.At(s.Frame).Conn(s.Conn); h.upto <= s.Frame; {
		to, moved := s.moved(h.upto, now)
		if moved {
			s.Run.Each(h.upto, to, 1<<sim.EvState, func(e *sim.Event) bool {
				if e.Conn == s.Conn {
					h.steps = append(h.steps, stateStep{e.ID.Frame(), e.At, e.Side, tcp.State(e.A), tcp.State(e.B)})
				}
				return true
			})
		}
		h.upto = to
	}
	n := len(h.steps)
	for n > 0 && h.steps[n-1].frame > s.Frame {
		n--
	}
	return h.steps[:n]
}

// moved returns the end of the frame's block of the run, at most the cursor, and whether the
// connection has changed its state until then. It compares checkpoints alone, because a connection
// never returns to a state that it has left.
func (s *Scene) moved(from int64, now sim.ConnView) (to int64, moved bool) {
	r := s.Run
	n := r.Checkpoints()
	c := sort.Search(n, func(i int) bool { return r.Checkpoint(i).Frame() >= from }) - 1
	to = s.Frame + 1
	if c+1 < n && r.Checkpoint(c+1).Frame() < s.Frame {
		w := r.Checkpoint(c + 1)
		if to, now = w.Frame()+1, (sim.ConnView{}); int(s.Conn) < w.Conns() {
			now = w.Conn(s.Conn)
		}
	}
	w := r.Checkpoint(c)
	return to, w.Frame()+1 != from || int(s.Conn) >= w.Conns() || w.Conn(s.Conn) != now
}

// paintStates shows the state diagram, the states of both ends, and their transitions.
func paintStates(c *paint.Canvas, r paint.Rect, s *Scene) {
	w := s.Run.At(s.Frame)
	if s.noConn(c, r, w) {
		return
	}
	steps := s.states()
	w = s.Run.At(s.Frame)
	v := w.Conn(s.Conn)
	th := s.Theme
	head := s.stateLine(v, steps)
	if paint.Width(head) > r.W {
		head = ladder.ShortStates.Replace(head)
	}
	c.TextIn(r.X, r.Y, r.W, head, th.Strong)
	body := paint.Rect{X: r.X, Y: r.Y + 1, W: r.W, H: r.H - 1}
	list := paint.Rect{}
	switch {
	case r.W >= diagramW+22:
		list = paint.Rect{X: r.X + diagramW + 1, Y: body.Y, W: r.W - diagramW - 1, H: body.H}
		body.W = diagramW
	case body.H > len(stateDiagram)+2:
		list = paint.Rect{X: r.X, Y: body.Y + len(stateDiagram) + 1, W: r.W, H: body.H - len(stateDiagram) - 1}
		body.H = len(stateDiagram)
	}
	s.diagram(c, body, v, steps)
	s.statePath(c, list, v, steps)
}

// stateLine says the last transition, or the states of both ends.
func (s *Scene) stateLine(v sim.ConnView, steps []stateStep) string {
	t := ""
	for _, p := range steps {
		if p.frame == s.Frame {
			t += words.Host(s.Run, v.Host[p.side]) + ": " + p.from.String() + " → " + p.to.String() + "  "
		}
	}
	if t == "" {
		t = fmt.Sprintf("#%d  C %s %s   S %s %s", s.Conn, words.Host(s.Run, v.Host[0]), v.State[0],
			words.Host(s.Run, v.Host[1]), v.State[1])
	}
	return t
}

// place finds a state's name in the diagram, which has CLOSED twice; last chooses the lower one.
func place(st tcp.State, last bool) (x, y int) {
	name := st.String()
	for y, l := range stateDiagram {
		i := strings.Index(l, name)
		if i < 0 || last && y == 0 {
			continue
		}
		return paint.Width(l[:i]), y
	}
	return 0, 0
}

func (s *Scene) diagram(c *paint.Canvas, r paint.Rect, v sim.ConnView, steps []stateStep) {
	th := s.Theme
	var now [2]struct{ x, y int }
	for side := range now {
		now[side].x, now[side].y = place(v.State[side], len(steps) > 0 && v.State[side] == tcp.Closed &&
			hasClosed(steps, side))
	}
	top := max(min(max(now[0].y, now[1].y)-r.H+2, len(stateDiagram)-r.H), 0)
	top = max(min(top+s.Scroll[PaneStates], len(stateDiagram)-r.H), 0)
	old := c.Clip(r)
	defer c.Clip(old)
	lines := stateDiagram
	if s.Lang == "ko" {
		lines = diagramKO
	}
	for y := 0; y < r.H && top+y < len(lines); y++ {
		c.TextIn(r.X, r.Y+y, r.W, lines[top+y], th.Dim)
	}
	name := func(st tcp.State, x, y int, style paint.Style) {
		c.Text(r.X+x, r.Y+y-top, st.String(), style)
	}
	for _, p := range steps { // states on the path
		x, y := place(p.to, p.to == tcp.Closed)
		name(p.to, x, y, th.Plain)
		x, y = place(p.from, false)
		name(p.from, x, y, th.Plain)
	}
	for side, style := range []paint.Style{th.C2S, th.S2C} {
		st := v.State[side]
		x, y := now[side].x, now[side].y
		style.Bold = true
		if v.State[0] == v.State[1] && now[0] == now[1] {
			style = th.Strong
		}
		name(st, x, y, style)
		tag := style
		tag.Reverse = true
		if side == 0 {
			c.Put(r.X+x-2, r.Y+y-top, 'C', tag)
		} else {
			c.Put(r.X+x+len(st.String())+1, r.Y+y-top, 'S', tag)
		}
	}
	if top+r.H < len(stateDiagram) {
		c.Text(r.X+r.W-1, r.Y+r.H-1, "▼", th.Dim)
	}
	if top > 0 {
		c.Text(r.X+r.W-1, r.Y, "▲", th.Dim)
	}
}

// hasClosed reports whether a side has returned to CLOSED.
func hasClosed(steps []stateStep, side int) bool {
	for i := len(steps) - 1; i >= 0; i-- {
		if int(steps[i].side) == side {
			return steps[i].to == tcp.Closed
		}
	}
	return false
}

// statePath lists the transitions with their times, the last ones if there is no room for all.
func (s *Scene) statePath(c *paint.Canvas, r paint.Rect, v sim.ConnView, steps []stateStep) {
	th := s.Theme
	if r.H < 2 {
		return
	}
	c.TextIn(r.X, r.Y, r.W, "C "+words.Host(s.Run, v.Host[0])+"  S "+words.Host(s.Run, v.Host[1]), th.Dim)
	top := max(len(steps)-(r.H-1), 0)
	for y, p := range steps[top:] {
		st, letter := th.C2S, "C "
		if p.side == 1 {
			st, letter = th.S2C, "S "
		}
		if p.frame == s.Frame {
			st.Bold, st.Reverse = true, true
		}
		t := words.Time(p.at)
		c.Text(r.X, r.Y+1+y, letter, st)
		x := r.X + 2
		if r.W >= 40 {
			c.Text(x+11-paint.Width(t), r.Y+1+y, t, th.Dim)
			x += 13
			c.TextIn(x, r.Y+1+y, r.X+r.W-x, p.from.String()+" → "+p.to.String(), st)
			continue
		}
		c.TextIn(x, r.Y+1+y, r.W-2, p.to.String(), st)
		if paint.Width(t)+paint.Width(p.to.String())+3 <= r.W {
			c.Text(r.X+r.W-paint.Width(t), r.Y+1+y, t, th.Dim)
		}
	}
}
