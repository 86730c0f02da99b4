package model

import (
	"fmt"

	"teacp/model/overlay"
	"teacp/views/paint"
	"teacp/views/words"
)

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
		s := &m.saved[row.kept].Session
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
		if m.savedOf(meta.Name) >= 0 {
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
