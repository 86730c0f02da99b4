package overlay

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"teacp/model/keymap"
	"teacp/views/paint"
)

// help shows how a ladder is read, and all keys with what they do.
type help struct{ top int }

func newHelp(*Host) (Overlay, string) { return &help{}, "" }

// signs are what stands in a ladder, for somebody who sees one for the first time.
var signs = []Hint{
	{"─► ◄─", "a segment on its way; 1:101 are its bytes, ACK 1 is what it acknowledges", "가는 중인 세그먼트. 1:101은 그 바이트, ACK 1은 확인하는 것"},
	{"┃", "something is held back here: data, or an ACK that is owed", "여기에서 붙들고 있다: 데이터, 또는 보낼 ACK"},
	{"⋮ 25 ms ⋮", "time in which nothing happens, left out", "아무 일도 없어 뺀 시간"},
	{"✗", "the segment is lost", "세그먼트를 잃었다"},
	{"►", "the cursor: the frame that the other panes are about", "커서: 다른 창이 보이는 프레임"},
}

// helpRow is a line of the help: a key with what it does, or a heading.
type helpRow struct {
	key, text string
	head      bool
}

// helpKeys is the width of the keys in the help.
const helpKeys = 17

// helpRows are made from the key table; what a key does is broken into lines of a width.
func helpRows(h *Host, w int) []helpRow {
	var rows []helpRow
	add := func(key, text string) {
		for _, l := range paint.Wrap(text, w) {
			rows = append(rows, helpRow{key: key, text: l})
			key = ""
		}
	}
	rows = append(rows, helpRow{text: h.Say("Reading the ladder: time runs downwards", "사다리 읽기: 시간은 아래로"), head: true})
	for _, s := range signs {
		add(s.Key, h.Say(s.En, s.Ko))
	}
	g := keymap.Group(255)
	for i := range h.Keys {
		b := &h.Keys[i]
		if b.Group != g {
			g = b.Group
			rows = append(rows, helpRow{}, helpRow{text: h.Say(g.Title()), head: true})
		}
		add(b.Names(), h.Say(b.En, b.Ko))
	}
	return rows
}

func (o *help) frame(h *Host) (paint.Rect, []helpRow) {
	w := min(h.W-4, maxWidth)
	rows := helpRows(h, w-2-helpKeys-3)
	return h.centred(w, min(h.H-2, len(rows)+2)), rows
}

// Key scrolls; the keys of the explorer for steps and scrolling do, too.
func (o *help) Key(h *Host, k tea.KeyPressMsg) Action {
	s := k.String()
	switch s {
	case "pgdown", "space":
		o.scroll(h, h.H-6)
		return nil
	case "pgup":
		o.scroll(h, 6-h.H)
		return nil
	}
	switch h.Keys.Action(s) {
	case keymap.Next, keymap.ScrollDown:
		o.scroll(h, 1)
	case keymap.Prev, keymap.ScrollUp:
		o.scroll(h, -1)
	case keymap.Start:
		o.top = 0
	case keymap.End:
		o.scroll(h, 1<<20)
	case keymap.Quit, keymap.Help, keymap.Library:
		return Close{}
	}
	return nil
}

func (o *help) scroll(h *Host, d int) {
	outer, rows := o.frame(h)
	o.top = max(min(o.top+d, len(rows)-outer.Inset().H), 0)
}

func (o *help) Paste(*Host, string) {}

// Click beside the window closes it.
func (o *help) Click(h *Host, x, y int) Action {
	if outer, _ := o.frame(h); !outer.Contains(x, y) {
		return Close{}
	}
	return nil
}

func (o *help) Wheel(h *Host, d int) { o.scroll(h, d) }

func (o *help) Hints(*Host) []Hint {
	return []Hint{{"↑↓", "line", "줄"}, {"pgup pgdown", "page", "쪽"}, hintEsc}
}

// Lines are the keys, then what the line mode can do besides.
func (o *help) Lines(h *Host) []string {
	var out []string
	for i := range h.Keys {
		b := &h.Keys[i]
		out = append(out, strings.Join(b.Keys(), " ")+": "+h.Say(b.En, b.Ko))
	}
	return append(out, "set KNOB=VALUE, all KNOB=VALUE, do N, ;CONDITION, back CONDITION, /TEXT, mark NAME, rename NAME, open BRANCH")
}

func (o *help) Paint(h *Host) *tea.Cursor {
	c, th := h.Canvas, h.Scene.Theme
	outer, rows := o.frame(h)
	r := h.window(outer, h.Say("Help", "도움말"))
	o.top = max(min(o.top, len(rows)-r.H), 0)
	for y := 0; y < r.H && o.top+y < len(rows); y++ {
		l := rows[o.top+y]
		x, st := r.X+1, th.Strong
		if !l.head {
			c.TextIn(x+1, r.Y+y, helpKeys-1, l.key, th.Key)
			x, st = x+1+helpKeys, th.Plain
		}
		c.TextIn(x, r.Y+y, r.X+r.W-x-1, l.text, st)
	}
	h.scrollMarks(r, o.top > 0, o.top+r.H < len(rows))
	return nil
}
