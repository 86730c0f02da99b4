package model

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"teacp/views"
)

// columnSet is a named list of columns of the table of segments.
type columnSet struct {
	name string
	cols []string
	made bool // by hand, in this sitting: the session keeps it
}

// builtColumns are the sets that the program has.
var builtColumns = []columnSet{
	{name: "standard", cols: views.StandardColumns},
	{name: "times", cols: []string{"number", "frame", "time", "received", "took", "conn", "dir", "flags", "range", "ack", "rtt", "since"}},
	{name: "windows", cols: []string{"frame", "time", "conn", "dir", "flags", "range", "ack", "win", "cwnd", "ssthresh", "flight", "peer-win", "why"}},
	{name: "options", cols: []string{"frame", "time", "conn", "dir", "flags", "range", "ack", "win", "options"}},
	{name: "wire", cols: []string{"number", "time", "conn", "dir", "flags", "seq-raw", "ack-raw", "len", "win", "bytes", "queue", "loss"}},
	{name: "words", cols: []string{"frame", "time", "conn", "dir", "flags", "range", "why", "sentence"}},
}

// maxColumnSets limits how many sets there are: each has a number key in the list.
const maxColumnSets = 9

// columnSets are the program's sets, with those of the configuration in their places or
// behind them.
func (c *Config) columnSets() []columnSet {
	out := slices.Clone(builtColumns)
	for _, name := range slices.Sorted(maps.Keys(c.ColumnSets)) {
		set := columnSet{name: name, cols: c.ColumnSets[name]}
		if i := setNamed(out, name); i >= 0 {
			out[i] = set
		} else {
			out = append(out, set)
		}
	}
	return out
}

func setNamed(list []columnSet, name string) int {
	return slices.IndexFunc(list, func(s columnSet) bool { return s.name == name })
}

// checkColumns refuses columns that do not exist, and sets that nothing can be done with.
func (c *Config) checkColumns() error {
	for name, cols := range c.ColumnSets {
		if err := checkSet(name, cols); err != nil {
			return fmt.Errorf("column_sets: %w", err)
		}
	}
	sets := c.columnSets()
	if len(sets) > maxColumnSets {
		return fmt.Errorf("column_sets: expected at most %d sets with the program's own, found %d", maxColumnSets, len(sets))
	}
	if c.Columns != "" && setNamed(sets, c.Columns) < 0 {
		return fmt.Errorf("columns: expected one of %s, found %q", strings.Join(setNames(sets), ", "), c.Columns)
	}
	return nil
}

// checkSet refuses a set with an unknown or doubled column, or with none.
func checkSet(name string, cols []string) error {
	if name = views.Clean(name); name == "" || views.Width(name) > maxSetName {
		return fmt.Errorf("expected a name of at most %d columns, found %q", maxSetName, name)
	}
	if len(cols) == 0 {
		return fmt.Errorf("%s: expected at least one column", name)
	}
	if _, bad := views.ColumnsOf(cols); bad != "" {
		if _, ok := views.ColumnByName(bad); ok {
			return fmt.Errorf("%s: %q stands there twice", name, bad)
		}
		return fmt.Errorf("%s: there is no column %q; expected some of %s", name, views.Clean(bad), strings.Join(views.ColumnNames(), ", "))
	}
	return nil
}

const maxSetName = 20

func setNames(list []columnSet) []string {
	var out []string
	for i := range list {
		out = append(out, list[i].name)
	}
	return out
}

// resetColumns puts the sets of the configuration in force.
func (m *Model) resetColumns() {
	m.sets = m.config.columnSets()
	m.setAt = max(setNamed(m.sets, m.config.Columns), 0)
	m.showColumns()
}

// showColumns hands the columns of the current set to the panes.
func (m *Model) showColumns() {
	m.setAt = max(min(m.setAt, len(m.sets)-1), 0)
	m.scene.Columns, _ = views.ColumnsOf(m.sets[m.setAt].cols)
}

// useColumns chooses a set.
func (m *Model) useColumns(i int) {
	m.setAt = i
	m.edits++
	m.showColumns()
	s := &m.sets[m.setAt]
	m.status = fmt.Sprintf(m.say("Columns: %s (%s).", "열: %s (%s)."), s.name, strings.Join(s.cols, " "))
	if !m.shows(func(id views.PaneID) bool { return id == views.PaneSegments }) {
		m.status += m.say(" 2 shows the table.", " 2: 표 보기.")
	}
}

// columnItems are the lines of the list of columns: the sets, then the columns of the
// current one in their order, then the others.
func (m *Model) columnItems() []item {
	var out []item
	for i := range m.sets {
		s := &m.sets[i]
		left := fmt.Sprintf("%d  %s", i+1, s.name)
		if i == m.setAt {
			left = fmt.Sprintf("%d ● %s", i+1, s.name)
		}
		right := ""
		if s.made {
			right = m.say("changed", "바꿈")
		}
		out = append(out, item{left: left + " — " + strings.Join(s.cols, " "), right: right, ref: -1 - i})
	}
	on := m.scene.Columns
	add := func(i int, shown bool) {
		c := &views.Columns[i]
		out = append(out, item{left: c.Name + " — " + m.say(c.About[0], c.About[1]), right: c.Heading(m.scene.Lang), ref: i, mark: shown})
	}
	for _, i := range on {
		add(i, true)
	}
	for i := range views.Columns {
		if !slices.Contains(on, i) {
			add(i, false)
		}
	}
	return out
}

