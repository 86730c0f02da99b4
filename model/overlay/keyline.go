package overlay

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/help"
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"teacp/views"
	"teacp/views/paint"
)

// KeyLine is the line of keys at the foot, rendered by Bubbles' help. It knows where the names of
// keys stand, also elsewhere on the screen: a click there presses the key.
type KeyLine struct {
	spots []spot
	made  lineOf // what line was rendered for: rendering takes longer than all else of a screen
	line  string
}

// lineOf is what a line of keys depends on.
type lineOf struct {
	hints []Hint
	lang  string
	theme *paint.Theme
}

// spot is a place that names a key.
type spot struct {
	x0, x1, y int
	key       string
}

// betweenHints stands between two hints.
const betweenHints = "  "

// Clear forgets the places of the screen before.
func (k *KeyLine) Clear() { k.spots = k.spots[:0] }

// Add says that the name of a key stands on line y from x0 up to x1.
func (k *KeyLine) Add(x0, x1, y int, name string) { k.spots = append(k.spots, spot{x0, x1, y, name}) }

// named are the keys with names that stand on the screen.
var named = map[string]rune{
	"→": tea.KeyRight, "←": tea.KeyLeft, "enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab,
	"space": tea.KeySpace,
}

// KeyAt is the key whose name stands at a place.
func (k *KeyLine) KeyAt(x, y int) (msg tea.KeyPressMsg, ok bool) {
	for _, s := range k.spots {
		if y != s.y || x < s.x0 || x >= s.x1 {
			continue
		}
		name := s.key
		for prefix, bit := range map[string]tea.KeyMod{"ctrl+": tea.ModCtrl, "alt+": tea.ModAlt} {
			if rest, ok := strings.CutPrefix(name, prefix); ok {
				name, msg.Mod = rest, bit
			}
		}
		if msg.Code, ok = named[name]; ok {
			return msg, true
		}
		r := []rune(name)
		if len(r) != 1 {
			return msg, false
		}
		if msg.Code = r[0]; msg.Mod == 0 {
			msg.Text = name
		}
		return msg, true
	}
	return msg, false
}

// Paint draws as many of a list of hints as fit in front of the last ones.
func (k *KeyLine) Paint(c *paint.Canvas, s *views.Scene, y int, list, last []Hint) {
	room := c.W + 1 // a blank before, none behind
	for _, h := range last {
		room -= h.width(s.Lang)
	}
	fit := list[:0:0]
	for _, h := range list {
		if w := h.width(s.Lang); w <= room {
			room -= w
			fit = append(fit, h)
		}
	}
	fit = append(fit, last...)
	if k.made.lang != s.Lang || k.made.theme != s.Theme || !slices.Equal(k.made.hints, fit) {
		k.made, k.line = lineOf{fit, s.Lang, s.Theme}, render(fit, s)
	}
	c.Styled(1, y, k.line)
	x := 1
	for _, h := range fit {
		w := h.width(s.Lang)
		k.Add(x, x+w-len(betweenHints), y, h.Key)
		x += w
	}
}

// width is the columns of a hint with the blanks behind it.
func (h *Hint) width(lang string) int {
	return paint.Width(h.Key) + 1 + paint.Width(h.Text.In(lang)) + len(betweenHints)
}

// render is the line of hints with styles.
func render(list []Hint, s *views.Scene) string {
	line := help.New()
	line.ShortSeparator = betweenHints
	line.Styles.ShortKey, line.Styles.ShortDesc = s.Theme.Key.Lip(), s.Theme.Dim.Lip()
	var keys []key.Binding
	for _, h := range list {
		keys = append(keys, key.NewBinding(key.WithKeys(h.Key), key.WithHelp(h.Key, h.Text.In(s.Lang))))
	}
	return line.ShortHelpView(keys)
}
