package sim

import "teacp/sim/tcp"

// Run is a simulated run: a pure function of a Config and a list of changes. It is
// simulated on demand and keeps a copy of the world every few thousand frames.
// Methods that simulate or seek are not safe for concurrent use; a Fork may be used
// in another goroutine than its parent.
type Run struct{ cfg *Config }

// New returns the run of cfg with the changes, at frame 0, nothing else simulated.
// Unknown knobs or values give an error that names them.
func New(cfg *Config, changes []Change) (*Run, error) { return nil, nil }

// Config returns what the run was made from.
func (r *Run) Config() *Config { return r.cfg }

// Changes returns the changes in force, in order of frames.
func (r *Run) Changes() []Change { return nil }

// Extend simulates up to n more frames and reports whether the run has ended.
func (r *Run) Extend(n int64) bool { return true }

// Finish simulates to the end.
func (r *Run) Finish() {}

// Frames is the number of frames simulated so far; the last one is Frames()-1.
func (r *Run) Frames() int64 { return 0 }

// Done reports whether the run has ended.
func (r *Run) Done() bool { return true }

// Duration is the time of the last frame so far.
func (r *Run) Duration() Time { return 0 }

// At returns the world after the frame, for reading. It is valid until the next call
// of a method of this run. Frames beyond the end give the end.
func (r *Run) At(frame int64) *World { return nil }

// FrameAt returns the last frame at or before t.
func (r *Run) FrameAt(t Time) int64 { return 0 }

// TimeOf returns the instant of a frame.
func (r *Run) TimeOf(frame int64) Time { return 0 }

// Events returns the events of one frame, in order; the slice is shared and read-only.
func (r *Run) Events(frame int64) []Event { return nil }

// Event returns one event.
func (r *Run) Event(id EventID) *Event { return nil }

// Find returns the nearest event after (dir > 0) or before (dir < 0) the frame for which
// pred holds. kinds is a set of 1<<Kind that lets blocks be passed over; 0 means all.
func (r *Run) Find(frame int64, dir int, kinds uint64, pred func(*Event) bool) (EventID, bool) {
	return 0, false
}

// Each calls f for every event of the frames [from, to) in order until it returns false.
func (r *Run) Each(from, to int64, kinds uint64, f func(*Event) bool) {}

// Causes returns the chain of causes of an event, itself first, the root last.
func (r *Run) Causes(id EventID) []EventID { return nil }

// Fork returns the run that has the same past before frame and the change from there on.
func (r *Run) Fork(c Change) (*Run, error) { return nil, nil }

// Without returns the run without the i-th change.
func (r *Run) Without(i int) (*Run, error) { return nil, nil }

// Stats counts the run so far.
func (r *Run) Stats() Stats { return Stats{} }

// Hash is a digest of everything that happened so far, the same on every machine.
func (r *Run) Hash() uint64 { return 0 }

// Stats are the counts of a run; names as in the schema teacp.stats/1.
type Stats struct {
	Frames, Segments, DataSegments, PureAcks, Retransmissions, Drops, Connections int64
	WireBytes, PayloadBytes                                                       int64
	Retained                                                                      int64
	SimNS                                                                         int64
}

// World is the state of everything after a frame.
type World struct{ frame int64 }

// Frame is the number of the frame that the world stands after.
func (w *World) Frame() int64 { return w.frame }

// Now is the instant of that frame.
func (w *World) Now() Time { return 0 }

// Conns is the number of connections so far, the closed ones included.
func (w *World) Conns() int { return 0 }

// Conn describes connection i.
func (w *World) Conn(i uint32) ConnView { return ConnView{} }

// Info reads one end of a connection (side 0: the opener).
func (w *World) Info(conn uint32, side int) tcp.Info { return tcp.Info{} }

// Verdict is what that end sends next, or what holds it back.
func (w *World) Verdict(conn uint32, side int) tcp.Verdict { return tcp.Verdict{} }

// AckVerdict is what keeps that end's acknowledgment back.
func (w *World) AckVerdict(conn uint32, side int) tcp.Verdict { return tcp.Verdict{} }

// Timers lists the running timers of that end.
func (w *World) Timers(conn uint32, side int) []TimerView { return nil }

// Flying calls f for every packet on the wire, in order of arrival by link and direction.
func (w *World) Flying(f func(*Packet) bool) {}

// Policy returns a host's settings at this moment.
func (w *World) Policy(host int) *tcp.Policy { return nil }

// App says what the script or agent at one end of a connection is doing.
func (w *World) App(conn uint32, side int) AppView { return AppView{} }

// ConnView describes a connection.
type ConnView struct {
	ID     uint32
	Host   [2]uint8  // of side 0 and 1
	Port   [2]uint16 // likewise
	State  [2]tcp.State
	Exists [2]bool // the end has a control block
	Opened Time
}

// TimerView is one running timer and the event that armed it.
type TimerView struct {
	tcp.TimerInfo
	ArmedBy EventID
}

// AppView is an application's position.
type AppView struct {
	Exists  bool
	Op      Op // the call it is in, or did last
	Blocked bool
	Until   Time // end of a sleep, Never otherwise
	Since   Time
	Step    int // index of the step in its script, -1 for an agent
	Done    bool
}

// Packet is a packet on the wire.
type Packet struct {
	Seg           tcp.Segment
	Sent, Arrives Time
	Departs       Time // when its first bit leaves the queue
	SentBy        EventID
	Conn          uint32
	Link, Dir     uint8
	To, ToSide    uint8
	Flag          uint8
	Dgram         bool
	Bytes         int32 // of the IP packet
}
