package sim

import (
	"teacp/sim/replay"
	"teacp/sim/tcp"
)

// component is a part of the schedule: something with one next deadline.
type component struct {
	class componentClass
	i     uint32
}

type componentClass uint8

const (
	compPath componentClass = iota
	compEnd
	compApp
	compAgent
	compPlayed
)

// connection is a connection: its four-tuple and which component is who.
type connection struct {
	host     [2]uint8
	port     [2]uint16
	opened   Time
	listener uint32 // listener that takes it
	prev     uint32 // the connection that had this four-tuple before, plus 1
	script   int32  // index of its ConnScript, -1 for an agent's
}

// endpoint is one end of a connection.
type endpoint struct {
	conn      tcp.Conn
	exists    bool
	component uint32
	app       uint32 // the app that owns the socket, plus 1; 0: none yet
	shown     uint32 // the app that a server's end is shown with, plus 1: it owns the socket, or calls accept
	next      uint32 // the connection behind it in the accept queue, plus 1
	isn       int64  // where its numbers begin among those of an earlier use of this four-tuple
	agent     bool   // an agent owns it
	queued    bool   // it waits for accept
	armed     [tcp.NumTimers]EventID
	space     int64   // what its buffers take, as it is booked
	wake      EventID // the last event that could wake a blocked call
}

// recordedEnd is one end of a recorded connection.
type recordedEnd struct {
	seen    replay.End
	app     AppView
	reading uint32 // the last TCP_INFO of its kernel, plus 1; 0: none
}

// AppView is an application's position.
type AppView struct {
	Exists  bool
	Op      Op // the call it is in, or did last
	Blocked bool
	Done    bool
}
