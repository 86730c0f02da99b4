package model

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"teacp/model/keymap"
	"teacp/views"
	"teacp/views/paint"
	"teacp/views/words"
)

// item is a line of a list: a knob, an action, a branch, a bookmark or a pane.
type item struct {
	left, right string
	act         keymap.Action
	knob        int // index+1 in the table of knobs
	ref         int // branch, bookmark or pane
	set         int // index+1 in the sets of columns
	mark        bool
}

// openList puts a list over the panes.
func (m *Model) openList(o overlay) {
	m.over, m.choice, m.filter = o, 0, ""
	m.picked = map[int]bool{}
}

// filters reports whether letters typed in the list filter it.
func (o overlay) filters() bool {
	return o == overKnobs || o == overPalette || o == overPanes || o == overGuests
}

// items are the lines of the open list that match what was typed.
func (m *Model) items() []item {
	switch m.over {
	case overBranches:
		return m.branchItems()
	case overMarks:
		return m.markItems()
	case overMatrix:
		return m.matrixItems()
	case overHand:
		return m.handList()
	case overColumns:
		return m.columnItems()
	}
	match := m.matches
	if m.over == overGuests {
		list, _ := m.guests(match)
		return list
	}
	var out []item
	if m.over == overPanes {
		for id := views.PaneID(0); id < views.NumPanes; id++ {
			if t := id.Title(m.scene.Lang) + " — " + views.Panes[id].Help; match(t + views.Panes[id].Name) {
				out = append(out, item{left: t, ref: int(id)})
			}
		}
		return out
	}
	if m.over == overPalette {
		for i := range m.table {
			b := &m.table[i]
			if t := m.say(b.En, b.Ko); match(t + " " + string(b.Action)) {
				out = append(out, item{left: t, right: b.Names(), act: b.Action})
			}
		}
		for i := range m.sets {
			s := &m.sets[i]
			if t := m.say("columns: ", "열: ") + s.Name + " — " + strings.Join(s.Cols, " "); match(t) {
				out = append(out, item{left: t, right: fmt.Sprintf("| %d", i+1), set: i + 1})
			}
		}
	}
	w := m.scene.Run.At(m.scene.Frame)
	ks := m.knobs()
	for i := range ks {
		label := words.SettingLabel(ks[i].Key, m.scene.Lang)
		if match(ks[i].Name + " " + label) {
			out = append(out, item{left: ks[i].Name + " — " + label, right: ks[i].Format(w.Value(&ks[i])), knob: i + 1})
		}
	}
	return out
}

func (m *Model) markItems() []item {
	var out []item
	for i, b := range m.marks {
		where := fmt.Sprintf(":%d", b.Frame)
		if b.Branch != m.cur && b.Branch < len(m.tree) {
			where = words.Clean(m.tree[b.Branch].name) + " " + where
		}
		out = append(out, item{left: words.Clean(b.Name), right: where, ref: i})
	}
	return out
}

// listKey answers a key in a list.
func (m *Model) listKey(k tea.KeyPressMsg, s string) tea.Cmd {
	items := m.items()
	var it *item
	if m.choice >= 0 && m.choice < len(items) {
		it = &items[m.choice]
	}
	var cmd tea.Cmd
	switch s {
	case "esc":
		m.over = overNone
		return nil
	case "down", "ctrl+n":
		m.choice++
	case "up":
		m.choice--
	case "pgdown":
		m.choice += 10
	case "pgup":
		m.choice -= 10
	case "home":
		m.choice = 0
	case "end":
		m.choice = len(items) - 1
	case "backspace":
		m.filter = chop(m.filter)
	case "tab":
		if m.over == overGuests {
			m.completeFile()
		}
	case "enter":
		if it != nil {
			cmd = m.choose(it)
		}
	case "shift+down", "shift+up":
		if m.over == overColumns {
			cmd = m.columnKey(it, map[bool]string{true: "J", false: "K"}[s == "shift+down"])
		}
	case "left", "right", "alt+left", "alt+right":
		if it != nil && it.knob > 0 {
			cmd = m.turnKnob(it.knob-1, strings.HasSuffix(s, "left"), strings.HasPrefix(s, "alt+"))
		}
	default:
		cmd = m.listLetter(it, k.Text, s)
	}
	if m.over != overNone && m.over != overPrompt {
		m.choice = max(min(m.choice, len(m.items())-1), 0)
	}
	return cmd
}

