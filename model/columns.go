package model

import (
	"slices"
	"strings"

	"teacp/model/session"
	"teacp/views"
	"teacp/views/words"
)

// columnSets are the sets of columns of the table of segments, and which one is shown.
type columnSets struct {
	*cursor
	config *session.Config
	sets   []session.ColumnSet
	setAt  int
}

// resetColumns puts the sets of the configuration in force.
func (t *columnSets) resetColumns() {
	t.sets = t.config.Sets()
	t.setAt = max(session.SetNamed(t.sets, t.config.Columns), 0)
	t.showColumns()
}

// showColumns hands the columns of the current set to the panes.
func (t *columnSets) showColumns() {
	t.setAt = max(min(t.setAt, len(t.sets)-1), 0)
	t.scene.Columns, _ = views.ColumnsOf(t.sets[t.setAt].Cols)
}

// chooseColumns chooses a set.
func (t *columnSets) chooseColumns(i int) {
	t.setAt = i
	t.edits++
	t.showColumns()
}

// useColumns chooses a set and says which columns it has.
func (m *Model) useColumns(i int) {
	m.chooseColumns(i)
	s := &m.sets[m.setAt]
	m.status = m.say(words.ColumnsUsed, s.Name, strings.Join(s.Cols, " "))
	if !m.shows(func(p *views.Pane) bool { return p.Columns }) {
		m.status += m.say(words.ColumnsWhere)
	}
}

// changeColumns gives the current set other columns.
func (t *columnSets) changeColumns(cols []int) {
	s := &t.sets[t.setAt]
	s.Cols = nil
	for _, i := range cols {
		s.Cols = append(s.Cols, views.Columns[i].Name)
	}
	s.Made = true
	t.edits++
	t.showColumns()
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
func (t *columnSets) dropColumns(i int) {
	name := t.sets[i].Name
	given := t.config.Sets()
	if k := session.SetNamed(given, name); k >= 0 {
		t.sets[i] = given[k]
		t.status = t.say(words.ColumnsReset) + name
	} else {
		t.sets = slices.Delete(t.sets, i, i+1)
		if t.setAt >= i {
			t.setAt--
		}
		t.status = t.say(words.Dropped) + name
	}
	t.edits++
	t.showColumns()
}

// columnsKept is what a session keeps of the columns, nil where nobody has touched them.
func (t *columnSets) columnsKept() *session.Columns {
	k := session.Columns{Set: t.sets[t.setAt].Name}
	for i := range t.sets {
		if s := &t.sets[i]; s.Made {
			k.Sets = append(k.Sets, session.SavedColumnSet{Name: s.Name, Columns: s.Cols})
		}
	}
	if len(k.Sets) == 0 && t.setAt == max(session.SetNamed(t.sets, t.config.Columns), 0) {
		return nil
	}
	return &k
}

// columnsAgain puts the columns of a session in force; what it names wrongly is left out.
func (t *columnSets) columnsAgain(k *session.Columns) {
	if k == nil {
		return
	}
	for _, s := range k.Sets {
		name := words.Clean(s.Name)
		if session.CheckSet(name, s.Columns) != nil {
			continue
		}
		set := session.ColumnSet{Name: name, Cols: s.Columns, Made: true}
		if i := session.SetNamed(t.sets, name); i >= 0 {
			t.sets[i] = set
		} else if len(t.sets) < session.MaxColumnSets {
			t.sets = append(t.sets, set)
		}
	}
	t.setAt = max(session.SetNamed(t.sets, k.Set), 0)
	t.showColumns()
}
