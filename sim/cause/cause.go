package cause

// ID names an event for ever: (frame+1)<<indexBits | index within the frame. 0 is none.
type ID uint64

const indexBits = 16

// MaxIndex is the largest index that a name has room for. Events behind it share its name; the
// world ends a run with such a frame.
const MaxIndex = 1<<indexBits - 1

// New is the name of an event.
func New(frame int64, index int) ID {
	return ID(uint64(frame+1)<<indexBits | uint64(min(index, MaxIndex)))
}

// Frame returns the event's frame.
func (id ID) Frame() int64 { return int64(id>>indexBits) - 1 }

// Index returns the event's place in its frame.
func (id ID) Index() int { return int(id & MaxIndex) }
