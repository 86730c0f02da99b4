// Package overlay holds what lies over the panes of the explorer: windows, lists and the line
// that asks for a text. Each stands in a file of its own and in one line of Table. An overlay
// reads what is on the screen from a Host and returns what was chosen as an Action; it
// changes nothing itself.
//
//	var layer overlay.Layer
//	layer.Open(host, keymap.Panes)
//	act := layer.Key(host, key) // overlay.Close{Then: overlay.SetPane{Pane: views.PaneTimers}}
//	cursor := layer.Paint(host)
//
// Files:
//
//	overlay.go       Overlay, Host, Table, and Layer, which holds the open overlay
//	action.go        what overlays ask the explorer to do
//	list.go          List: rows to choose from, with a filter or with letters as commands
//	input.go         Input: a line of text with a cursor
//	keyline.go       KeyLine: the keys at the foot, and where their names can be clicked
//	window.go        windows, scroll marks, texts of Bubbles components in a canvas
//	help.go          all keys
//	prompt.go        the line at the foot that asks for a text
//	question.go      the scenario's question
//	knobs.go         all knobs
//	palette.go       all actions, sets of columns and knobs
//	panes.go         which pane to show
//	compare_with.go  what to compare the run with: branches, profiles, scenarios, files
//	branches.go      the tree of branches
//	bookmarks.go     bookmarks
//	matrix.go        all combinations of some knobs
//	matrix_columns.go the widths of its columns, by what stands in them
//	matrix_run.go    simulating them
//	intervene.go     interventions at the cursor
//	columns.go       columns of the table of segments
package overlay
