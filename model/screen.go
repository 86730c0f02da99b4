package model

import (
	"fmt"
	"strings"

	"teacp/views"
)

// MinW and MinH are the smallest screen that the explorer is made for.
const (
	MinW = 60
	MinH = 18
)

// layouts are the presets: the panes, the first one the largest.
var layouts = [][]views.PaneID{
	{views.PaneLadder, views.PaneWhy, views.PaneTimers, views.PaneConn},
	{views.PaneSegments, views.PaneTimers, views.PaneConn},
	{views.PaneLadder, views.PaneWhy},
	{views.PanePage, views.PaneLadder, views.PaneWhy},
}

// panes are those on the screen: on a small one the last of a layout have no room, and
// come up when they are focused.
func (m *Model) panes() []views.PaneID { return layouts[m.layout] }

type placed struct {
	id views.PaneID
	r  views.Rect
}

// arrange places the panes of the layout in the body of the screen.
func (m *Model) arrange(body views.Rect) []placed {
	ids := m.panes()
	if m.zoom || len(ids) == 1 {
		return []placed{{ids[m.focus%len(ids)], body}}
	}
	if body.W >= 112 && body.H >= 24 {
		return m.wide(body, ids)
	}
	// Two panes, one above the other: the first, and of the others the one with the focus.
	second := max(m.focus%len(ids), 1)
	h := body.H * 3 / 5
	if body.H-h < 8 {
		h = body.H - 8
	}
	return []placed{{ids[0], views.Rect{X: body.X, Y: body.Y, W: body.W, H: h}},
		{ids[second], views.Rect{X: body.X, Y: body.Y + h, W: body.W, H: body.H - h}}}
}

// wide puts the first pane left and the others in a column on the right.
func (m *Model) wide(body views.Rect, ids []views.PaneID) []placed {
	left := body.W * 3 / 5
	out := []placed{{ids[0], views.Rect{X: body.X, Y: body.Y, W: left, H: body.H}}}
	rest := ids[1:]
	y := body.Y
	for i, id := range rest {
		h := (body.H - (y - body.Y)) / (len(rest) - i)
		if i == 0 && len(rest) == 3 {
			h = body.H * 2 / 5
		}
		out = append(out, placed{id, views.Rect{X: body.X + left, Y: y, W: body.W - left, H: h}})
		y += h
	}
	return out
}

func (m *Model) body() views.Rect { return views.Rect{X: 0, Y: 2, W: m.w, H: m.h - 4} }

// paint draws the whole screen.
func (m *Model) paint() {
	c := m.canvas
	if c.W != m.w || c.H != m.h {
		c.Resize(m.w, m.h)
	}
	c.Clear()
	switch {
	case m.w < MinW || m.h < MinH:
		m.paintSmall()
		return
	case m.scene.Run == nil:
		m.paintLibrary()
	default:
		m.paintExplorer()
	}
	switch m.over {
	case overHelp:
		m.paintHelp()
	case overKnobs, overPalette:
		m.paintList()
	}
}

func (m *Model) paintSmall() {
	lines := []string{fmt.Sprintf(m.say("teacp needs %d columns and %d rows;", "teacp에는 %d열 %d행이 필요하다."), MinW, MinH),
		fmt.Sprintf(m.say("here are %d and %d. q quits.", "지금은 %d열 %d행. q: 끝."), m.w, m.h)}
	for i, l := range lines {
		m.canvas.TextIn(0, i, m.w, l, views.Style{})
	}
}

func (m *Model) paintExplorer() {
	m.paintHeader()
	for _, p := range m.arrange(m.body()) {
		views.Paint(m.canvas, p.r, p.id, &m.scene, p.id == m.panes()[m.focus%len(m.panes())])
	}
	m.paintFooter()
}

