package model

import (
	"os"
	"path/filepath"
	"strings"

	tea "charm.land/bubbletea/v2"

	"teacp/sim"
	"teacp/views/words"
)

// What can stand beside the run on the screen: a branch, the same run under another stack
// profile, or a run of another scenario. The last comes in as a branch without a parent.

// guest is a line of the list of what to compare with.
type guest struct {
	branch   int    // -1: none
	profile  string // or ""
	scenario string // or ""
	folder   string // or "": its files are offered next
}

// guests are the lines that match the filter.
func (m *Model) guests(match func(string) bool) (items []item, list []guest) {
	add := func(left, right string, g guest) {
		if match(left + " " + right) {
			items = append(items, item{left: left, right: right, ref: len(list)})
			list = append(list, g)
		}
	}
	for _, l := range m.treeLines() {
		if l.i != m.cur && (m.cmp == nil || !m.cmp.has(l.i)) {
			add(words.Clean(m.tree[l.i].name), m.say("branch", "가지"), guest{branch: l.i})
		}
	}
	if k, ok := m.knob("profile"); ok {
		now := k.Format(m.scene.Run.At(0).Value(k))
		for _, p := range k.Values {
			if p != now {
				add("profile="+p, m.say("profile", "프로파일"), guest{branch: -1, profile: p})
			}
		}
	}
	if home := m.tree[m.root()].src; home.sc.Config.Replays() && strings.HasSuffix(home.opened, ".json") {
		add(m.say("its simulation", "이 기록의 모의"), m.say("conformance", "대조"), guest{branch: -1, scenario: simulated + home.opened})
	}
	for _, f := range filesLike(m.filter) {
		abs, err := filepath.Abs(f.name)
		if err != nil {
			continue
		}
		left, right, g := filepath.Base(f.name), m.say("file", "파일"), guest{branch: -1, scenario: abs}
		if f.folder {
			left += string(filepath.Separator)
			right, g = m.say("folder", "폴더"), guest{branch: -1, folder: f.name + string(filepath.Separator)}
		}
		items = append(items, item{left: words.Clean(left), right: right, ref: len(list)})
		list = append(list, g)
	}
	for i := range m.metas {
		if meta := &m.metas[i]; meta.Name != m.opened {
			add(meta.Title.In(m.scene.Lang)+" ("+meta.Name+")", m.say("scenario", "시나리오"), guest{branch: -1, scenario: meta.Name})
		}
	}
	return items, list
}

// fileLike is a file or a folder whose name begins as what was typed.
type fileLike struct {
	name   string
	folder bool
}

// maxFiles limits how many files are offered.
const maxFiles = 200

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

// completeFile goes on with a file's name that was begun, as far as all that fit agree.
func (m *Model) completeFile() {
	found := filesLike(m.filter)
	if len(found) == 0 {
		return
	}
	common := found[0].name
	for _, f := range found[1:] {
		for !strings.HasPrefix(f.name, common) {
			common = chop(common)
		}
	}
	if len(found) == 1 && found[0].folder {
		common += string(filepath.Separator)
	}
	if len(common) <= maxPath {
		m.filter, m.choice = common, 0
	}
}

// globQuote makes a name stand for itself in a pattern.
func globQuote(s string) string {
	if filepath.Separator == '\\' { // there it is no pattern's quote
		return s
	}
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`).Replace(s)
}

// maxPath limits a file's name that is typed in a list.
const maxPath = 250

// matches is the filter of a list.
func (m *Model) matches(s string) bool {
	return strings.Contains(strings.ToLower(s), strings.ToLower(m.filter))
}

// invite puts what was chosen beside the run on the screen.
func (m *Model) invite(ref int) tea.Cmd {
	_, list := m.guests(m.matches)
	if ref < len(list) && list[ref].folder != "" {
		m.filter, m.choice = list[ref].folder, 0
		return nil
	}
	m.over = overNone
	if ref >= len(list) {
		return nil
	}
	cols := []int{m.cur}
	if m.cmp != nil {
		if len(m.cmp.cols) == maxColumns {
			m.status = m.say("Four runs stand side by side already.", "이미 네 실행을 나란히 보고 있다.")
			return nil
		}
		cols = append([]int(nil), m.cmp.cols...)
	}
	g := list[ref]
	i := g.branch
	if i < 0 {
		var err error
		if i, err = m.admit(g); err != nil {
			m.status = words.Clean(err.Error())
			return nil
		}
	}
	return m.compareBranches(append(cols, i))
}

// admit makes a branch for a profile or a scenario, without leaving the one on the screen.
func (m *Model) admit(g guest) (int, error) {
	b := branch{parent: -1, next: -1, name: filepath.Base(g.scenario)}
	var err error
	if g.profile != "" {
		here := &m.tree[m.cur]
		b.src, b.parent, b.name = here.src, m.cur, "profile="+g.profile
		changes := append([]sim.Change{{Knob: "profile", Value: g.profile}}, without(append([]sim.Change(nil), here.run.Changes()...), "profile")...)
		if i := m.same(changes); i >= 0 {
			return i, nil
		}
		b.run, err = here.run.With(changes)
	} else {
		for i := range m.tree {
			if t := &m.tree[i]; !t.gone && t.src.opened == g.scenario && len(t.run.Changes()) == 0 {
				return i, nil
			}
		}
		if b.src, err = load(g.scenario); err != nil {
			return 0, err
		}
		b.run, err = sim.New(b.src.sc.Config, nil)
	}
	if err != nil {
		return 0, err
	}
	b.run.Extend(firstSlice)
	if b.src.trace != nil && g.profile == "" {
		b.name = m.say("simulated", "모의")
	}
	b.name = m.freeName(b.name)
	m.tree = append(m.tree, b)
	return len(m.tree) - 1, nil
}
