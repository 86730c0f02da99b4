package sim

import (
	"teacp/sim/agent"
	"teacp/sim/page"
	"teacp/sim/replay"
	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// World is the state of a simulation after a frame. It has no fields but these four, so that
// freeze and thaw copy all that the next frame depends on: a field of the state stands in
// snapshot, and one that no frame reads from the frame before stands in scratch.
type World struct {
	cfg     *Config
	changes []Change // none in a checkpoint: thaw says with which ones to go on
	snapshot
	scratch
}

// snapshot is what a checkpoint copies. It is copied by assignment: each field is a plain
// value or a container of package page, and share names the containers.
type snapshot struct {
	frame      int64
	now        Time
	nextChange int // index of the next change to apply
	ended      rule.ID
	kinds      uint64 // kinds of events seen since the last checkpoint
	stats      Stats
	digest     uint64
	traffic    uint64               // see Run.Traffic
	fired      [tcp.NumTimers]int64 // timers that have expired

	heap       deadlineHeap
	components page.Vec[component]
	policies   page.Vec[tcp.Policy] // by host
	profiles   page.Vec[uint8]      // by host: index into tcp.ProfileNames
	mem        tcp.Mem
	conns      page.Vec[connection]
	ends       page.Vec[endpoint] // two a connection: 2*conn+side
	living     page.Vec[uint64]   // a bit for each end that has been opened and is not over
	listeners  page.Vec[listener]
	net        network
	apps       page.Vec[scriptApp]
	usage      page.Vec[hostUse] // by host
	labels     page.Vec[EventID] // signal that set a label: 2*label+side; 0: not set
	played     uint32            // inputs of a played run that have happened
	playedComp uint32
	agents     agent.State
	nextRecord int64                 // of a recording
	recorded   page.Vec[recordedEnd] // 2*conn+side
	readings   page.Vec[tcp.Info]    // what TCP_INFO said last, by recorded end
	settled    int64                 // bytes of the containers up to the last copy; see memory.go
}

// scratch belongs to one working copy and is empty in a checkpoint.
type scratch struct {
	env      tcp.Env
	index    int      // events so far in this frame
	root     EventID  // the frame's first event
	record   *[]Event // where events are kept; nil: nowhere
	ev       Event
	observer replay.Observer
	owner    *page.Owner // of the pages that are written
	copied   int64       // bytes of pages that were copied since the world was made or thawed, up to the last copy
}

// share makes each container share its pages with a copy of the snapshot; by owns the pages
// that are written from here on (see page.Vec.Share).
func (s *snapshot) share(by *page.Owner) {
	s.heap.share(by)
	s.components.Share(by)
	s.policies.Share(by)
	s.profiles.Share(by)
	s.mem.Share(by)
	s.conns.Share(by)
	s.ends.Share(by)
	s.living.Share(by)
	s.listeners.Share(by)
	s.net.Share(by)
	s.apps.Share(by)
	s.usage.Share(by)
	s.labels.Share(by)
	s.agents.Share(by)
	s.recorded.Share(by)
	s.readings.Share(by)
}

// freeze returns an immutable copy.
func (w *World) freeze() *World {
	w.bookMemory()
	c := &World{cfg: w.cfg, snapshot: w.snapshot}
	c.share(nil)
	w.owner = new(page.Owner)
	w.share(w.owner)
	c.owner = new(page.Owner)
	return c
}

// thaw returns a working copy of a frozen world that goes on with the changes; those
// before its frame must be the ones it was made with.
func (w *World) thaw(changes []Change) *World {
	c := &World{cfg: w.cfg, changes: changes, snapshot: w.snapshot}
	c.owner = new(page.Owner)
	c.share(c.owner)
	return c
}
