package model

import (
	"fmt"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"teacp/sim"
	"teacp/sim/rule"
	"teacp/sim/tcp"
	"teacp/views"
)

// do carries out an action of the explorer.
func (m *Model) do(act action) tea.Cmd {
	r, f := m.scene.Run, m.scene.Frame
	if act != actNone && act != actPlay && act != actFaster && act != actSlower {
		m.status = ""
	}
	switch act {
	case actNext:
		m.edge(m.moveTo(f+1), 1)
	case actPrev:
		m.edge(m.moveTo(f-1), -1)
	case actNextSegment:
		m.find(1, 1<<sim.EvSend|1<<sim.EvRecv, nil, "segment", "세그먼트")
	case actPrevSegment:
		m.find(-1, 1<<sim.EvSend|1<<sim.EvRecv, nil, "segment", "세그먼트")
	case actNextTrip:
		m.jump(m.roundTrip(1))
	case actPrevTrip:
		m.jump(m.roundTrip(-1))
	case actStart:
		m.jump(0)
	case actEnd:
		m.jump(r.Frames() - 1)
	case actPlay:
		return m.togglePlay()
	case actFaster, actSlower:
		m.setSpeed(act == actFaster)
	case actGoto:
		m.over, m.prompt = overPrompt, ""
	case actBack, actForth:
		m.history(act == actBack)
	case actNagle, actDelayedAck, actConnections, actNagleAll, actDelayedAckAll, actConnectionsAll:
		m.toggle(act)
	case actTarget:
		m.target = (m.target + 1) % len(targets)
		m.status = m.say("N and D turn: ", "N과 D가 바꾸는 쪽: ") + targets[m.target]
	case actUndo:
		m.undo()
	case actRedo:
		m.redo()
	case actKnobs, actPalette:
		m.over, m.choice, m.filter = overKnobs, 0, ""
		if act == actPalette {
			m.over = overPalette
		}
	case actHelp:
		m.over, m.scroll = overHelp, 0
	case actCopy:
		m.status = m.say("Copied: ", "복사함: ") + m.commandLine()
		return tea.SetClipboard(m.commandLine())
	case actQuit:
		return m.leave()
	case actLibrary:
		m.back()
	default:
		m.paneAction(act)
		m.findAction(act)
	}
	return nil
}

// back closes what is open; with nothing open it goes to the library.
func (m *Model) back() {
	switch {
	case m.zoom:
		m.zoom = false
	case m.scene.Filter.Conn >= 0:
		m.scene.Filter = views.AllConns
	default:
		m.scene.Run, m.sc, m.playing = nil, nil, false
	}
}

// findAction jumps to the next or previous event of a kind.
func (m *Model) findAction(act action) {
	switch act {
	case actNextHold, actPrevHold:
		m.find(dir(act == actNextHold), 1<<sim.EvHold|1<<sim.EvAckHeld, nil, "hold", "붙듦")
	case actNextDrop, actPrevDrop:
		m.find(dir(act == actNextDrop), 1<<sim.EvLost, nil, "loss", "손실")
	case actNextRetrans, actPrevRetrans:
		m.find(dir(act == actNextRetrans), 1<<sim.EvSend, func(e *sim.Event) bool { return e.Flag&sim.FlagRetrans != 0 }, "retransmission", "재전송")
	case actNextTimer, actPrevTimer:
		m.find(dir(act == actNextTimer), 1<<sim.EvFire, nil, "timer", "타이머")
	}
}

func dir(forward bool) int {
	if forward {
		return 1
	}
	return -1
}

