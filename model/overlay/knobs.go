package overlay

import (
	"fmt"
	"strings"

	"teacp/views/words"
)

// newKnobs lists the knobs with their values at the cursor.
func newKnobs(*Host) (Overlay, string) {
	filter := newFilter(maxFilter)
	return &List{
		filter: filter,
		title:  titled(words.ListSettings),
		hints: always(
			hintMove, Hint{"←→", words.HintChangeFromHere}, Hint{"alt+←→", words.HintChangeWholeRun},
			Hint{"a–z", words.HintFilter}, hintEsc,
		),
		items: func(h *Host) []Item { return knobItems(h, filter) },
		key:   turnKnobKey,
		about: knobHelp,
		lines: func(h *Host) []string {
			return []string{h.Say(words.PlainSet)}
		},
	}, ""
}

// knobItems are the knobs that match a filter; without one, all but the kernel details. Enter gives
// one its next value.
func knobItems(h *Host, filter *Input) (out []Item) {
	w := h.Scene.Run.At(h.Scene.Frame)
	for i := range h.Knobs {
		k := &h.Knobs[i]
		if k.Detail && filter.Value() == "" {
			continue
		}
		label := words.SettingLabel(k.Key, h.Scene.Lang)
		if filter.matches(k.Name + " " + label) {
			out = append(out, Item{Left: k.Name + " — " + label, Right: k.Format(w.Value(k)), Do: TurnKnob{Knob: i}})
		}
	}
	return out
}

// turnKnobKey turns the knob of a row with the arrows; with Alt for the whole run.
func turnKnobKey(_ *Host, it *Item, s string) (Action, bool) {
	if s != "left" && s != "right" && s != "alt+left" && s != "alt+right" || it == nil {
		return nil, false
	}
	t, ok := it.Do.(TurnKnob)
	if !ok {
		return nil, false
	}
	t.Previous, t.WholeRun = strings.HasSuffix(s, "left"), strings.HasPrefix(s, "alt+")
	return t, true
}

// knobHelp says what the knob of a row is, and which values it has.
func knobHelp(h *Host, it *Item) string {
	t, ok := it.Do.(TurnKnob)
	if !ok {
		return ""
	}
	k := &h.Knobs[t.Knob]
	text := words.SettingHelp(k.Key, h.Scene.Lang)
	if len(k.Values) == 0 {
		return text
	}
	return fmt.Sprintf("%s (%s)", text, strings.Join(k.Values, ", "))
}
