package model

import (
	"teacp/model/keymap"
	"teacp/model/session"
	"teacp/scenarios"
	"teacp/sim"
	"teacp/views"
	"teacp/views/words"
)

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
	edits    int     // changes of names, bookmarks and columns so far
	pend     pending // a change whose effect is not known yet
	target   int     // which end N and D turn
	playing  bool    // the cursor moves by itself
	status   string  // what came of the last key
	keys     keymap.Table
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

// knobs is the table of knobs of the scenario.
func (c *cursor) knobs() []sim.Knob { return c.knobList }