// paneAction looks after panes, connections and appearance.
func (m *Model) paneAction(act action) {
	n := len(m.panes())
	w := m.scene.Run.At(m.scene.Frame)
	switch act {
	case actFocus:
		m.focus = (m.focus + 1) % n
	case actFocusBack:
		m.focus = (m.focus + n - 1) % n
	case actZoom:
		m.zoom = !m.zoom
	case actScrollDown:
		m.scene.Scroll[m.panes()[m.focus%n]]++
	case actScrollUp:
		p := m.panes()[m.focus%n]
		m.scene.Scroll[p] = max(m.scene.Scroll[p]-1, 0)
	case actNextConn:
		m.scene.Conn = uint32(min(int(m.scene.Conn)+1, max(w.Conns()-1, 0)))
	case actPrevConn:
		m.scene.Conn = uint32(max(int(m.scene.Conn)-1, 0))
	case actFilter:
		if m.scene.Filter.Conn >= 0 {
			m.scene.Filter = views.AllConns
		} else {
			m.scene.Filter.Conn = int64(m.scene.Conn)
		}
	case actLayout1, actLayout2, actLayout3, actLayout4:
		m.layout, m.focus, m.zoom = int(act-actLayout1), 0, false
	case actLang:
		if m.scene.Lang == "ko" {
			m.scene.Lang = "en"
		} else {
			m.scene.Lang = "ko"
		}
	case actTheme:
		for i := range views.Themes {
			if &views.Themes[i] == m.scene.Theme {
				m.scene.Theme = &views.Themes[(i+1)%len(views.Themes)]
				break
			}
		}
		m.status = m.say("Theme: ", "테마: ") + m.scene.Theme.Name
	}
	if m.scene.Filter.Conn >= 0 {
		m.scene.Filter.Conn = int64(m.scene.Conn)
	}
}

// moveTo puts the cursor on a frame; false at both ends of time.
func (m *Model) moveTo(frame int64) bool {
	r := m.scene.Run
	if frame < 0 {
		m.scene.Frame = 0
		return false
	}
	if frame >= r.Frames() && !r.Done() {
		r.Extend(frame + 1 - r.Frames())
	}
	if frame >= r.Frames() {
		m.scene.Frame = r.Frames() - 1
		return false
	}
	m.scene.Frame = frame
	m.scene.Scroll[views.PaneWhy] = 0
	if evs := r.Events(frame); len(evs) > 0 && evs[0].Conn != sim.NoConn && m.scene.Filter.Conn < 0 {
		m.scene.Conn = evs[0].Conn
	}
	return true
}

// edge says so where time ends.
func (m *Model) edge(ok bool, d int) {
	switch {
	case ok:
	case d > 0:
		m.status = m.say("This is the end of the run.", "실행의 끝이다.")
	default:
		m.status = m.say("This is the start of the run.", "실행의 처음이다.")
	}
}

// jump moves the cursor and remembers where it was.
func (m *Model) jump(frame int64) {
	m.jumps = append(m.jumps[:min(m.jumpAt, len(m.jumps))], m.scene.Frame)
	m.jumpAt = len(m.jumps)
	m.edge(m.moveTo(frame), dir(frame >= 0))
}

// history walks the jump list as a browser does.
func (m *Model) history(back bool) {
	switch {
	case back && m.jumpAt > 0:
		if m.jumpAt == len(m.jumps) {
			m.jumps = append(m.jumps, m.scene.Frame)
		}
		m.jumpAt--
	case !back && m.jumpAt+1 < len(m.jumps):
		m.jumpAt++
	default:
		m.status = m.say("There is nowhere to go back or forth to.", "더 갈 곳이 없다.")
		return
	}
	m.moveTo(m.jumps[m.jumpAt])
}

// find jumps to the nearest event of some kinds.
func (m *Model) find(d int, kinds uint64, pred func(*sim.Event) bool, en, ko string) {
	id, ok := m.scene.Run.Find(m.scene.Frame, d, kinds, func(e *sim.Event) bool {
		return (m.scene.Filter.Conn < 0 || int64(e.Conn) == m.scene.Filter.Conn) && (pred == nil || pred(e))
	})
	if !ok {
		m.status = fmt.Sprintf(m.say("There is no further %s in this direction.", "이 방향에는 %s이(가) 더 없다."), m.say(en, ko))
		return
	}
	m.jump(id.Frame())
}