func (m *Model) paintHeader() {
	c, th, r := m.canvas, m.scene.Theme, m.scene.Run
	x := c.TextIn(0, 0, m.w/2, " "+m.sc.Title.In(m.scene.Lang), th.Title)
	end := fmt.Sprint(r.Frames() - 1)
	if !r.Done() {
		end += "…"
	}
	pos := fmt.Sprintf("%s %d/%s  %s ", m.say("frame", "프레임"), m.scene.Frame, end, views.Time(r.TimeOf(m.scene.Frame)))
	if m.playing {
		pos = "► " + pos
	}
	m.timeline(x+2, m.w-views.Width(pos)-2)
	c.Text(m.w-views.Width(pos), 0, pos, th.Strong)
	ch := r.Changes()
	line := m.say(" No changes: the run as the scenario has it.", " 변경 없음: 시나리오 그대로의 실행.")
	st := th.Dim
	if len(ch) > 0 {
		line, st = " "+m.commandLine(), th.Held
	}
	c.TextIn(0, 1, m.w-1, line, st)
}

// timeline is a bar from x0 to x1 with the cursor's place in the run.
func (m *Model) timeline(x0, x1 int) {
	w := x1 - x0
	if w < 8 {
		return
	}
	at := int(int64(w-1) * m.scene.Frame / max(m.scene.Run.Frames()-1, 1))
	for x := 0; x < w; x++ {
		ch := '─'
		if x == at {
			ch = '●'
		} else if x < at {
			ch = '━'
		}
		m.canvas.Put(x0+x, 0, ch, m.scene.Theme.Dim)
	}
	m.canvas.Put(x0+at, 0, '●', m.scene.Theme.Strong)
}

func (m *Model) paintFooter() {
	c, th := m.canvas, m.scene.Theme
	y := m.h - 2
	switch {
	case m.over == overPrompt:
		x := c.Text(1, y, ":"+m.prompt, th.Strong)
		c.Put(x, y, '█', th.Strong)
		c.TextIn(x+3, y, m.w-x-4, m.say("25  40ms  +40ms  -1rtt  next rto  prev hold", "25  40ms  +40ms  -1rtt  next rto  prev hold"), th.Dim)
	case m.status != "":
		c.TextIn(1, y, m.w-2, m.status, th.Held)
	}
	m.paintKeys(m.h - 1)
}

func (m *Model) paintKeys(y int) {
	c, th := m.canvas, m.scene.Theme
	x := 1
	for i := range bindings {
		b := &bindings[i]
		if !b.foot {
			continue
		}
		t := footText(b, m.scene.Lang)
		k := keyName(b.keys[0])
		if x+views.Width(k)+views.Width(t)+3 > m.w {
			break
		}
		x = c.Text(x, y, k, th.Key)
		x = c.Text(x+1, y, t, th.Dim) + 2
	}
}

// footText is a binding in a word.
func footText(b *binding, lang string) string {
	short := map[action][2]string{actNext: {"next", "다음"}, actPrev: {"back", "이전"}, actPlay: {"play", "재생"}, actGoto: {"go to", "이동"},
		actNextHold: {"hold", "붙듦"}, actNagle: {"Nagle", "네이글"}, actDelayedAck: {"delayed ACK", "지연 ACK"}, actConnections: {"connections", "연결 수"},
		actKnobs: {"knobs", "설정"}, actUndo: {"undo", "되돌림"}, actHelp: {"help", "도움말"}, actQuit: {"quit", "끝"}}
	t := short[b.act]
	return views.Say(lang, t[0], t[1])
}

