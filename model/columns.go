package model

import (
	"slices"

	"teacp/model/overlay"
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

// columnsKept is what a session keeps of the columns, nil where none was changed.
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

// columnList are the sets of columns as their list shows them.
func (t *columnSets) columnList() overlay.Columns {
	out := overlay.Columns{Current: t.setAt, Shown: t.scene.Columns}
	for _, s := range t.sets {
		out.Sets = append(out.Sets, overlay.ColumnSet{Name: s.Name, Columns: s.Cols, Changed: s.Made})
	}
	return out
}
