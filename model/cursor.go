package model

import (
	"teacp/model/keymap"
	"teacp/model/session"
	"teacp/scenarios"
	"teacp/sim"
	"teacp/sim/conform"
	"teacp/views"
	"teacp/views/words"
)

// branch is a run with a name: the scenario's own, or what came of turning knobs in
// another branch. Nothing is lost by a change: its parent stays beside it.
type branch struct {
	name   string
	parent int   // index in Model.tree, -1 for the scenario itself
	at     int64 // the first frame in which it can differ from its parent
	run    *sim.Run
	cursor int64 // where the cursor stood when it was left
	next   int   // the child that redo goes to, -1 if there is none
	gone   bool  // dropped
	src    *source
}

// source is where a run comes from: a scenario with its knobs. Branches of several sources
// are shown side by side when scenarios are compared.
type source struct {
	sc     *scenarios.Scenario
	opened string // by which name or path
	knobs  []sim.Knob
	trace  *conform.Trace // the recording that a simulation is held against, or nil
}

// cursor is where one stands: in which scenario, in which branch of it, at which frame. It owns
// the branches, the bookmarks and the places that were jumped from.
type cursor struct {
	sc       *scenarios.Scenario
	opened   string // by which name or path
	knobList []sim.Knob
	scene    views.Scene // the run and the frame, as panes are given them
	tree     []branch
	cur      int // the branch on the screen
	jumps    []int64
	jumpAt   int
	marks    []session.Bookmark
	edits    int      // changes of names, bookmarks and columns so far
	pend     pending  // a change whose effect is not known yet
	instant  instant  // the instant that the cursor was put for
	target   int      // which end N and D turn
	playing  bool     // the cursor moves by itself
	lead     string   // what the next change that is made says in place of its settings
	status   string   // what came of the last key
	over     *sim.Run // the run that was last said to need too much memory
	keys     keymap.Table
	goals
	samples
}

// say is a text in the language of the screen.
func (c *cursor) say(k words.Key, args ...any) string {
	if len(args) == 0 {
		return k.In(c.scene.Lang)
	}
	return k.With(c.scene.Lang, args...)
}

// reason is the text of an error in the language of the screen.
func (c *cursor) reason(err error) string { return words.Clean(words.Error(err, c.scene.Lang)) }

// sayOverBudget says once that the run on the screen goes on no longer because it needs too much memory.
func (c *cursor) sayOverBudget() {
	if r := c.scene.Run; r.OverBudget() != nil && c.over != r {
		c.over, c.status = r, c.reason(r.OverBudget())
	}
}

// knobs is the table of knobs of the scenario.
func (c *cursor) knobs() []sim.Knob { return c.knobList }

const maxJumps = 1000

func dir(forward bool) int {
	if forward {
		return 1
	}
	return -1
}

// keyFor is the first key of an action, as the help writes it.
func (c *cursor) keyFor(act keymap.Action) string {
	return c.keys.Find(act).Key()
}

// showBranch makes a branch the one on the screen; the frame is the caller's business.
func (c *cursor) showBranch(i int) {
	b := &c.tree[i]
	c.cur, c.scene.Run = i, b.run
	c.sc, c.opened, c.knobList = b.src.sc, b.src.opened, b.src.knobs
}

// moveTo puts the cursor on a frame; false at both ends of time.
func (c *cursor) moveTo(frame int64) bool {
	r := c.scene.Run
	if frame < 0 {
		c.scene.Frame = 0
		return false
	}
	if frame >= r.Frames() && !r.Done() {
		r.Extend(frame + 1 - r.Frames())
	}
	if frame >= r.Frames() {
		c.scene.Frame = r.Frames() - 1
		return false
	}
	c.scene.Frame = frame
	c.scene.ResetScroll()
	if evs := r.Events(frame); len(evs) > 0 && evs[0].Conn != sim.NoConn && c.scene.Filter.Conn < 0 {
		c.scene.Conn = evs[0].Conn
	}
	return true
}

// edge says so where time ends.
func (c *cursor) edge(ok bool, d int) {
	switch {
	case ok:
	case d > 0:
		c.status = c.say(words.EndOfRun)
	default:
		c.status = c.say(words.StartOfRun)
	}
}

// remember puts the cursor's place into the jump list.
func (c *cursor) remember() {
	c.jumps = append(c.jumps[:min(c.jumpAt, len(c.jumps))], c.scene.Frame)
	if len(c.jumps) > maxJumps {
		c.jumps = c.jumps[len(c.jumps)-maxJumps:]
	}
	c.jumpAt = len(c.jumps)
}

// history walks the jump list as a browser does.
func (c *cursor) history(back bool) {
	switch {
	case back && c.jumpAt > 0:
		if c.jumpAt == len(c.jumps) {
			c.jumps = append(c.jumps, c.scene.Frame)
		}
		c.jumpAt--
	case !back && c.jumpAt+1 < len(c.jumps):
		c.jumpAt++
	default:
		c.status = c.say(words.HistoryEnd)
		return
	}
	c.moveTo(c.jumps[c.jumpAt])
}
