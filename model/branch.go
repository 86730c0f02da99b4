package model

import (
	"fmt"
	"slices"
	"strings"

	"teacp/model/overlay"
	"teacp/model/session"
	"teacp/sim"
	"teacp/views"
	"teacp/views/words"
)

// maxBranches limits the tree; a branch keeps copies of the world.
const maxBranches = session.MaxBranches

// setRootRun makes a tree of one branch, the scenario's own run.
func (c *cursor) setRootRun(r *sim.Run) {
	c.tree = []branch{{name: c.sc.Name, parent: -1, run: r, next: -1, src: &source{sc: c.sc, opened: c.opened,
		knobs: c.knobList}}}
	c.showBranch(0)
}

// root is the branch from which the current one comes in the end.
func (c *cursor) root() int {
	i := c.cur
	for c.tree[i].parent >= 0 {
		i = c.tree[i].parent
	}
	return i
}

// changeText is changes in the form of the command line.
func changeText(list []sim.Change) string {
	var s []string
	for _, c := range list {
		s = append(s, c.Knob+"="+c.Value)
	}
	return strings.Join(s, " ")
}

// changeWords is changes for people: what was done by hand is said in words.
func (c *cursor) changeWords(r *sim.Run, list []sim.Change) string {
	var s []string
	for _, ch := range list {
		s = append(s, words.ChangeText(r, ch, c.scene.Lang))
	}
	return strings.Join(s, " ")
}

// same finds the branch with exactly these changes, -1 if there is none.
func (c *cursor) same(changes []sim.Change) int {
	for i := range c.tree {
		if !c.tree[i].gone && c.tree[i].src == c.tree[c.cur].src && slices.Equal(c.tree[i].run.Changes(), changes) {
			return i
		}
	}
	return -1
}

func (c *cursor) living() int {
	n := 0
	for i := range c.tree {
		if !c.tree[i].gone {
			n++
		}
	}
	return n
}

// freeName is a name that no branch has.
func (c *cursor) freeName(name string) string {
	if name == "" {
		name = c.say(words.BranchUnnamed)
	}
	try := name
	for n := 2; c.named(try) >= 0; n++ {
		try = fmt.Sprintf("%s (%d)", name, n)
	}
	return try
}

func (c *cursor) named(name string) int {
	for i := range c.tree {
		if !c.tree[i].gone && c.tree[i].name == name {
			return i
		}
	}
	return -1
}

// visit puts another branch on the screen, at the same instant.
func (c *cursor) visit(i int) {
	if i == c.cur {
		return
	}
	c.playing = false
	c.step(i)
}

// shared is the number of frames at the start that two branches have in common.
func (c *cursor) shared(a, b int) int64 {
	anc := map[int]int64{}
	n := int64(1 << 62)
	for i := a; i >= 0; i = c.tree[i].parent {
		anc[i] = n
		n = min(n, c.tree[i].at)
	}
	n = 1 << 62
	for i := b; i >= 0; i = c.tree[i].parent {
		if k, ok := anc[i]; ok {
			return min(n, k)
		}
		n = min(n, c.tree[i].at)
	}
	return 0
}

// undo goes back to the branch that the current one came from.
func (c *cursor) undo() {
	p := c.tree[c.cur].parent
	if p < 0 {
		c.status = c.say(words.UndoNothing)
		return
	}
	c.tree[p].next = c.cur
	at := c.tree[c.cur].at
	turned := at > 0 && c.scene.Frame == at
	c.step(p)
	if turned { // where the knob was turned, if the cursor has not moved since
		c.moveTo(min(c.tree[p].cursor, c.scene.Run.Frames()-1))
	}
	c.status = c.say(words.UndoDone)
}

func (c *cursor) redo() {
	n := c.tree[c.cur].next
	if n < 0 || c.tree[n].gone {
		c.status = c.say(words.RedoNothing)
		return
	}
	c.step(n)
	c.status = c.say(words.RedoDone)
}

// step goes to another branch and keeps the instant of the cursor: in the past that both have, its
// frame.
func (c *cursor) step(i int) {
	was, shared := c.standing(), c.shared(c.cur, i)
	c.tree[c.cur].cursor = c.scene.Frame
	c.showBranch(i)
	c.standAt(was, shared)
}

// drop removes a branch; its children become its parent's. The root is not dropped.
func (c *cursor) drop(i int) bool {
	b := &c.tree[i]
	if i == 0 {
		c.status = c.say(words.BranchRootStays)
		return false
	}
	if i == c.cur {
		c.visit(max(b.parent, 0))
	}
	b.gone = true
	c.edits++
	for k := range c.tree {
		if c.tree[k].parent == i {
			c.tree[k].parent, c.tree[k].at = b.parent, min(c.tree[k].at, b.at)
		}
		if c.tree[k].next == i {
			c.tree[k].next = -1
		}
	}
	c.status = c.say(words.Dropped) + b.name
	return true
}

// treeLine is a branch in the list of branches.
type treeLine struct {
	i     int
	depth int
}

// treeLines lists the living branches, children under their parents.
func (c *cursor) treeLines() []treeLine {
	var out []treeLine
	var walk func(parent, depth int)
	walk = func(parent, depth int) {
		for i := range c.tree {
			if b := &c.tree[i]; !b.gone && b.parent == parent {
				out = append(out, treeLine{i: i, depth: depth})
				walk(i, depth+1)
			}
		}
	}
	walk(-1, 0)
	return out
}

// branchList is the tree of branches: name, where it parts, total time.
func (c *cursor) branchList(compared []int) []overlay.Branch {
	var out []overlay.Branch
	for _, l := range c.treeLines() {
		b := &c.tree[l.i]
		s := ""
		if l.depth > 0 {
			s = strings.Repeat("  ", l.depth-1) + "└ "
		}
		if l.i == c.cur {
			s += "● "
		}
		s += words.Clean(b.name)
		if b.parent >= 0 {
			s += fmt.Sprintf("  :%d", b.at)
		}
		total := "…"
		if end, ok := c.end(b.run); ok && !end.Reached() {
			total = c.say(words.GoalNever)
		} else if ok {
			total = words.Time(end.At)
			if p := b.parent; p >= 0 {
				if from, ok := c.end(c.tree[p].run); ok && from.Reached() {
					total += " " + signed(end.At-from.At)
				}
			}
		}
		out = append(out, overlay.Branch{Index: l.i, Name: b.name, Text: s, Total: total, Current: l.i == c.cur,
			Compared: slices.Contains(compared, l.i)})
	}
	return out
}

// branchLines is the tree of branches for its pane.
func (c *cursor) branchLines() []views.Branch {
	out := c.scene.Branches[:0]
	for _, b := range c.branchList(nil) {
		out = append(out, views.Branch{Text: b.Text, Total: b.Total, Current: b.Current})
	}
	return out
}

// signed is a difference of times with its sign.
func signed(d sim.Time) string {
	switch {
	case d < 0:
		return "−" + words.Time(-d)
	case d > 0:
		return "+" + words.Time(d)
	}
	return "±0"
}

func (c *cursor) rename(name string) bool {
	if i := c.named(name); i >= 0 && i != c.cur {
		c.status = c.say(words.BranchNameTaken)
		return false
	}
	c.tree[c.cur].name = name
	c.edits++
	c.status = c.say(words.BranchRenamed) + name
	return true
}