// roundTrip is the frame a round trip of the first link away.
func (m *Model) roundTrip(d int) int64 {
	l := m.scene.Run.Config().Links[0].Dir
	now := m.scene.Run.TimeOf(m.scene.Frame)
	to := m.scene.Run.FrameAt(max(now+sim.Time(d)*(l[0].Delay+l[1].Delay), 0))
	if d > 0 {
		return max(to, m.scene.Frame+1)
	}
	return min(to, m.scene.Frame-1)
}

func (m *Model) togglePlay() tea.Cmd {
	m.playing = !m.playing
	m.tick++
	if !m.playing {
		m.status = m.say("Paused.", "멈춤.")
		return nil
	}
	m.status = fmt.Sprintf(m.say("Playing: %d frames a second.", "재생: 초당 %d프레임."), speeds[m.speed])
	return m.playTick()
}

func (m *Model) setSpeed(faster bool) {
	m.speed = max(min(m.speed+dir(faster), len(speeds)-1), 0)
	m.status = fmt.Sprintf(m.say("Speed: %d frames a second.", "속도: 초당 %d프레임."), speeds[m.speed])
}

// targets are the ends that N and D turn. By default N turns the client, whose writes
// Nagle holds, and D the server, which acknowledges them.
var targets = []string{"client's Nagle, server's delayed ACK", "client", "server", "both"}

func (m *Model) hosts(act action) []string {
	switch m.target {
	case 1:
		return []string{"client"}
	case 2:
		return []string{"server"}
	case 3:
		return []string{"client", "server"}
	}
	if act == actNagle || act == actNagleAll {
		return []string{"client"}
	}
	return []string{"server"}
}

// toggle turns Nagle, delayed ACK or the number of connections.
func (m *Model) toggle(act action) {
	whole := act == actNagleAll || act == actDelayedAckAll || act == actConnectionsAll
	name := map[action]string{actNagle: "nagle", actNagleAll: "nagle", actDelayedAck: "delayed_ack", actDelayedAckAll: "delayed_ack"}[act]
	var changes []sim.Change
	if name == "" {
		c, ok := m.nextConnections()
		if !ok {
			m.status = m.say("This scenario loads no page: there are no parallel connections to turn.", "이 시나리오는 페이지를 받지 않으므로 바꿀 병렬 연결이 없다.")
			return
		}
		changes = append(changes, c)
	}
	for _, h := range m.hosts(act) {
		if name != "" {
			changes = append(changes, m.flip(h+"."+name))
		}
	}
	m.turn(changes, whole)
}

// flip is the change that switches an enum knob off, or back to what it was.
func (m *Model) flip(name string) sim.Change {
	k, ok := m.knob(name)
	if !ok {
		return sim.Change{Knob: name, Value: "off"}
	}
	w := m.scene.Run.At(m.scene.Frame)
	if k.Format(w.Value(k)) != "off" {
		return sim.Change{Knob: name, Value: "off"}
	}
	host := 0
	if strings.HasPrefix(name, "server.") {
		host = 1
	}
	p := m.scene.Run.Config().Hosts[host].Policy
	for i := range tcp.Knobs {
		if strings.HasSuffix(name, "."+tcp.Knobs[i].Name) {
			if v := k.Format(tcp.Knobs[i].Get(&p)); v != "off" {
				return sim.Change{Knob: name, Value: v}
			}
		}
	}
	return sim.Change{Knob: name, Value: "on"}
}

func (m *Model) knob(name string) (*sim.Knob, bool) {
	ks := m.scene.Run.Config().Knobs()
	for i := range ks {
		if ks[i].Name == name {
			return &ks[i], true
		}
	}
	return nil, false
}

