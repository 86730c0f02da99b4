package overlay

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"teacp/model/keymap"
	"teacp/views/paint"
	"teacp/views/words"
)

// Item is a row of a list.
type Item struct {
	Left, Right string
	Mark        string // before the text: picked or not
	Ref         int    // what the row stands for
	Do          Action // what Enter does, unless the list has a function for it
}

// List is an overlay of rows. A list without a filter takes letters as commands.
type List struct {
	title func(h *Host) string
	items func(h *Host) []Item
	hints func(h *Host) []Hint

	choose func(h *Host, it *Item) Action                   // Enter; nil: the item's own action
	key    func(h *Host, it *Item, s string) (Action, bool) // a key of the list; it is nil in an empty list
	about  func(h *Host, it *Item) string                   // what the last line says about a row
	head   func(h *Host) string                             // a line above the rows
	lines  func(h *Host) []string                           // behind the rows in the line mode

	filter *Input // nil: letters are commands
	right  int    // columns of the right text; 0: narrowRight
	click  string // the key that a click on the chosen row presses; "": enter

	choice int
	number bool // rows are numbered in the line mode
	follow *int // the row with this Ref becomes the chosen one
}

const (
	narrowRight = 15
	wideRight   = 28
	maxFilter   = 60
	listPage    = 10
)

// titled is a title that depends on the language alone.
func titled(k words.Key) func(h *Host) string {
	return func(h *Host) string { return h.Say(k) }
}

// always are hints that are the same whatever the list shows.
func always(list ...Hint) func(h *Host) []Hint { return func(*Host) []Hint { return list } }

// newFilter is an empty filter of a list.
func newFilter(limit int) *Input {
	in := NewInput(limit)
	return &in
}

// matches reports whether a text has what was typed into a filter.
func (in *Input) matches(s string) bool {
	return words.Found(s, in.Value())
}

// rows are the items, with the chosen one within them.
func (l *List) rows(h *Host) []Item {
	items := l.items(h)
	if l.follow != nil {
		for i := range items {
			if items[i].Ref == *l.follow {
				l.choice = i
			}
		}
		l.follow = nil
	}
	l.choice = max(min(l.choice, len(items)-1), 0)
	return items
}

// Items are the rows of the list.
func (l *List) Items(h *Host) []Item { return l.rows(h) }

// Filter is the input of the list, nil if it has none.
func (l *List) Filter() *Input { return l.filter }

// Choice is the chosen row.
func (l *List) Choice() int { return l.choice }

// Choose moves to a row.
func (l *List) Choose(i int) { l.choice = i }

// Key answers a key.
func (l *List) Key(h *Host, k tea.KeyPressMsg) Action {
	items, s := l.rows(h), k.String()
	var it *Item
	if l.choice < len(items) {
		it = &items[l.choice]
	}
	if s == "esc" {
		return Close{}
	}
	if l.key != nil {
		if act, ok := l.key(h, it, s); ok {
			return act
		}
	}
	if l.move(len(items), s) {
		return nil
	}
	switch {
	case s == "enter":
		return l.enter(h, it)
	case l.filter != nil:
		if l.filter.Key(k) {
			l.choice = 0
		}
	case s == "q":
		return Close{}
	}
	return nil
}

// move moves the choice; false if the key moves nothing. In a filter with text in it, home
// and end move its cursor.
func (l *List) move(n int, s string) bool {
	switch s {
	case "down", "ctrl+n":
		l.choice++
	case "up":
		l.choice--
	case "pgdown":
		l.choice += listPage
	case "pgup":
		l.choice -= listPage
	case "home", "end":
		if l.filter != nil && l.filter.Value() != "" {
			return false
		}
		if l.choice = 0; s == "end" {
			l.choice = n - 1
		}
	case "j", "k":
		if l.filter != nil {
			return false
		}
		if l.choice++; s == "k" {
			l.choice -= 2
		}
	default:
		return false
	}
	l.choice = max(min(l.choice, n-1), 0)
	return true
}

func (l *List) enter(h *Host, it *Item) Action {
	switch {
	case it == nil:
		return nil
	case l.choose != nil:
		return l.choose(h, it)
	}
	return it.Do
}

// Paste puts a text into the filter.
func (l *List) Paste(_ *Host, text string) {
	if l.filter != nil {
		l.filter.Insert(text)
		l.choice = 0
	}
}