// paintLibrary lists the scenarios, with what the chosen one is about beside it.
func (m *Model) paintLibrary() {
	c, th := m.canvas, m.scene.Theme
	c.Text(1, 0, "teacp", th.Title)
	c.TextIn(8, 0, m.w-9, m.say("how TCP and HTTP connections behave, frame by frame", "TCP와 HTTP 연결의 움직임을 프레임마다"), th.Dim)
	list := m.shown()
	left := views.Rect{X: 0, Y: 1, W: max(m.w*2/5, 30), H: m.h - 3}
	right := views.Rect{X: left.W, Y: 1, W: m.w - left.W, H: m.h - 3}
	title := m.say("Scenarios", "시나리오")
	if m.query != "" || m.typed {
		title += " /" + m.query
	}
	c.Box(left, title, th.Focus, th.Focus)
	in := left.Inset()
	old := c.Clip(in)
	m.pick = max(min(m.pick, len(list)-1), 0)
	top := max(m.pick-in.H+2, 0)
	topic := ""
	y := 0
	for i := top; i < len(list) && y < in.H; i++ {
		meta := m.metas[list[i]]
		if meta.Topic != topic && y < in.H-1 {
			topic = meta.Topic
			c.TextIn(in.X, in.Y+y, in.W, topicName(topic, m.scene.Lang), th.Dim)
			y++
		}
		st := th.Plain
		if i == m.pick {
			st = th.Select
			c.Fill(views.Rect{X: in.X, Y: in.Y + y, W: in.W, H: 1}, ' ', st)
			c.Text(in.X, in.Y+y, "►", st)
		}
		c.TextIn(in.X+2, in.Y+y, in.W-2, meta.Title.In(m.scene.Lang), st)
		y++
	}
	if len(list) == 0 {
		c.TextIn(in.X, in.Y, in.W, m.say("No scenario matches.", "맞는 시나리오가 없다."), th.Dim)
	}
	c.Clip(old)
	if len(list) > 0 {
		m.paintPreview(right, m.metas[list[m.pick]].Name)
	}
	if m.status != "" {
		c.TextIn(1, m.h-2, m.w-2, m.status, th.Bad)
	}
	c.TextIn(1, m.h-1, m.w-2, m.say("enter open   ↑↓ choose   / filter   L language   c theme   q quit", "enter 열기   ↑↓ 고르기   / 거르기   L 언어   c 테마   q 끝"), th.Dim)
}

var topicNames = map[string][2]string{"tcp": {"TCP", "TCP"}, "delays": {"Delays", "지연"}, "loss": {"Loss", "손실"}, "flow": {"Flow control", "흐름 제어"},
	"congestion": {"Congestion", "혼잡"}, "connections": {"Connections", "연결"}, "closing": {"Closing", "닫기"}, "other": {"Other", "기타"}}

func topicName(t, lang string) string { return views.Say(lang, topicNames[t][0], topicNames[t][1]) }

func (m *Model) paintPreview(r views.Rect, name string) {
	c, th := m.canvas, m.scene.Theme
	c.Box(r, name, th.Border, th.Title)
	in := r.Inset()
	old := c.Clip(in)
	defer c.Clip(old)
	for i := range m.metas {
		meta := &m.metas[i]
		if meta.Name != name {
			continue
		}
		y := in.Y
		for _, l := range views.Wrap(meta.Title.In(m.scene.Lang), in.W-2) {
			c.Text(in.X+1, y, l, th.Strong)
			y++
		}
		y++
		for _, l := range views.Wrap(meta.LookFor.In(m.scene.Lang), in.W-2) {
			c.Text(in.X+1, y, l, th.Plain)
			y++
		}
		if q := meta.Question; q != nil {
			y++
			for _, l := range views.Wrap(q.Ask.In(m.scene.Lang), in.W-2) {
				c.Text(in.X+1, y, l, th.Held)
				y++
			}
			for k, ch := range q.Choices {
				c.TextIn(in.X+3, y, in.W-4, fmt.Sprintf("%d. %s", k+1, ch.In(m.scene.Lang)), th.Plain)
				y++
			}
		}
	}
}

