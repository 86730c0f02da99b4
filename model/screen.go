package model

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"teacp/views"
)

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
	switch {
	case m.over == overHelp:
		m.paintHelp()
	case m.over == overQuestion:
		m.paintQuestion()
	case m.over >= overKnobs:
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
	switch {
	case m.cmp != nil:
		m.paintCompare()
	default:
		if presets[m.layout].lecture {
			m.paintCue()
		}
		for _, p := range m.arrange(m.body()) {
			if p.id == views.PaneChanges {
				m.scene.Branches = m.branchLines()
			}
			views.Paint(m.canvas, p.r, p.id, &m.scene, p.id == m.focused())
		}
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
	m.bar = [2]int{x + 2, m.w - views.Width(pos) - 2}
	m.timeline(m.bar[0], m.bar[1])
	c.Text(m.w-views.Width(pos), 0, pos, th.Strong)
	ch := r.Changes()
	line := m.say(" No changes: the run as the scenario has it.", " 변경 없음: 시나리오 그대로의 실행.")
	if m.sc.Config.Replays() {
		line = m.recordingLine()
	}
	st := th.Dim
	if len(ch) > 0 {
		line, st = " "+m.commandLine(), th.Held
	}
	right := ""
	if t := m.filterText(); t != "" {
		right = m.say(" filter: ", " 거르기: ") + t + " "
	}
	for _, b := range m.marks {
		if b.Branch == m.cur && b.Frame == m.scene.Frame {
			right = " ◆ " + views.Clean(b.Name) + " "
		}
	}
	c.TextIn(0, 1, m.w-1-views.Width(right), line, st)
	c.Text(m.w-views.Width(right), 1, right, th.Strong)
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

// paintFooter draws the line that speaks, and the line of keys.
func (m *Model) paintFooter() {
	c, th := m.canvas, m.scene.Theme
	y := m.h - 2
	switch {
	case m.over == overPrompt:
		mark := askMarks[m.asking]
		if m.asking == askUntil && m.backward {
			mark = "alt+;"
		}
		room := m.w * 2 / 3
		text := m.prompt
		for views.Width(text) > room-8 {
			text = string([]rune(text)[1:])
		}
		x := c.Text(1, y, mark+text, th.Strong)
		c.Put(x, y, '█', th.Strong)
		t, ok := m.verdict()
		st := th.Dim
		if !ok {
			st = th.Bad
		}
		c.TextIn(x+3, y, m.w-x-4, t, st)
	case m.job != nil:
		c.TextIn(1, y, m.w-2, m.jobText(), th.Held)
	case m.status != "":
		m.speak(y, m.status, th.Held)
	case !presets[m.layout].lecture:
		if at := m.cueAt(); at >= 0 && m.cues()[at].frame == m.scene.Frame && !m.turned() {
			text := "» " + m.cueText()
			if at := m.pointsAt(); at != "" {
				text += "  " + at
			}
			m.speak(y, text, th.Plain)
		}
	}
	m.paintKeys(m.h - 1)
}

// speak writes a sentence on a line. What does not fit begins on the line above, over the
// lower edge of what stands there, so that nothing of it is lost.
func (m *Model) speak(y int, text string, st views.Style) {
	lines := views.Wrap(text, m.w-2)
	if len(lines) < 2 || m.over != overNone {
		m.canvas.TextIn(1, y, m.w-2, text, st)
		return
	}
	m.canvas.Fill(views.Rect{X: 0, Y: y - 1, W: m.w, H: 1}, ' ', views.Style{})
	m.canvas.TextIn(1, y-1, m.w-2, lines[0], st)
	m.canvas.TextIn(1, y, m.w-2, strings.TrimSpace(strings.Join(lines[1:], " ")), st)
}

// paintKeys draws the keys that serve here; those of help and of leaving always fit.
func (m *Model) paintKeys(y int) {
	c, th := m.canvas, m.scene.Theme
	var list []*binding
	room := m.w
	for _, last := range []bool{true, false} {
		for i := range m.table {
			b := &m.table[i]
			if b.short[0] == "" || (b.act == actHelp || b.act == actQuit) != last || !m.serves(b.act) {
				continue
			}
			w := views.Width(keyName(b.keys[0])) + views.Width(m.say(b.short[0], b.short[1])) + 3
			if room < w {
				break
			}
			room -= w
			list = append(list, b)
		}
	}
	slices.SortStableFunc(list, func(a, b *binding) int { return int(a.act) - int(b.act) })
	x := 1
	for _, b := range list {
		x = c.Text(x, y, keyName(b.keys[0]), th.Key)
		x = c.Text(x+1, y, m.say(b.short[0], b.short[1]), th.Dim) + 2
	}
}

// serves reports whether an action is of use in this scenario.
func (m *Model) serves(act action) bool {
	return act != actConnections || len(m.sc.Config.HTTP) > 0
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
	for y, i := range m.libraryRows() {
		if i < 0 {
			c.TextIn(in.X, y, in.W, topicName(m.metas[list[-i-1].meta].Topic, m.scene.Lang), th.Dim)
			continue
		}
		st := th.Plain
		if i == m.pick {
			st = th.Select
			c.Fill(views.Rect{X: in.X, Y: y, W: in.W, H: 1}, ' ', st)
			c.Text(in.X, y, "►", st)
		}
		c.TextIn(in.X+2, y, in.W-2, m.rowText(list[i]), st)
	}
	if len(list) == 0 {
		c.TextIn(in.X, in.Y, in.W, m.say("No scenario matches.", "맞는 시나리오가 없다."), th.Dim)
	}
	c.Clip(old)
	if len(list) > 0 {
		m.paintPreview(right, list[m.pick])
	}
	switch {
	case m.status != "":
		c.TextIn(1, m.h-2, m.w-2, m.status, th.Bad)
	case m.first:
		c.TextIn(1, m.h-2, m.w-2, m.say("New here? Open one with Enter; → steps through it, and ? shows all keys.", "처음인가? enter로 열고 →로 한 걸음씩 본다. ?는 모든 키."), th.Held)
	}
	c.TextIn(1, m.h-1, m.w-2, m.say("enter open   ↑↓ choose   / filter   L language   c theme   ? help   q quit", "enter 열기   ↑↓ 고르기   / 거르기   L 언어   c 테마   ? 도움말   q 끝"), th.Dim)
}

// rowText is a row of the library.
func (m *Model) rowText(r libraryRow) string {
	if r.meta >= 0 {
		return m.metas[r.meta].Title.In(m.scene.Lang)
	}
	k := &m.kept[r.kept]
	return fmt.Sprintf(m.say("Go on: %s, frame %d", "이어서: %s, 프레임 %d"), views.Clean(filepath.Base(k.s.Scenario)), k.s.Frame)
}

// libraryRows says which row of the library stands on which line of the screen: an index
// into shown, or -i-1 for the topic above row i.
func (m *Model) libraryRows() map[int]int {
	list := m.shown()
	h := m.h - 5
	var lines []int
	topic, at := "", 0
	for i, r := range list {
		if r.meta >= 0 && m.metas[r.meta].Topic != topic {
			topic = m.metas[r.meta].Topic
			lines = append(lines, -i-1)
		}
		if i == m.pick {
			at = len(lines)
		}
		lines = append(lines, i)
	}
	top := max(min(at-h*2/3, len(lines)-h), 0)
	out := map[int]int{}
	for y := 0; y < h && top+y < len(lines); y++ {
		out[2+y] = lines[top+y]
	}
	return out
}

var topicNames = map[string][2]string{"tcp": {"TCP", "TCP"}, "delays": {"Delays", "지연"}, "loss": {"Loss", "손실"}, "flow": {"Flow control", "흐름 제어"},
	"congestion": {"Congestion", "혼잡"}, "connections": {"Connections", "연결"}, "closing": {"Closing", "닫기"}, "other": {"Other", "기타"}}

func topicName(t, lang string) string { return views.Say(lang, topicNames[t][0], topicNames[t][1]) }

// paintPreview says what the row under the cursor is about.
func (m *Model) paintPreview(r views.Rect, row libraryRow) {
	c, th := m.canvas, m.scene.Theme
	var lines []styled
	w := r.W - 4
	add := func(s string, st views.Style) {
		for _, l := range views.Wrap(s, w) {
			lines = append(lines, styled{l, st})
		}
	}
	title := m.say("Session", "세션")
	if row.meta < 0 {
		s := &m.kept[row.kept].s
		add(views.Clean(s.Scenario), th.Strong)
		lines = append(lines, styled{})
		for _, b := range s.Branches {
			mark := "  "
			if b.Parent >= 0 {
				mark = "  └ "
			}
			add(mark+views.Clean(b.Name), th.Plain)
		}
		for _, b := range s.Marks {
			add(fmt.Sprintf("  ◆ %s :%d", views.Clean(b.Name), b.Frame), th.Dim)
		}
		lines = append(lines, styled{})
		add(m.say("Enter goes on where this session was left.", "enter로 떠났던 곳에서 이어 간다."), th.Held)
	} else {
		meta := &m.metas[row.meta]
		title = meta.Name
		add(meta.Title.In(m.scene.Lang), th.Strong)
		lines = append(lines, styled{})
		add(meta.LookFor.In(m.scene.Lang), th.Plain)
		if q := meta.Question; q != nil {
			lines = append(lines, styled{})
			add(q.Ask.In(m.scene.Lang), th.Held)
			for k, ch := range q.Choices {
				add(fmt.Sprintf("  %d. %s", k+1, ch.In(m.scene.Lang)), th.Plain)
			}
		}
		if m.keptOf(meta.Name) >= 0 {
			lines = append(lines, styled{})
			add(m.say("r goes on with the session that is kept.", "r: 보관된 세션을 이어 간다."), th.Dim)
		}
	}
	c.Box(r, title, th.Border, th.Title)
	in := r.Inset()
	old := c.Clip(in)
	for y, l := range lines {
		if y < in.H {
			c.TextIn(in.X+1, in.Y+y, in.W-1, l.text, l.style)
		}
	}
	c.Clip(old)
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
	for i := range m.table {
		b := &m.table[i]
		if b.group != g {
			g = b.group
			rows = append(rows, row{t: views.Say(m.scene.Lang, groupNames[g][0], groupNames[g][1]), st: th.Strong})
		}
		rows = append(rows, row{b.keyNames(), b.text(m.scene.Lang), th.Plain})
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