// nextConnections goes through 1, 2, 4, 6, 8 parallel connections.
func (m *Model) nextConnections() (sim.Change, bool) {
	k, ok := m.knob("http.connections")
	if !ok {
		return sim.Change{}, false
	}
	now := m.scene.Run.At(m.scene.Frame).Value(k)
	next := int64(1)
	for _, n := range []int64{8, 6, 4, 2} {
		if n > now {
			next = n
		}
	}
	return sim.Change{Knob: k.Name, Value: strconv.FormatInt(next, 10)}, true
}

// turn makes the run with further changes, from the frame under the cursor on or for the
// whole run, and says what it does.
func (m *Model) turn(changes []sim.Change, whole bool) {
	r := m.scene.Run
	at := m.scene.Frame + 1
	if whole {
		at = 0
	}
	all := append([]sim.Change(nil), r.Changes()...)
	for _, c := range changes {
		c.Frame = at
		if whole { // for the whole run: later turns of the same knob are taken back
			all = without(all, c.Knob)
		}
		all = append(all, c)
	}
	n, err := r.With(all)
	if err != nil {
		m.status = err.Error()
		return
	}
	m.adopt(n, at)
	m.status = m.effect(r, n, changes)
}

func without(list []sim.Change, knob string) []sim.Change {
	out := list[:0]
	for _, c := range list {
		if c.Knob != knob {
			out = append(out, c)
		}
	}
	return out
}

// adopt makes n the run on the screen; the one before can be had back with undo.
func (m *Model) adopt(n *sim.Run, at int64) {
	m.past, m.future = append(m.past, m.scene.Run), nil
	m.scene.Run = n
	n.Extend(slice)
	if at > 0 {
		m.moveTo(at)
	} else {
		m.moveTo(min(m.scene.Frame, n.Frames()-1))
	}
}

func (m *Model) undo() {
	if len(m.past) == 0 {
		m.status = m.say("There is no change to take back.", "되돌릴 변경이 없다.")
		return
	}
	i := len(m.past) - 1
	m.future = append(m.future, m.scene.Run)
	m.scene.Run, m.past = m.past[i], m.past[:i]
	m.moveTo(min(m.scene.Frame, m.scene.Run.Frames()-1))
	m.status = m.say("The change is taken back.", "변경을 되돌렸다.")
}

func (m *Model) redo() {
	if len(m.future) == 0 {
		m.status = m.say("There is no change to make again.", "다시 할 변경이 없다.")
		return
	}
	i := len(m.future) - 1
	m.past = append(m.past, m.scene.Run)
	m.scene.Run, m.future = m.future[i], m.future[:i]
	m.moveTo(min(m.scene.Frame, m.scene.Run.Frames()-1))
	m.status = m.say("The change is made again.", "변경을 다시 했다.")
}

// effect says what a change does to the run: how much earlier or later the last data is
// read, or that it changes nothing, and why.
func (m *Model) effect(old, n *sim.Run, changes []sim.Change) string {
	var names []string
	for _, c := range changes {
		names = append(names, c.Knob+"="+c.Value)
	}
	what := strings.Join(names, " ")
	if !old.Done() || !n.Done() {
		return what
	}
	if old.Hash() == n.Hash() {
		return what + ": " + m.nothing(n, changes)
	}
	a, b := lastUse(old), lastUse(n)
	switch {
	case b < a:
		return fmt.Sprintf(m.say("%s: the last data is there %s earlier (%s instead of %s).", "%s: 마지막 데이터가 %s 일찍 온다 (%s, 전에는 %s)."), what, views.Time(a-b), views.Time(b), views.Time(a))
	case b > a:
		return fmt.Sprintf(m.say("%s: the last data is there %s later (%s instead of %s).", "%s: 마지막 데이터가 %s 늦게 온다 (%s, 전에는 %s)."), what, views.Time(b-a), views.Time(b), views.Time(a))
	}
	return fmt.Sprintf(m.say("%s: other segments, but the last data comes at the same time, %s.", "%s: 세그먼트는 다르지만 마지막 데이터는 같은 때 온다, %s."), what, views.Time(b))
}

