package overlay

import (
	tea "charm.land/bubbletea/v2"

	"teacp/model/keymap"
	"teacp/sim"
	"teacp/views"
)

// Action is what an overlay asks the explorer to do: one of the types below, or nil for
// nothing.
type Action interface{ action() }

type (
	// Close closes the overlay, and then does another action, if one is given.
	Close struct{ Then Action }
	// Say shows a sentence at the foot.
	Say struct{ Text string }
	// Press does an action of the key table.
	Press struct{ Action keymap.Action }
	// Start runs a command whose messages Layer.Receive hands back.
	Start struct{ Cmd tea.Cmd }
	// Answer hands a text to the prompt that asked for it.
	Answer struct {
		Prompt *Prompt
		Text   string
	}
	// GoTo moves the cursor to a frame of a branch.
	GoTo struct {
		Branch int
		Frame  int64
	}
	// Jump moves the cursor within the branch on the screen.
	Jump struct{ Frame int64 }
	// SetPane shows a pane in the place that has the focus.
	SetPane struct{ Pane views.PaneID }
	// TurnKnob gives a knob its next or its previous value.
	TurnKnob struct {
		Knob     int // index in Host.Knobs
		Previous bool
		WholeRun bool // otherwise from the cursor on
	}
	// Intervene makes a change of one segment or of one end of a connection.
	Intervene struct {
		Change    sim.Change
		OfSegment bool
	}
	// ChangeRoot makes a branch of the run without changes.
	ChangeRoot struct{ Changes []sim.Change }
	// Visit puts a branch on the screen.
	Visit struct{ Branch int }
	// DropBranch removes a branch.
	DropBranch struct{ Branch int }
	// RenameBranch puts a branch on the screen and asks for its new name.
	RenameBranch struct{ Branch int }
	// CompareBranches puts branches side by side.
	CompareBranches struct{ Branches []int }
	// CompareWith puts something beside the run on the screen.
	CompareWith struct{ Rival Rival }
	// DropBookmark removes a bookmark.
	DropBookmark struct{ Index int }
	// UseColumns chooses a set of columns.
	UseColumns struct{ Set int }
	// SetColumns gives the current set of columns others.
	SetColumns struct{ Columns []int }
	// NameColumns asks under which name the columns are kept.
	NameColumns struct{}
	// DropColumns takes back the changes of a set, or drops one that was made on the screen.
	DropColumns struct{ Set int }
)

func (Close) action()           {}
func (Say) action()             {}
func (Press) action()           {}
func (Start) action()           {}
func (Answer) action()          {}
func (GoTo) action()            {}
func (Jump) action()            {}
func (SetPane) action()         {}
func (TurnKnob) action()        {}
func (Intervene) action()       {}
func (ChangeRoot) action()      {}
func (Visit) action()           {}
func (DropBranch) action()      {}
func (RenameBranch) action()    {}
func (CompareBranches) action() {}
func (CompareWith) action()     {}
func (DropBookmark) action()    {}
func (UseColumns) action()      {}
func (SetColumns) action()      {}
func (NameColumns) action()     {}
func (DropColumns) action()     {}