// paintHelp is made from the key table.
func (m *Model) paintHelp() {
	c, th := m.canvas, m.scene.Theme
	type row struct {
		k, t string
		st   views.Style
	}
	var rows []row
	g := group(255)
	for i := range bindings {
		b := &bindings[i]
		if b.group != g {
			g = b.group
			rows = append(rows, row{t: views.Say(m.scene.Lang, groupNames[g][0], groupNames[g][1]), st: th.Strong})
		}
		var ks []string
		for _, k := range b.keys {
			ks = append(ks, keyName(k))
		}
		rows = append(rows, row{strings.Join(ks, " "), b.text(m.scene.Lang), th.Plain})
	}
	r := m.window(min(m.w-4, 86), min(m.h-2, len(rows)+2), m.say("Help: ↑↓ scrolls, ? closes", "도움말: ↑↓ 넘기기, ? 닫기"))
	m.scroll = max(min(m.scroll, len(rows)-r.H), 0)
	for y := 0; y < r.H && m.scroll+y < len(rows); y++ {
		l := rows[m.scroll+y]
		x := r.X + 1
		if l.k != "" {
			c.TextIn(x+1, r.Y+y, 16, l.k, th.Key)
			x += 18
		}
		c.TextIn(x, r.Y+y, r.X+r.W-x, l.t, l.st)
	}
}

// window clears a rectangle in the middle of the screen, frames it, and returns its inside.
func (m *Model) window(w, h int, title string) views.Rect {
	r := views.Rect{X: (m.w - w) / 2, Y: (m.h - h) / 2, W: w, H: h}
	m.canvas.Fill(r, ' ', views.Style{})
	m.canvas.Box(r, title, m.scene.Theme.Focus, m.scene.Theme.Focus)
	return r.Inset()
}

// item is a line of a list overlay: a knob or an action.
type item struct {
	left, right string
	act         action
	knob        int
}

// items lists the knobs or the actions that match what was typed.
func (m *Model) items() []item {
	var out []item
	match := func(s string) bool { return strings.Contains(strings.ToLower(s), strings.ToLower(m.filter)) }
	if m.over == overPalette {
		for i := range bindings {
			b := &bindings[i]
			if t := b.text(m.scene.Lang); match(t) {
				out = append(out, item{left: t, right: keyName(b.keys[0]), act: b.act})
			}
		}
	}
	w := m.scene.Run.At(m.scene.Frame)
	ks := m.scene.Run.Config().Knobs()
	for i := range ks {
		if match(ks[i].Name + " " + ks[i].Label) {
			out = append(out, item{left: ks[i].Name + " — " + ks[i].Label, right: ks[i].Format(w.Value(&ks[i])), knob: i + 1})
		}
	}
	return out
}

func (m *Model) paintList() {
	c, th := m.canvas, m.scene.Theme
	title := m.say("Knobs, from this frame on: ←→ turns, alt+←→ the whole run, esc closes", "설정 (이 프레임부터): ←→ 바꾸기, alt+←→ 실행 전체, esc 닫기")
	if m.over == overPalette {
		title = m.say("Actions and knobs: enter does, esc closes", "동작과 설정: enter 실행, esc 닫기")
	}
	items := m.items()
	r := m.window(min(m.w-4, 92), m.h-4, title)
	c.TextIn(r.X+1, r.Y, r.W-2, "/ "+m.filter+"█", th.Strong)
	m.choice = max(min(m.choice, len(items)-1), 0)
	h := r.H - 3
	top := max(m.choice-h+1, 0)
	for y := 0; y < h && top+y < len(items); y++ {
		it := items[top+y]
		st := th.Plain
		if top+y == m.choice {
			st = th.Select
			c.Fill(views.Rect{X: r.X, Y: r.Y + 1 + y, W: r.W, H: 1}, ' ', st)
			c.Text(r.X, r.Y+1+y, "►", st)
		}
		c.TextIn(r.X+2, r.Y+1+y, r.W-18, it.left, st)
		c.TextIn(r.X+r.W-15, r.Y+1+y, 15, it.right, st)
	}
	if len(items) == 0 {
		c.TextIn(r.X+2, r.Y+1, r.W-4, m.say("Nothing of that name.", "그런 이름이 없다."), th.Dim)
		return
	}
	if k := items[m.choice].knob; k > 0 {
		kn := m.scene.Run.Config().Knobs()[k-1]
		help := kn.Help
		if len(kn.Values) > 0 {
			help += " (" + strings.Join(kn.Values, ", ") + ")"
		}
		c.TextIn(r.X+1, r.Y+r.H-1, r.W-2, help, th.Dim)
	}
}
