package overlay

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"teacp/sim"
	"teacp/views/words"
)

// Rival is what can stand beside the run on the screen: a branch, the same run under another
// stack profile, or a run of another scenario.
type Rival struct {
	Branch   int    // -1: none
	Profile  string // or ""
	Scenario string // name or path, or ""
}

const (
	maxFiles = 200 // are offered
	maxPath  = 250 // characters of a file's name
)

// newCompareWith lists what to compare the run with. A file's name that is typed does, too.
func newCompareWith(*Host) (Overlay, string) {
	filter := newFilter(maxPath)
	l := &List{
		filter: filter,
		title:  titled(words.ListGuests),
		hints: always(
			hintMove, Hint{"enter", words.HintPutBeside}, Hint{"a–z", words.HintFilterOrFile},
			Hint{"tab", words.HintCompletePath}, hintEsc,
		),
		items: func(h *Host) []Item { return rivalItems(h, filter) },
	}
	l.choose = func(_ *Host, it *Item) Action {
		if it.Do == nil { // a folder: its files are offered next
			filter.Set(it.Left)
			l.choice = 0
		}
		return it.Do
	}
	l.key = func(_ *Host, _ *Item, s string) (Action, bool) {
		if s != "tab" {
			return nil, false
		}
		if name := completeFile(filter.Value()); name != "" {
			filter.Set(name)
			l.choice = 0
		}
		return nil, true
	}
	return l, ""
}

func rivalItems(h *Host, filter *Input) (out []Item) {
	add := func(left, right string, r Rival) {
		if filter.matches(left + " " + right) {
			out = append(out, Item{Left: left, Right: right, Do: Close{CompareWith{r}}})
		}
	}
	for _, b := range h.Branches() {
		if !b.Current && !b.Compared {
			add(words.Clean(b.Name), h.Say(words.BranchUnnamed), Rival{Branch: b.Index})
		}
	}
	for _, p := range otherProfiles(h) {
		add("profile="+p, h.Say(words.GuestProfile), Rival{Branch: -1, Profile: p})
	}
	if h.Recorded != "" {
		add(h.Say(words.GuestSimulation), h.Say(words.GuestConformance), Rival{Branch: -1, Scenario: h.Recorded})
	}
	out = append(out, fileItems(h, filter.Value())...)
	for i := range h.Library {
		if m := &h.Library[i]; m.Name != h.Opened {
			title := m.Title.In(h.Scene.Lang) + " (" + m.Name + ")"
			add(title, h.Say(words.GuestScenario), Rival{Branch: -1, Scenario: m.Name})
		}
	}
	return out
}

// otherProfiles are the stack profiles that the run does not have.
func otherProfiles(h *Host) (out []string) {
	i := slices.IndexFunc(h.Knobs, func(k sim.Knob) bool { return k.Name == "profile" })
	if i < 0 {
		return nil
	}
	k := &h.Knobs[i]
	now := k.Format(h.Scene.Run.At(0).Value(k))
	for _, p := range k.Values {
		if p != now {
			out = append(out, p)
		}
	}
	return out
}

// fileItems are the files whose names begin with what was typed.
func fileItems(h *Host, typed string) (out []Item) {
	for _, f := range filesLike(typed) {
		abs, err := filepath.Abs(f.name)
		if err != nil {
			continue
		}
		if f.folder {
			out = append(out, Item{
				Left:  words.Clean(f.name + string(filepath.Separator)),
				Right: h.Say(words.GuestFolder),
			})
			continue
		}
		out = append(out, Item{
			Left:  words.Clean(filepath.Base(f.name)),
			Right: h.Say(words.GuestFile),
			Do:    Close{CompareWith{Rival{Branch: -1, Scenario: abs}}},
		})
	}
	return out
}

// fileLike is a file or a folder whose name begins as what was typed.
type fileLike struct {
	name   string
	folder bool
}

// filesLike are the files whose names begin with what was typed, where that looks like the
// name of one: a scenario, a capture, a recording.
func filesLike(begun string) []fileLike {
	if !strings.ContainsAny(begun, `/\.`) {
		return nil
	}
	found, err := filepath.Glob(globQuote(begun) + "*")
	if err != nil {
		return nil
	}
	var out []fileLike
	for _, f := range found[:min(len(found), maxFiles)] {
		if info, err := os.Stat(f); err == nil && (info.IsDir() || info.Mode().IsRegular()) {
			out = append(out, fileLike{f, info.IsDir()})
		}
	}
	return out
}

// completeFile goes on with a file's name that was begun, as far as all that fit agree; "" if
// none does or the name is too long.
func completeFile(begun string) string {
	found := filesLike(begun)
	if len(found) == 0 {
		return ""
	}
	var names []string
	for _, f := range found {
		names = append(names, f.name)
	}
	out := common(names)
	if len(found) == 1 && found[0].folder {
		out += string(filepath.Separator)
	}
	if len(out) > maxPath {
		return ""
	}
	return out
}

// globQuote makes a name stand for itself in a pattern.
func globQuote(s string) string {
	if filepath.Separator == '\\' { // there it is no pattern's quote
		return s
	}
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`).Replace(s)
}