// nothing says why a change has no effect: its rules do not decide anything from there on.
func (m *Model) nothing(n *sim.Run, changes []sim.Change) string {
	var rules []string
	if k, ok := m.knob(changes[0].Knob); ok {
		for _, id := range k.Rules {
			rules = append(rules, id.String())
		}
	}
	s := m.say("this changes nothing in what is still to come", "앞으로 일어날 일에서 아무것도 바꾸지 않는다")
	if len(rules) > 0 {
		s += m.say(": no segment is decided by ", ": 이 규칙으로 정해지는 세그먼트가 없다: ") + strings.Join(rules, ", ")
	}
	return s + "."
}

// lastUse is when the last byte for an application arrives.
func lastUse(r *sim.Run) sim.Time {
	id, ok := r.Find(r.Frames(), -1, 1<<sim.EvReadable, func(*sim.Event) bool { return true })
	if !ok {
		return r.Duration()
	}
	return r.Event(id).At
}

// commandLine is the command that reproduces the screen.
func (m *Model) commandLine() string {
	name := m.sc.File
	if strings.TrimSuffix(name, ".yaml") == m.sc.Name {
		name = m.sc.Name
	}
	s := "teacp " + views.Clean(name)
	if m.opt.SeedSet {
		s += fmt.Sprintf(" --seed %d", m.opt.Seed)
	}
	for _, c := range m.scene.Run.Changes() {
		if c.Frame == 0 {
			s += fmt.Sprintf(" --set %s=%s", c.Knob, c.Value)
		} else {
			s += fmt.Sprintf(" --at %d:%s=%s", c.Frame, c.Knob, c.Value)
		}
	}
	if m.scene.Frame > 0 {
		s += fmt.Sprintf(" --frame %d", m.scene.Frame)
	}
	return s
}

// goTo answers what was typed behind the colon.
func (m *Model) goTo(s string) {
	s = strings.TrimSpace(s)
	r, f := m.scene.Run, m.scene.Frame
	sign := int64(0)
	rest := s
	switch {
	case strings.HasPrefix(s, "+"):
		sign, rest = 1, s[1:]
	case strings.HasPrefix(s, "-"):
		sign, rest = -1, s[1:]
	}
	if word, back := strings.CutPrefix(s, "prev "); back || strings.HasPrefix(s, "next ") {
		m.goRule(strings.TrimPrefix(word, "next "), dir(!back))
		return
	}
	if n, err := strconv.ParseInt(rest, 10, 64); err == nil {
		if sign != 0 {
			n = f + sign*n
		}
		m.jump(n)
		return
	}
	if trips, ok := strings.CutSuffix(rest, "rtt"); ok {
		if n, err := strconv.ParseInt(trips, 10, 32); err == nil && sign != 0 {
			l := r.Config().Links[0].Dir
			m.jump(r.FrameAt(max(r.TimeOf(f)+sim.Time(sign*n)*(l[0].Delay+l[1].Delay), 0)))
			return
		}
	}
	if d, err := sim.ParseDuration(rest); err == nil {
		t := sim.Time(d)
		if sign != 0 {
			t = r.TimeOf(f) + sim.Time(sign)*t
		}
		m.jump(r.FrameAt(max(t, 0)))
		return
	}
	m.goRule(s, 1)
}

// goRule jumps to the next event of a rule or of a kind, by name.
func (m *Model) goRule(name string, d int) {
	if id, ok := rule.ByName(name); ok && id != rule.None {
		m.find(d, 0, func(e *sim.Event) bool { return e.Rule == id }, name, name)
		return
	}
	if k, ok := sim.KindByName(name); ok {
		m.find(d, 1<<k, nil, name, name)
		return
	}
	m.status = fmt.Sprintf(m.say("%q: expected a frame (25), a time (40ms), a step (+40ms, -1rtt) or a rule or event (next rto, next hold).", "%q: 프레임(25), 시각(40ms), 이동(+40ms, -1rtt), 규칙이나 사건(next rto, next hold)이어야 한다."), views.Clean(name))
}
