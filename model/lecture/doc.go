// Package lecture holds what a lecture needs beside a run: the notes of a scenario at the frames
// where they belong, autoplay, and the presenter's second terminal.
//
//	cues := new(lecture.Cues).Of(run, scenario)
//	next := cues.Next(frame, 1)        // where the next note belongs
//	text := cues.Text(next, "en")      // what it says
//
// Files of this package:
//
//	cues.go       the notes that happen in a run, found in blocks of frames
//	marks.go      the fields, timers and segments that a note points at
//	autoplay.go   how fast autoplay goes, and how long it stays at a note
//	presenter.go  what the second terminal shows, as a line of JSON
//	server.go     the socket on which an explorer offers it
//	screen.go     the second terminal: teacp notes
package lecture