// listLetter is a letter in a list: part of the filter, or a command of the list.
func (m *Model) listLetter(it *item, text, s string) tea.Cmd {
	if m.over.filters() {
		if len(m.filter) < 60 || m.over == overGuests && len(m.filter) < maxPath {
			m.filter += words.Clean(text)
			m.choice = 0
		}
		return nil
	}
	switch {
	case m.over == overColumns && (s == "space" || s == "J" || s == "K" || s == "a" || s == "x" || len(s) == 1 && s[0] >= '1' && s[0] <= '9'):
		return m.columnKey(it, s)
	case s == "j":
		m.choice++
	case s == "k":
		m.choice--
	case s == "q", s == "i" && m.over == overHand, s == "|" && m.over == overColumns, s == "B" && m.over == overBranches, s == "'" && m.over == overMarks:
		m.over = overNone
	case it == nil:
	case m.over == overMatrix:
		return m.matrixKey(it, s)
	case m.over == overBranches && s == "space":
		m.picked[it.ref] = !m.picked[it.ref]
	case m.over == overBranches && (s == "x" || s == "ctrl+d"):
		m.drop(it.ref)
	case m.over == overBranches && (s == "r" || s == "alt+r"):
		m.visit(it.ref)
		m.ask(askRename, m.tree[it.ref].name)
	case m.over == overBranches && (s == "C" || s == "c" || s == "="):
		return m.comparePicked(it.ref)
	case m.over == overMarks && (s == "x" || s == "ctrl+d"):
		m.marks = append(m.marks[:it.ref], m.marks[it.ref+1:]...)
		m.edits++
	}
	return nil
}

// comparePicked compares the branches that were picked, or the one under the cursor with
// the current one.
func (m *Model) comparePicked(ref int) tea.Cmd {
	var cols []int
	for _, l := range m.treeLines() {
		if m.picked[l.i] && len(cols) < maxColumns {
			cols = append(cols, l.i)
		}
	}
	if len(cols) < 2 {
		cols = []int{ref, m.cur}
		if ref == m.cur {
			m.over = overNone
			return m.compare()
		}
	}
	m.over = overNone
	on := false
	for _, c := range cols {
		on = on || c == m.cur
	}
	if !on {
		m.visit(cols[0])
	}
	return m.compareBranches(cols)
}

// choose is Enter on a line of a list.
func (m *Model) choose(it *item) tea.Cmd {
	switch {
	case it.knob > 0:
		return m.turnKnob(it.knob-1, false, false)
	case it.set > 0:
		m.over = overNone
		m.useColumns(it.set - 1)
	case m.over == overColumns:
		return m.columnKey(it, "enter")
	case m.over == overPalette:
		m.over = overNone
		return m.do(it.act)
	case m.over == overPanes:
		m.over = overNone
		m.setPane(views.PaneID(it.ref))
	case m.over == overBranches:
		m.over = overNone
		m.visit(it.ref)
		return m.grow()
	case m.over == overGuests:
		return m.invite(it.ref)
	case m.over == overHand:
		return m.intervene(it.ref)
	case m.over == overMatrix:
		return m.matrixKey(it, "enter")
	case m.over == overMarks:
		m.over = overNone
		b := m.marks[it.ref]
		m.remember()
		if b.Branch != m.cur && b.Branch < len(m.tree) && !m.tree[b.Branch].gone {
			m.visit(b.Branch)
		}
		return m.travel(b.Frame)
	}
	return nil
}

// listTitle says what the list is of; its keys are at the foot.
func (m *Model) listTitle() string {
	switch m.over {
	case overPalette:
		return m.say("All actions and knobs", "모든 동작과 설정")
	case overPanes:
		return m.say("Which pane in this place?", "이 자리에 어느 창?")
	case overBranches:
		return m.say("Branches: every change is one", "가지: 변경마다 하나")
	case overMarks:
		return m.say("Bookmarks", "책갈피")
	case overGuests:
		return m.say("Compare this run with (a file's name does, too)", "이 실행과 비교할 상대 (파일 이름도 된다)")
	case overHand:
		return m.say("Intervene here: each makes a branch", "여기에 끼어들기: 하나마다 가지")
	case overMatrix:
		return m.matrixTitle()
	case overColumns:
		return m.say("Columns of the table of segments", "세그먼트 표의 열")
	}
	return m.say("Knobs", "설정")
}

