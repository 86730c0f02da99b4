package model

import (
	"fmt"
	"path/filepath"

	"teacp/model/keymap"
	"teacp/model/overlay"
	"teacp/views"
	"teacp/views/paint"
	"teacp/views/words"
)

// paint draws the whole screen.
func (m *Model) paint() {
	c := m.canvas
	if c.W != m.w || c.H != m.h {
		c.Resize(m.w, m.h)
	}
	c.Clear()
	m.foot.Clear()
	m.caret = nil
	switch {
	case m.w < MinW || m.h < MinH:
		m.paintSmall()
		return
	case m.scene.Run == nil:
		m.paintLibrary()
	default:
		m.paintExplorer()
	}
	if m.over.IsOpen() {
		m.caret = m.over.Overlay().Paint(m.host())
	}
}

func (m *Model) paintSmall() {
	text := m.say(words.ScreenTooSmall, MinW, MinH, m.w, m.h)
	for i, l := range paint.Wrap(text, m.w) {
		m.canvas.TextIn(0, i, m.w, l, paint.Style{})
	}
}

func (m *Model) paintExplorer() {
	m.paintHeader()
	switch {
	case m.cmp != nil:
		m.paintCompare()
	default:
		if presets[m.layout].lecture {
			m.lecture.paintCue(m.canvas, paint.Rect{X: 0, Y: 2, W: m.w, H: m.lecture.cueHeight(m.w, m.h)})
		}
		list := m.arrange(m.body())
		for _, p := range list {
			if views.Panes[p.id].Branches {
				m.scene.Branches = m.branchLines()
			}
			views.Paint(m.canvas, p.r, p.id, &m.scene, p.id == m.focused())
		}
		m.paintTabs(m.canvas, list)
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
	pos := fmt.Sprintf("%s %d/%s  %s ", m.say(words.HeaderFrame), m.scene.Frame, end, words.Time(r.TimeOf(m.scene.Frame)))
	if m.playing {
		pos = "► " + pos
	}
	m.bar = [2]int{x + 2, m.w - paint.Width(pos) - 2}
	m.timeline(m.bar[0], m.bar[1])
	c.Text(m.w-paint.Width(pos), 0, pos, th.Strong)
	ch := r.Changes()
	line := ""
	if m.sc.Config.Replays() {
		line = m.recordingLine()
	}
	st := th.Dim
	if len(ch) > 0 {
		line, st = " "+m.commandLine(), th.Held
	}
	right := ""
	if t := m.filterText(); t != "" {
		right = m.say(words.HeaderFilter) + t + " "
	}
	for _, b := range m.marks {
		if b.Branch == m.cur && b.Frame == m.scene.Frame {
			right = " ◆ " + words.Clean(b.Name) + " "
		}
	}
	if line == "" {
		m.paintInvitation(m.w - 1 - paint.Width(right))
	}
	c.TextIn(0, 1, m.w-1-paint.Width(right), line, st)
	c.Text(m.w-paint.Width(right), 1, right, th.Strong)
}

// paintInvitation stands where the changes will stand: what the scenario offers to somebody
// who has only just opened it.
func (m *Model) paintInvitation(room int) {
	c, th := m.canvas, m.scene.Theme
	x := c.TextIn(1, 1, room-1, m.say(words.HeaderNoChanges), th.Dim)
	if presets[m.layout].lecture || m.cmp != nil {
		return // the cue has these keys beside it
	}
	for _, act := range []keymap.Action{keymap.Question, keymap.NextCue, keymap.Autoplay, keymap.Layout6} {
		h, ok := m.hintOf(act)
		if !ok || !m.serves(act) {
			continue
		}
		text := m.say(h.Text)
		if act == keymap.NextCue {
			text += fmt.Sprintf(" (%d)", len(m.sc.Notes))
		}
		if x+3+paint.Width(h.Key)+1+paint.Width(text) > room {
			return
		}
		from := x + 3
		x = c.Text(from, 1, h.Key, th.Key)
		x = c.Text(x+1, 1, text, th.Dim)
		m.foot.Add(from, x, 1, h.Key)
	}
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

// paintLibrary lists the scenarios, with what the chosen one is about beside it.
func (m *Model) paintLibrary() {
	c, th := m.canvas, m.scene.Theme
	c.Text(1, 0, "teacp", th.Title)
	c.TextIn(8, 0, m.w-9, m.say(words.LibrarySubtitle), th.Dim)
	list := m.shown()
	left, right := m.libraryFrame(m.w, m.h)
	title := m.say(words.LibraryTitle)
	if m.query.Value() != "" || m.typed {
		title += " /"
	}
	c.Box(left, title+m.query.Value(), th.Focus, th.Focus)
	if m.typed {
		x := left.X + 3 + paint.Width(title)
		m.caret = m.query.Paint(c, x, left.Y, left.X+left.W-1-x, th.Focus)
	}
	in := left.Inset()
	old := c.Clip(in)
	m.pick = max(min(m.pick, len(list)-1), 0)
	for y, i := range m.libraryRows(m.h) {
		if i < 0 {
			c.TextIn(in.X, y, in.W, topicName(m.metas[list[-i-1].meta].Topic, m.scene.Lang), th.Dim)
			continue
		}
		st := th.Plain
		if i == m.pick {
			st = th.Select
			c.Fill(paint.Rect{X: in.X, Y: y, W: in.W, H: 1}, ' ', st)
			c.Text(in.X, y, "►", st)
		}
		c.TextIn(in.X+2, y, in.W-2, m.rowText(list[i]), st)
	}
	if len(list) == 0 {
		c.TextIn(in.X, in.Y, in.W, m.say(words.LibraryNoMatch), th.Dim)
	}
	c.Clip(old)
	if len(list) > 0 {
		m.paintPreview(right, list[m.pick])
	}
	switch {
	case m.status != "":
		c.TextIn(1, m.h-2, m.w-2, m.status, th.Bad)
	case m.first:
		c.TextIn(1, m.h-2, m.w-2, m.say(words.LibraryWelcome), th.Held)
	}
	if m.over.IsOpen() {
		m.over.PaintKeys(m.host(), &m.foot)
		return
	}
	last := []overlay.Hint{{Key: "?", Text: words.HintHelp}, {Key: "q", Text: words.HintQuit}}
	if m.typed { // these are letters then
		last = nil
	}
	m.foot.Paint(c, &m.scene, m.h-1, m.libraryHints(), last)
}

// libraryHints are the keys of the library.
func (b *library) libraryHints() []overlay.Hint {
	if b.typed {
		return []overlay.Hint{{Key: "enter", Text: words.HintOpen}, {Key: "↑↓", Text: words.HintChoose}, {Key: "esc", Text: words.HintAllAgain}}
	}
	list := []overlay.Hint{{Key: "enter", Text: words.HintOpen}, {Key: "↑↓", Text: words.HintChoose}, {Key: "/", Text: words.HintFilter}}
	if rows := b.shown(); b.pick < len(rows) && rows[b.pick].meta >= 0 && b.keptOf(b.metas[rows[b.pick].meta].Name) >= 0 {
		list = append(list, overlay.Hint{Key: "r", Text: words.HintGoOn})
	}
	return append(list, overlay.Hint{Key: "L", Text: words.HintLanguage}, overlay.Hint{Key: "c", Text: words.HintTheme})
}

// libraryFrame is where the list of the library stands, and what a row of it is about.
func (b *library) libraryFrame(w, h int) (left, right paint.Rect) {
	left = paint.Rect{X: 0, Y: 1, W: max(min(w*48/100, 50), 30), H: h - 3}
	return left, paint.Rect{X: left.W, Y: 1, W: w - left.W, H: h - 3}
}

// rowText is a row of the library.
func (b *library) rowText(r libraryRow) string {
	if r.meta >= 0 {
		return b.metas[r.meta].Title.In(b.scene.Lang)
	}
	k := &b.kept[r.kept]
	return b.say(words.LibraryGoOn) + words.Clean(filepath.Base(k.Session.Scenario))
}

// libraryRows says which row of the library stands on which line of the screen: an index
// into shown, or -i-1 for the topic above row i.
func (b *library) libraryRows(height int) map[int]int {
	list := b.shown()
	h := height - 5
	var lines []int
	topic, at := "", 0
	for i, r := range list {
		if r.meta >= 0 && b.metas[r.meta].Topic != topic {
			topic = b.metas[r.meta].Topic
			lines = append(lines, -i-1)
		}
		if i == b.pick {
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

var topicNames = map[string]words.Key{"tcp": words.TopicTCP, "delays": words.TopicDelays, "loss": words.TopicLoss, "flow": words.TopicFlowControl,
	"congestion": words.TopicCongestion, "connections": words.TopicConnections, "closing": words.TopicClosing, "other": words.TopicOther}

func topicName(t, lang string) string { return topicNames[t].In(lang) }

// paintPreview says what the row under the cursor is about.
func (m *Model) paintPreview(r paint.Rect, row libraryRow) {
	c, th := m.canvas, m.scene.Theme
	var lines []styled
	w := r.W - 4
	add := func(s string, st paint.Style) {
		for _, l := range paint.Wrap(s, w) {
			lines = append(lines, styled{l, st})
		}
	}
	title := m.say(words.PreviewSession)
	if row.meta < 0 {
		s := &m.kept[row.kept].Session
		add(m.say(words.PreviewAtFrame, words.Clean(s.Scenario), s.Frame), th.Strong)
		lines = append(lines, styled{})
		for _, b := range s.Branches {
			mark := "  "
			if b.Parent >= 0 {
				mark = "  └ "
			}
			add(mark+words.Clean(b.Name), th.Plain)
		}
		for _, b := range s.Marks {
			add(fmt.Sprintf("  ◆ %s :%d", words.Clean(b.Name), b.Frame), th.Dim)
		}
		lines = append(lines, styled{})
		add(m.say(words.PreviewEnter), th.Held)
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
			add(m.say(words.PreviewKept), th.Dim)
		}
	}
	if row.meta >= 0 && r.H-len(lines)-2 >= 8 {
		below := paint.Rect{X: r.X, Y: r.Y + len(lines) + 2, W: r.W, H: r.H - len(lines) - 2}
		m.paintBeginning(m.canvas, below, title)
		r.H -= below.H
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
