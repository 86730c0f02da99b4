// Package cause names the events of a run, so that a later event can say what caused it.
//
//	id := cause.New(41, 2) // the third event of frame 41
//	id.Frame() == 41
//	id.Index() == 2
package cause

// ID names an event for ever: (frame+1)<<16 | index within the frame. 0 is none.
type ID uint64

// New is the name of an event.
func New(frame int64, index int) ID { return ID(uint64(frame+1)<<16 | uint64(index)) }

// Frame returns the event's frame.
func (id ID) Frame() int64 { return int64(id>>16) - 1 }

// Index returns the event's place in its frame.
func (id ID) Index() int { return int(id & 0xffff) }
