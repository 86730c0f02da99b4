// Package cause names the events of a run, so that a later event can say what caused it.
//
//	id := cause.New(41, 2) // the third event of frame 41
//	id.Frame() == 41
//	id.Index() == 2
//
// The file:
//
//	cause.go  the name of an event: its frame, and its place there
package cause
