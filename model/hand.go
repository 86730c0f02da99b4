package model

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"teacp/sim"
	"teacp/sim/tcp"
	"teacp/views/words"
)

// An intervention is done to what stands under the cursor: this segment is lost, late or
// doubled; an end of this connection is closed or reset here. Each is a change of the run,
// so it makes a branch like any knob.

// handItem is a line of the list of interventions.
type handItem struct {
	en, ko string
	wire   string // the knob for the segment, or ""
	host   int    // side of the connection whose application acts
	verb   string // close or reset
}

var handItems = []handItem{
	{en: "lose this segment", ko: "이 세그먼트를 잃게 하기", wire: "wire.lose"},
	{en: "delay this segment by a round trip", ko: "이 세그먼트를 왕복 시간만큼 늦추기", wire: "wire.delay"},
	{en: "deliver this segment twice", ko: "이 세그먼트를 두 번 전하기", wire: "wire.duplicate"},
	{en: "let the client close here", ko: "여기서 클라이언트가 닫기", verb: "close"},
	{en: "let the server close here", ko: "여기서 서버가 닫기", host: 1, verb: "close"},
	{en: "let the client reset here", ko: "여기서 클라이언트가 RST 보내기", verb: "reset"},
	{en: "let the server reset here", ko: "여기서 서버가 RST 보내기", host: 1, verb: "reset"},
}

// handSegment is the segment under the cursor: the first one that the frame sends or, if it
// sends none, the one that it receives. The number counts the packets that its frame sends.
func (m *Model) handSegment() (e *sim.Event, nth int) {
	r := m.scene.Run
	var got *sim.Event
	evs := r.Events(m.scene.Frame)
	for i := range evs {
		switch evs[i].Kind {
		case sim.EvSend, sim.EvDgram:
			return &evs[i], 1
		case sim.EvRecv, sim.EvDgramRecv:
			got = &evs[i]
		}
	}
	if got == nil {
		return nil, 0
	}
	sent := r.Event(got.Cause)
	if sent == nil {
		return nil, 0
	}
	for _, x := range r.Events(sent.ID.Frame()) {
		if x.Kind == sim.EvSend || x.Kind == sim.EvDgram {
			nth++
		}
		if x.ID == sent.ID {
			break
		}
	}
	return sent, nth
}

// handChange is the change that a line of the list stands for; ok is false, with the reason,
// where it cannot be done.
func (m *Model) handChange(h *handItem) (c sim.Change, why string, ok bool) {
	r := m.scene.Run
	if h.wire != "" {
		e, nth := m.handSegment()
		if e == nil {
			return c, m.say("No segment is sent or received in this frame (s goes to the next one).", "이 프레임에서는 보내거나 받는 세그먼트가 없다 (s: 다음 세그먼트)."), false
		}
		c = sim.Change{Frame: e.ID.Frame(), Knob: h.wire, Value: fmt.Sprint(nth)}
		if h.wire == "wire.delay" {
			d := r.Config().Links[0].Dir
			c.Value = max(d[0].Delay+d[1].Delay, 1_000_000).String()
			if nth > 1 {
				c.Value = fmt.Sprintf("%d:%s", nth, c.Value)
			}
		}
		return c, "", true
	}
	w := r.At(m.scene.Frame)
	if int(m.scene.Conn) >= w.Conns() {
		return c, m.say("There is no connection yet.", "아직 연결이 없다."), false
	}
	v := w.Conn(m.scene.Conn)
	name := r.Config().HostName(int(v.Host[h.host]))
	if !v.Exists[h.host] || v.State[h.host] == tcp.Closed {
		return c, fmt.Sprintf(m.say("#%d of %s is not open here.", "여기서 %[2]s의 #%[1]d는 열려 있지 않다."), m.scene.Conn, words.Clean(name)), false
	}
	return sim.Change{Frame: m.scene.Frame + 1, Knob: name + "." + h.verb, Value: fmt.Sprint(m.scene.Conn)}, "", true
}

// handList are the lines of the list, each with the change it makes or why it cannot.
func (m *Model) handList() []item {
	var out []item
	for i := range handItems {
		h := &handItems[i]
		right := "—"
		if c, _, ok := m.handChange(h); ok {
			right = fmt.Sprintf(":%d %s=%s", c.Frame, c.Knob, c.Value)
		}
		out = append(out, item{left: m.say(h.en, h.ko), right: right, ref: i})
	}
	return out
}

// intervene does what a line of the list says.
func (m *Model) intervene(i int) tea.Cmd {
	m.over = overNone
	c, why, ok := m.handChange(&handItems[i])
	if !ok {
		m.status = why
		return nil
	}
	cmd := m.turnAt([]sim.Change{c}, c.Frame)
	if handItems[i].wire != "" { // the frame of the change is followed by that of the segment
		m.moveTo(min(c.Frame+1, m.scene.Run.Frames()-1))
	}
	return cmd
}

// handHelp says which segment or connection a line is about.
func (m *Model) handHelp(i int) string {
	h := &handItems[i]
	if _, why, ok := m.handChange(h); !ok {
		return why
	}
	if h.wire == "" {
		return fmt.Sprintf(m.say("connection #%d ([ and ] choose another)", "연결 #%d ([ ]: 다른 연결)"), m.scene.Conn)
	}
	e, _ := m.handSegment()
	if e.Kind == sim.EvDgram {
		return "DNS"
	}
	return fmt.Sprintf("#%d %s", e.Conn, words.ShortLabel(&e.Seg))
}
