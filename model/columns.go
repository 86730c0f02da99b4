package model

import (
	"slices"
	"strings"

	"teacp/model/session"
	"teacp/views"
	"teacp/views/words"
)

// resetColumns puts the sets of the configuration in force.
func (m *Model) resetColumns() {
	m.sets = m.config.Sets()
	m.setAt = max(session.SetNamed(m.sets, m.config.Columns), 0)
	m.showColumns()
}

// showColumns hands the columns of the current set to the panes.
func (m *Model) showColumns() {
	m.setAt = max(min(m.setAt, len(m.sets)-1), 0)
	m.scene.Columns, _ = views.ColumnsOf(m.sets[m.setAt].Cols)
}

// useColumns chooses a set.
func (m *Model) useColumns(i int) {
	m.setAt = i
	m.edits++
	m.showColumns()
	s := &m.sets[m.setAt]
	m.status = m.say(words.ColumnsUsed, s.Name, strings.Join(s.Cols, " "))
	if !m.shows(func(p *views.Pane) bool { return p.Columns }) {
		m.status += m.say(words.ColumnsWhere)
	}
}

// changeColumns gives the current set other columns.
func (m *Model) changeColumns(cols []int) {
	s := &m.sets[m.setAt]
	s.Cols = nil
	for _, i := range cols {
		s.Cols = append(s.Cols, views.Columns[i].Name)
	}
	s.Made = true
	m.edits++
	m.showColumns()
}

// keepColumns makes a set of the columns on the screen, under a name.
func (m *Model) keepColumns(name string) {
	cols := slices.Clone(m.sets[m.setAt].Cols)
	i := session.SetNamed(m.sets, name)
	switch err := session.CheckSet(name, cols); {
	case err != nil:
		m.status = m.reason(err)
		return
	case i < 0 && len(m.sets) >= session.MaxColumnSets:
		m.status = m.say(words.ColumnsLimit, session.MaxColumnSets)
		return
	case i < 0:
		m.sets = append(m.sets, session.ColumnSet{})
		i = len(m.sets) - 1
	}
	m.sets[i] = session.ColumnSet{Name: name, Cols: cols, Made: true}
	m.useColumns(i)
}

// dropColumns takes back what was changed in a set, or drops one that was made by hand.
func (m *Model) dropColumns(i int) {
	name := m.sets[i].Name
	given := m.config.Sets()
	if k := session.SetNamed(given, name); k >= 0 {
		m.sets[i] = given[k]
		m.status = m.say(words.ColumnsReset) + name
	} else {
		m.sets = slices.Delete(m.sets, i, i+1)
		if m.setAt >= i {
			m.setAt--
		}
		m.status = m.say(words.Dropped) + name
	}
	m.edits++
	m.showColumns()
}

// columnsKept is what a session keeps of the columns, nil where nobody has touched them.
func (m *Model) columnsKept() *session.Columns {
	k := session.Columns{Set: m.sets[m.setAt].Name}
	for i := range m.sets {
		if s := &m.sets[i]; s.Made {
			k.Sets = append(k.Sets, session.SavedColumnSet{Name: s.Name, Columns: s.Cols})
		}
	}
	if len(k.Sets) == 0 && m.setAt == max(session.SetNamed(m.sets, m.config.Columns), 0) {
		return nil
	}
	return &k
}

// columnsAgain puts the columns of a session in force; what it names wrongly is left out.
func (m *Model) columnsAgain(k *session.Columns) {
	if k == nil {
		return
	}
	for _, s := range k.Sets {
		name := words.Clean(s.Name)
		if session.CheckSet(name, s.Columns) != nil {
			continue
		}
		set := session.ColumnSet{Name: name, Cols: s.Columns, Made: true}
		if i := session.SetNamed(m.sets, name); i >= 0 {
			m.sets[i] = set
		} else if len(m.sets) < session.MaxColumnSets {
			m.sets = append(m.sets, set)
		}
	}
	m.setAt = max(session.SetNamed(m.sets, k.Set), 0)
	m.showColumns()
}
