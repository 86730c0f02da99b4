package model

import (
	"slices"
	"sort"

	tea "charm.land/bubbletea/v2"

	"teacp/model/session"
	"teacp/scenarios"
	"teacp/views"
	"teacp/views/words"
)

// snapshot is the session as it stands. Dropped branches are left out.
func (m *Model) snapshot() session.Session {
	s := session.Session{Schema: session.Schema, Scenario: m.tree[0].src.opened, Frame: m.scene.Frame,
		Conn: m.scene.Conn, Layout: presets[m.layout].name}
	if m.opt.SeedSet {
		seed := uint64(m.opt.Seed)
		s.Seed = &seed
	}
	s.Memory = m.opt.Memory
	number := map[int]int{-1: -1}
	for _, l := range m.treeLines() { // parents come before their children
		b := &m.tree[l.i]
		number[l.i] = len(s.Branches)
		sb := session.Branch{Name: b.name, Parent: number[b.parent], At: b.at, Changes: b.run.Changes(),
			Cursor: b.cursor}
		if l.i > 0 && b.parent < 0 {
			sb.Scenario = b.src.opened
		}
		s.Branches = append(s.Branches, sb)
	}
	s.Current = number[m.cur]
	for _, b := range m.marks {
		if n, ok := number[b.Branch]; ok {
			s.Marks = append(s.Marks, session.Bookmark{Name: b.Name, Branch: n, Frame: b.Frame})
		}
	}
	for key, sp := range m.splits {
		s.Splits = append(s.Splits, session.Split{Layout: presets[key.layout].name, Class: key.class, Cols: sp.cols,
			Rows: sp.rows})
	}
	sort.Slice(s.Splits, func(i, j int) bool {
		a, b := s.Splits[i], s.Splits[j]
		return a.Layout < b.Layout || a.Layout == b.Layout && a.Class < b.Class
	})
	for i := range presets {
		if list := m.chosen[i]; len(list) > 0 {
			p := session.Panes{Layout: presets[i].name}
			for _, id := range list {
				p.Panes = append(p.Panes, views.Panes[id].Name)
			}
			s.Panes = append(s.Panes, p)
		}
	}
	s.Columns = m.columnsKept()
	if m.cmp != nil {
		s.Lock = m.cmp.lock
		for _, i := range m.cmp.cols {
			s.Compare = append(s.Compare, number[i])
		}
	}
	return s
}

// restore opens a session that session.Decode has checked. What cannot be made of it gives an error and
// changes nothing.
func (m *Model) restore(s *session.Session) error {
	sc, err := scenarios.Load(s.Scenario)
	if err != nil {
		return err
	}
	opt := m.opt
	if s.Seed != nil {
		m.opt.Seed, m.opt.SeedSet = int64(*s.Seed), true
	}
	m.opt.Memory = s.Memory
	m.opt.configure(sc.Config)
	tree, err := grownTree(s, sc)
	if err != nil {
		m.opt = opt
		return err
	}
	m.reset(sc, s.Scenario)
	tree[0].src.opened = m.opened
	m.tree = tree
	m.showBranch(s.Current)
	m.scene.Run.Extend(firstSlice)
	m.layout = presetIndex(s.Layout)
	for _, sp := range s.Splits {
		m.splits[splitKey{presetIndex(sp.Layout), sp.Class}] = split{sp.Cols, sp.Rows}
	}
	for _, p := range s.Panes {
		var list []views.PaneID
		for _, name := range p.Panes {
			if id, ok := views.PaneByName(name); ok {
				list = append(list, id)
			}
		}
		m.chosen[presetIndex(p.Layout)] = list
	}
	m.columnsAgain(s.Columns)
	for _, b := range s.Marks {
		m.marks = append(m.marks, session.Bookmark{Name: words.Clean(b.Name), Branch: b.Branch, Frame: b.Frame})
	}
	m.moveTo(max(min(s.Frame, m.scene.Run.Frames()-1), 0))
	m.seekAfterStart(s.Frame)
	m.scene.Conn = min(s.Conn, uint32(max(m.scene.Run.At(m.scene.Frame).Conns()-1, 0)))
	m.compareAgain(s)
	m.status = m.say(words.SessionRestored)
	return nil
}

// compareAgain opens the comparison of a session, with the cursor where it was.
func (m *Model) compareAgain(s *session.Session) {
	if len(s.Compare) < 2 || !slices.Contains(s.Compare, m.cur) {
		return
	}
	m.after = append(m.after, func() tea.Cmd {
		status, cmd := m.status, m.putBeside(slices.Clone(s.Compare), true)
		m.cmp.lock = s.Lock
		m.status = status
		return cmd
	})
}