// Click moves to a row, does what the chosen row says, or closes the list.
func (l *List) Click(h *Host, x, y int) Action {
	items := l.rows(h)
	outer, in, top := l.frame(h, len(items))
	i := top + y - in.Y
	switch {
	case !outer.Contains(x, y):
		return Close{}
	case y < in.Y || y >= in.Y+in.H || i >= len(items):
	case i != l.choice:
		l.choice = i
	case l.key != nil && l.click != "":
		act, _ := l.key(h, &items[i], l.click)
		return act
	default:
		return l.enter(h, &items[i])
	}
	return nil
}

// Wheel moves the choice.
func (l *List) Wheel(h *Host, d int) {
	l.choice += d
	l.rows(h)
}

// Hints are the keys of the list.
func (l *List) Hints(h *Host) []Hint { return l.hints(h) }

// Lines are the rows for the line mode.
func (l *List) Lines(h *Host) []string {
	var out []string
	for i, it := range l.rows(h) {
		line := strings.TrimSpace(it.Left + "  " + it.Right)
		if l.number {
			line = fmt.Sprintf("%d. %s", i+1, line)
		}
		out = append(out, line)
	}
	if l.lines != nil {
		out = append(out, l.lines(h)...)
	}
	return out
}

// frame is where the list stands: its window, the rectangle of its rows, and the row on the
// first line.
func (l *List) frame(h *Host, n int) (outer, rows paint.Rect, top int) {
	head := 0
	if l.filter != nil || l.head != nil {
		head = 1
	}
	height := h.H - 4
	if l.filter == nil {
		height = max(min(height, n+4+head), 8)
	}
	outer = h.centred(min(h.W-4, maxWidth), height)
	rows = outer.Inset()
	rows.Y, rows.H = rows.Y+head, height-4-head
	return outer, rows, max(l.choice-rows.H+1, 0)
}

// Paint draws the list; the cursor stands in its filter.
func (l *List) Paint(h *Host) (cur *tea.Cursor) {
	c, th := h.Canvas, h.Scene.Theme
	items := l.rows(h)
	outer, rows, top := l.frame(h, len(items))
	in := h.window(outer, l.title(h))
	switch {
	case l.filter != nil:
		x := c.Text(in.X+1, in.Y, "/ ", th.Strong)
		cur = l.filter.Paint(c, x, in.Y, in.X+in.W-1-x, th.Strong)
	case l.head != nil:
		c.TextIn(in.X+2, in.Y, in.W-2, l.head(h), th.Dim)
	}
	for y := 0; y < rows.H && top+y < len(items); y++ {
		l.paintRow(h, paint.Rect{X: rows.X, Y: rows.Y + y, W: rows.W, H: 1}, &items[top+y], top+y == l.choice)
	}
	if len(items) == 0 {
		c.TextIn(in.X+2, rows.Y, in.W-4, h.Say(words.ListEmpty), th.Dim)
		return cur
	}
	h.scrollMarks(rows, top > 0, top+rows.H < len(items))
	c.TextIn(in.X+1, in.Y+in.H-1, in.W-2, l.foot(h, &items[l.choice]), th.Dim)
	return cur
}

// foot is the last line: what the explorer said last, or what the chosen row is about.
func (l *List) foot(h *Host, it *Item) string {
	switch {
	case h.Status != "":
		return h.Status
	case l.about != nil:
		return l.about(h, it)
	}
	return ""
}

// paintRow draws a row. What stands at the right takes the room that it needs.
func (l *List) paintRow(h *Host, r paint.Rect, it *Item, chosen bool) {
	c, st := h.Canvas, h.Scene.Theme.Plain
	if chosen {
		st = h.Scene.Theme.Select
		c.Fill(r, ' ', st)
		c.Text(r.X, r.Y, "►", st)
	}
	right := l.right
	if right == 0 {
		right = narrowRight
	}
	c.TextIn(r.X+2, r.Y, r.W-right-3, it.Mark+it.Left, st)
	c.TextIn(r.X+r.W-right, r.Y, right-1, it.Right, st)
}

// closes makes the keys of a list of those that close it: the ones that opened it.
func closes(h *Host, act keymap.Action, s string) bool { return h.Keys.Action(s) == act }