// listFrame is where the open list stands: its window, how many lines are above the rows, how
// many rows there are, and which item is on the first.
func (m *Model) listFrame(items []item) (outer paint.Rect, head, rows, top int) {
	if m.over.filters() || m.over == overMatrix {
		head = 1
	}
	h := m.h - 4
	if !m.over.filters() {
		h = max(min(h, len(items)+4+head), 8)
	}
	w := min(m.w-4, 92)
	outer = paint.Rect{X: (m.w - w) / 2, Y: (m.h - h) / 2, W: w, H: h}
	rows = h - 4 - head
	return outer, head, rows, max(max(min(m.choice, len(items)-1), 0)-rows+1, 0)
}

// paintList draws the open list.
func (m *Model) paintList() {
	c, th := m.canvas, m.scene.Theme
	items := m.items()
	m.choice = max(min(m.choice, len(items)-1), 0)
	outer, head, rows, top := m.listFrame(items)
	r := m.window(outer.W, outer.H, m.listTitle())
	switch {
	case m.over == overMatrix && m.mat.shown:
		c.TextIn(r.X+2, r.Y, r.W-2, m.mat.head, th.Dim)
	case m.over.filters():
		c.TextIn(r.X+1, r.Y, r.W-2, "/ "+m.filter+"█", th.Strong)
	}
	for y := 0; y < rows && top+y < len(items); y++ {
		m.paintItem(paint.Rect{X: r.X, Y: r.Y + head + y, W: r.W, H: 1}, &items[top+y], top+y == m.choice)
	}
	if len(items) == 0 {
		c.TextIn(r.X+2, r.Y+head, r.W-4, m.say("There is nothing here.", "여기에는 아무것도 없다."), th.Dim)
		return
	}
	if top > 0 {
		c.Text(r.X+r.W-1, r.Y+head, "▲", th.Dim)
	}
	if top+rows < len(items) {
		c.Text(r.X+r.W-1, r.Y+head+rows-1, "▼", th.Dim)
	}
	c.TextIn(r.X+1, r.Y+r.H-1, r.W-2, m.listHelp(&items[m.choice]), th.Dim)
}

// paintItem draws a line of a list. What stands at the right takes the room that it needs.
func (m *Model) paintItem(r paint.Rect, it *item, chosen bool) {
	c, st := m.canvas, m.scene.Theme.Plain
	if chosen {
		st = m.scene.Theme.Select
		c.Fill(r, ' ', st)
		c.Text(r.X, r.Y, "►", st)
	}
	rightW := 15
	if m.over == overBranches || m.over == overMatrix || m.over == overHand {
		rightW = 28
	}
	left := it.left
	if m.picked[it.ref] && m.over == overBranches || it.mark {
		left = "✓ " + left
	} else if m.over == overMatrix && !m.mat.shown || m.over == overColumns && it.ref >= 0 {
		left = "  " + left
	}
	c.TextIn(r.X+2, r.Y, r.W-rightW-3, left, st)
	c.TextIn(r.X+r.W-rightW, r.Y, rightW-1, it.right, st)
}

// listHelp explains the line under the cursor.
func (m *Model) listHelp(it *item) string {
	switch {
	case m.status != "":
		return m.status
	case m.over == overHand:
		return m.handHelp(it.ref)
	case m.over == overColumns && it.ref >= 0:
		return m.say(views.Columns[it.ref].About[0], views.Columns[it.ref].About[1])
	case m.over == overBranches:
		return words.Clean(m.commandOf(it.ref, 0))
	case m.over == overMatrix && m.mat.shown:
		if t := changeText(m.mat.cells[it.ref].changes); t != "" {
			return t
		}
		return m.say("as the scenario has it", "시나리오 그대로")
	case it.knob > 0:
		kn := m.knobs()[it.knob-1]
		help := words.SettingHelp(kn.Key, m.scene.Lang)
		if len(kn.Values) > 0 {
			help += " (" + strings.Join(kn.Values, ", ") + ")"
		}
		return help
	}
	return ""
}