// columnKey answers a letter in the list of columns.
func (m *Model) columnKey(it *item, s string) tea.Cmd {
	if len(s) == 1 && s[0] >= '1' && int(s[0]-'1') < len(m.sets) {
		m.useColumns(int(s[0] - '1'))
		return nil
	}
	if it == nil {
		return nil
	}
	switch {
	case s == "a":
		m.ask(askColumns, "")
	case s == "x":
		m.dropColumns(it.ref)
	case (s == "space" || s == "enter") && it.ref < 0:
		m.useColumns(-1 - it.ref)
		if s == "enter" {
			m.over = overNone
		}
	case s == "space" || s == "enter":
		m.toggleColumn(it.ref)
	case s == "J" || s == "K":
		m.moveColumn(it.ref, dir(s == "J"))
	}
	return nil
}

// changeColumns gives the current set other columns.
func (m *Model) changeColumns(cols []int) {
	s := &m.sets[m.setAt]
	s.cols = nil
	for _, i := range cols {
		s.cols = append(s.cols, views.Columns[i].Name)
	}
	s.made = true
	m.edits++
	m.showColumns()
}

// toggleColumn shows a column as the last one, or takes it away.
func (m *Model) toggleColumn(i int) {
	cols := slices.Clone(m.scene.Columns)
	at := slices.Index(cols, i)
	switch {
	case at < 0:
		cols = append(cols, i)
	case len(cols) == 1:
		m.status = m.say("A table has at least one column.", "표에는 열이 적어도 하나 있다.")
		return
	default:
		cols = slices.Delete(cols, at, at+1)
	}
	m.changeColumns(cols)
	m.chooseColumn(i)
}

// moveColumn moves a column within its set, by one place.
func (m *Model) moveColumn(i, d int) {
	cols := slices.Clone(m.scene.Columns)
	at := slices.Index(cols, i)
	if at < 0 || at+d < 0 || at+d >= len(cols) {
		m.status = m.say("It cannot be moved further.", "더 옮길 수 없다.")
		return
	}
	cols[at], cols[at+d] = cols[at+d], cols[at]
	m.changeColumns(cols)
	m.chooseColumn(i)
}

// chooseColumn keeps the cursor of the list on a column that has moved.
func (m *Model) chooseColumn(i int) {
	m.choice = max(slices.IndexFunc(m.columnItems(), func(it item) bool { return it.ref == i }), 0)
}

// keepColumns makes a set of the columns on the screen, under a name.
func (m *Model) keepColumns(name string) {
	cols := slices.Clone(m.sets[m.setAt].cols)
	i := setNamed(m.sets, name)
	switch err := checkSet(name, cols); {
	case err != nil:
		m.status = views.Clean(err.Error())
		return
	case i < 0 && len(m.sets) >= maxColumnSets:
		m.status = fmt.Sprintf(m.say("There are %d sets of columns; drop one first (| and x).", "열 모음이 %d개다. 먼저 하나를 지워야 한다 (|, x)."), maxColumnSets)
		return
	case i < 0:
		m.sets = append(m.sets, columnSet{})
		i = len(m.sets) - 1
	}
	m.sets[i] = columnSet{name: name, cols: cols, made: true}
	m.useColumns(i)
}

// dropColumns takes back what was changed in a set, or drops one that was made by hand. A
// line that is no set means the current one.
func (m *Model) dropColumns(ref int) {
	i := m.setAt
	if ref < 0 {
		i = -1 - ref
	}
	name := m.sets[i].name
	given := m.config.columnSets()
	if k := setNamed(given, name); k >= 0 {
		m.sets[i] = given[k]
		m.status = m.say("As it was: ", "처음대로: ") + name
	} else {
		m.sets = slices.Delete(m.sets, i, i+1)
		if m.setAt >= i {
			m.setAt--
		}
		m.status = m.say("Dropped: ", "지움: ") + name
	}
	m.edits++
	m.showColumns()
}

// sessionColumns is the set that is shown, and those that were made or changed by hand.
type sessionColumns struct {
	Set  string             `json:"set"`
	Sets []sessionColumnSet `json:"sets,omitempty"`
}

type sessionColumnSet struct {
	Name    string   `json:"name"`
	Columns []string `json:"columns"`
}

// columnsKept is what a session keeps of the columns, nil where nobody has touched them.
func (m *Model) columnsKept() *sessionColumns {
	k := sessionColumns{Set: m.sets[m.setAt].name}
	for i := range m.sets {
		if s := &m.sets[i]; s.made {
			k.Sets = append(k.Sets, sessionColumnSet{s.name, s.cols})
		}
	}
	if len(k.Sets) == 0 && m.setAt == max(setNamed(m.sets, m.config.Columns), 0) {
		return nil
	}
	return &k
}

// columnsAgain puts the columns of a session in force; what it names wrongly is left out.
func (m *Model) columnsAgain(k *sessionColumns) {
	if k == nil {
		return
	}
	for _, s := range k.Sets {
		name := views.Clean(s.Name)
		if checkSet(name, s.Columns) != nil {
			continue
		}
		set := columnSet{name: name, cols: s.Columns, made: true}
		if i := setNamed(m.sets, name); i >= 0 {
			m.sets[i] = set
		} else if len(m.sets) < maxColumnSets {
			m.sets = append(m.sets, set)
		}
	}
	m.setAt = max(setNamed(m.sets, k.Set), 0)
	m.showColumns()
}
