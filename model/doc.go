// Package model is the explorer: a Bubble Tea program that holds a cursor into a run, and
// little else. What is on the screen is made by package views from (run, frame).
//
//	err := model.Run(ctx, model.Options{Scenario: "nagle-delayed-ack"})
//
// Model is the sum of its parts. Each part owns its fields and has its own methods; a file that
// ties two parts together has methods of Model. References between files run downwards in this
// list, with few exceptions:
//
//	run.go             starts the program on a terminal
//	plain.go           the line mode, for a screen reader
//	update.go          what Bubble Tea calls: New, Init, Update, View
//	keyqueue.go        keys that wait: steps are summed, ctrl+c and esc come first
//	mouse.go           clicks, dragging and the wheel
//	input.go           which part answers a key
//	library_keys.go    keys of the library
//	reload.go          the scenario's file when it has changed
//	screen.go          the explorer's screen
//	verdict.go         screen: the outcome of a script
//	library_screen.go  the library's screen
//	do.go              the actions of the key table
//	toggle.go          do: the three switches that have a key of their own
//	effect.go          do: what a change does, as both runs show it
//	cueing.go          going from note to note, and autoplay
//	overlays.go        what overlays ask for
//	ask.go             the prompts
//	saving.go          saving the session
//	snapshot.go        the session as a file has it, and back
//	open.go            opening a scenario
//	host.go            what overlays may read
//	command.go         the command line of the screen
//	compare.go         opening and reading comparisons
//	samples.go         draws of compared runs with further seeds
//	goals.go           how the goals of runs ended, read between keys
//	grow.go            simulating and reading on between the keys
//	panes.go           where the panes stand on this screen
//	footer.go          the lines at the foot
//	model.go           Options, and Model as the sum of its parts
//	config.go          what a configuration file can name
//	saver.go           part: what has been saved
//	parting.go         comparison: where runs part, in words
//	differences.go     comparison: the table
//	comparison.go      part: runs side by side
//	source.go          where a run comes from
//	turn.go            cursor: turning knobs
//	find.go            finder: what is typed behind : and ;
//	search.go          finder: a text in all that is said
//	travel.go          finder: frames that are not simulated yet
//	seek.go            finder: conditions, block by block
//	finder.go          part: moving the cursor to what is looked for
//	presenter.go       lecture: the presenter's second terminal
//	notes.go           part: the notes of the scenario in the run on the screen
//	playback.go        part: the clock of playing
//	library.go         part: the list of scenarios
//	layout.go          part: layouts, splits and the focus
//	columns.go         part: columns of the table of segments
//	hits.go            what was found so far
//	job.go             part: work that goes on in slices between the keys
//	filter.go          cursor: the filter of ladder and segments
//	capture.go         cursor: the sentences about a recording
//	branch.go          cursor: the tree of branches
//	bookmark.go        cursor: named frames
//	appearance.go      cursor: axes, zoom and theme
//	instant.go         cursor: the instant that it keeps, and round trips
//	cursor.go          part: run, frame and branch on the screen
//	tally.go           figures of a run, counted frame by frame
//	differ.go          the first event in which two runs differ
//	match.go           the same event in another run
//	condition.go       what a run can be searched for
package model
