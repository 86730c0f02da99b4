package overlay

import (
	tea "charm.land/bubbletea/v2"

	"teacp/model/keymap"
	"teacp/scenarios"
	"teacp/sim"
	"teacp/views"
	"teacp/views/paint"
	"teacp/views/words"
)

// Overlay is what lies over the panes.
type Overlay interface {
	Key(h *Host, k tea.KeyPressMsg) Action
	Paste(h *Host, text string)
	Click(h *Host, x, y int) Action
	Wheel(h *Host, lines int)
	// Paint draws the overlay; it returns where the terminal's cursor stands, nil: nowhere.
	Paint(h *Host) *tea.Cursor
	// Hints are its keys, for the foot of the screen.
	Hints(h *Host) []Hint
	// Lines are what the line mode prints for it.
	Lines(h *Host) []string
}

// Hint is a key with what it does.
type Hint struct {
	Key  string
	Text words.Key
}

var (
	hintEsc  = Hint{"esc", words.HintClose}
	hintMove = Hint{"↑↓", words.HintChoose}
)

// Host is what an overlay may read of the explorer. The functions are for what costs too much
// to compute for each key.
type Host struct {
	W, H     int // of the screen
	Canvas   *paint.Canvas
	Scene    *views.Scene
	Scenario *scenarios.Scenario
	Keys     keymap.Table
	Overlays []Kind // Table, which the palette cannot name: it stands there itself
	Knobs    []sim.Knob
	Library  []scenarios.Meta
	Opened   string       // by which name or path the scenario was opened
	Recorded string       // what simulates the recording on the screen, "" if that is no recording
	Root     *sim.Run     // the run without the changes made on the screen
	Given    []sim.Change // by the command line
	Status   string       // what the foot says

	Branches    func() []Branch
	Bookmarks   func() []Bookmark
	Columns     func() Columns
	Command     func(branch int) string // the command line that opens a branch
	AnswerFrame func() int64            // where the run answers the scenario's question, or -1
}

// Branch is a line of the tree of branches.
type Branch struct {
	Index       int
	Name        string
	Text, Total string // for the tree: the name in its place, and how long the run takes
	Current     bool   // the one on the screen
	Compared    bool   // it stands in the comparison on the screen
}

// Bookmark is a named frame.
type Bookmark struct {
	Name, Where string
	Branch      int
	Frame       int64
}

// Say is the text in the language of the screen.
func (h *Host) Say(k words.Key, args ...any) string {
	if len(args) == 0 {
		return k.In(h.Scene.Lang)
	}
	return k.With(h.Scene.Lang, args...)
}

// Kind is a line of the table of overlays: the action that opens it, and how it is made. New
// returns nil and the reason where the overlay cannot be opened. An overlay without a line in the
// key table has a title: the palette lists it by that.
type Kind struct {
	Action keymap.Action
	New    func(h *Host) (Overlay, string)
	Title  func(h *Host) string
}

// Table is the table of overlays.
var Table = []Kind{
	{Action: keymap.Help, New: newHelp},
	{Action: keymap.Question, New: newQuestion},
	{Action: keymap.Knobs, New: newKnobs},
	{Action: keymap.Palette, New: newPalette},
	{Action: keymap.Panes, New: newPanes},
	{Action: keymap.CompareWith, New: newCompareWith},
	{Action: keymap.Branches, New: newBranches},
	{Action: keymap.Bookmarks, New: newBookmarks},
	{Action: keymap.Matrix, New: newMatrix},
	{Action: keymap.Intervene, New: newIntervene},
	{Action: keymap.Columns, New: newColumns},
}

// keeper is an overlay that is opened again as it was left, as long as Keep says so.
type keeper interface{ Keep(h *Host) bool }

// receiver is an overlay that takes messages of its own commands.
type receiver interface{ Receive(msg tea.Msg) }

// Layer holds the open overlay, what was typed into prompts before, and overlays that are
// opened again as they were left.
type Layer struct {
	open   Overlay
	action keymap.Action
	asked  map[string][]string
	kept   map[keymap.Action]Overlay
}

// Open opens the overlay of an action. ok is false if the action opens none; why says why it
// cannot be opened here.
func (l *Layer) Open(h *Host, act keymap.Action) (why string, ok bool) {
	for i := range Table {
		if Table[i].Action != act {
			continue
		}
		o := l.kept[act]
		if k, is := o.(keeper); !is || !k.Keep(h) {
			if o, why = Table[i].New(h); o == nil {
				return why, true
			}
		}
		if _, is := o.(keeper); is {
			if l.kept == nil {
				l.kept = map[keymap.Action]Overlay{}
			}
			l.kept[act] = o
		}
		l.open, l.action = o, act
		return "", true
	}
	return "", false
}

// Ask opens a prompt with a text in it.
func (l *Layer) Ask(p *Prompt, text string) {
	if l.asked == nil {
		l.asked = map[string][]string{}
	}
	p.begin(l.asked, text)
	l.open, l.action = p, keymap.None
}

// Refuse opens a prompt again whose text is no answer, and says why.
func (l *Layer) Refuse(p *Prompt, why string) {
	p.Refuse(why)
	l.open, l.action = p, keymap.None
}

// IsOpen reports whether an overlay is open.
func (l *Layer) IsOpen() bool { return l.open != nil }

// Is reports whether the overlay of an action is open.
func (l *Layer) Is(act keymap.Action) bool { return l.open != nil && l.action == act }

// Overlay is the open overlay, nil if there is none.
func (l *Layer) Overlay() Overlay { return l.open }

// PaintKeys draws the keys of the open overlay at the foot; the last one, which closes it, always
// fits.
func (l *Layer) PaintKeys(h *Host, k *KeyLine) {
	hints := l.open.Hints(h)
	last := len(hints) - 1
	k.Paint(h.Canvas, h.Scene, h.H-1, hints[:last], hints[last:])
}

// Close closes the open overlay.
func (l *Layer) Close() { l.open, l.action = nil, keymap.None }

// Forget drops what belongs to the scenario that was on the screen.
func (l *Layer) Forget() {
	l.Close()
	l.kept = nil
}

// Receive hands a message to the overlays that wait for one.
func (l *Layer) Receive(msg tea.Msg) {
	for _, o := range l.kept {
		if r, ok := o.(receiver); ok {
			r.Receive(msg)
		}
	}
}
