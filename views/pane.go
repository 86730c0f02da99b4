package views

import (
	"teacp/views/paint"
	"teacp/views/words"
)

// PaneID is the number of a pane in the table Panes.
type PaneID uint8

// The panes, in the order in which they are offered. Nothing else depends on the order.
const (
	PaneLadder PaneID = iota
	PaneSegments
	PaneTimers
	PaneConn
	PaneWhy
	PanePage
	PaneWindow
	PanePipe
	PaneSequence
	PaneCwnd
	PaneRTT
	PaneStates
	PanePacket
	PaneSockets
	PaneCalls
	PaneMessages
	PaneLedger
	PaneChanges
	NumPanes
)

// Pane is what is known of a pane: its names, what it needs, and how it is painted.
type Pane struct {
	Name  string // for commands, configuration and session files
	title words.Key
	help  words.Key

	Follows         bool    // it keeps the cursor in view, and is not scrolled by itself
	ScrollsPerFrame bool    // its scrolling starts at the top again in each frame
	Zooms           bool    // it is a graph, which can show a shorter time
	NeedsLedger     bool    // it shows the ledger, for which the whole run has to be read
	WhatIf          bool    // it shows what other values of settings would save
	Otherwise       bool    // says what would have happened otherwise; the explorer tries it
	Branches        bool    // it shows Scene.Branches
	Columns         bool    // its columns can be chosen
	Example         Example // where it has much to show

	paint   func(c *paint.Canvas, r paint.Rect, s *Scene)
	frameAt func(r paint.Rect, s *Scene, x, y int) int64 // the frame under a cell, -1: none; nil: it shows no frames
	pending func(s *Scene) bool                          // painting it again would show more; nil: never
}

// Example is a place in a scenario of the library: how many percent of its frames are over.
type Example struct {
	Scenario string
	Percent  int64
}

// Panes is the table of panes. The file of each pane fills its own line.
var Panes [NumPanes]Pane

// PaneByName finds a pane; false if there is none of the name.
func PaneByName(name string) (PaneID, bool) {
	for id := range Panes {
		if Panes[id].Name == name {
			return PaneID(id), true
		}
	}
	return 0, false
}

// Title is a pane's title in a language.
func (p PaneID) Title(lang string) string { return Panes[p].title.In(lang) }

// Help says in a language what a pane shows.
func (p PaneID) Help(lang string) string { return Panes[p].help.In(lang) }

// FrameAt is the frame that a pane in a rectangle shows under a point, -1 if none.
func FrameAt(r paint.Rect, id PaneID, s *Scene, x, y int) int64 {
	if in := r.Inset(); Panes[id].frameAt != nil && in.Contains(x, y) && s.Run != nil {
		return Panes[id].frameAt(in, s, x, y)
	}
	return -1
}

// Pending reports whether painting a pane again would show more, because it reads a long run
// piece by piece.
func (s *Scene) Pending(id PaneID) bool {
	f := Panes[id].pending
	return f != nil && s.Run != nil && f(s)
}

// Paint draws a pane with its frame into a rectangle.
func Paint(c *paint.Canvas, r paint.Rect, id PaneID, s *Scene, focused bool) {
	if r.W < 4 || r.H < 3 {
		return
	}
	th := s.Theme
	border, title := th.Border, th.Title
	t := id.Title(s.Lang)
	if focused {
		border, title = th.Focus, th.Focus
		title.Bold = true
		t = "▸" + t
	}
	if s.marksPane(id) {
		t, title = "◆ "+t+" ◆", th.Select
	}
	c.Box(r, t, border, title)
	in := r.Inset()
	old := c.Clip(in)
	Panes[id].paint(c, in, s)
	c.Clip(old)
}
