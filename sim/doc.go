// Package sim simulates hosts, links, applications and HTTP agents around the TCP endpoints of
// package tcp. A run is a pure function of a Config and a list of changes: there is no clock, no
// goroutine and no other randomness than a hash of the seed.
//
// A world stands after a frame: one thing that happened, with all that came of it as events. A run
// keeps a frozen world every few thousand frames and steps again from the nearest one to show any
// other frame.
//
//	r, err := sim.New(cfg, []sim.Change{{Frame: 0, Knob: "client.nagle", Value: "off"}})
//	r.Finish()                         // simulate to the end
//	w := r.At(120)                     // the world after frame 120
//	v := w.Verdict(0, 0)               // what connection 0's opener sends next, or what holds it
//	for _, e := range r.Events(120) {} // what happened in that frame
//	f, err := r.Fork(sim.Change{Frame: 120, Knob: "wire.lose", Value: "1"})
//
// The files, each after those that it uses. What a run is given, and what it says:
//
//	units.go       times, sizes, rates and shares, read and written
//	config.go      hosts, links, faults, scripts, limits
//	inputs.go      an exchange that is scripted from one side
//	recording.go   a recording, as a source of records
//	recorded.go    what belongs to a recording's wire and machine, for a run that simulates it
//	kinds.go       the kinds of events
//	event.go       events, and the calls they tell of
//	stats.go       counts of a run
//	check.go       a Config that cannot be simulated is refused
//
// The state of a world:
//
//	snapshot.go    World, and how it is copied
//	state.go       connections, their ends, listeners
//	schedule.go    the next deadline of each component
//	packet.go      a packet, its length, and the faults that match it
//	memory.go      the memory of the state, limits and budgets
//	network.go     queues and packets in flight
//	pending.go     interventions that wait for their packets
//	usage.go       what connections cost a host
//	script.go      the position of an application in its script
//
// What happens in a frame:
//
//	hash.go        the digest of a run
//	world.go       how events are made
//	agentevents.go the events and deadlines of HTTP agents
//	wake.go        who is woken by a report
//	endpoint.go    one end of a connection: what it reports becomes events, packets, timers
//	listener.go    listening sockets and their queues
//	scripts.go     applications go through their scripts
//	calls.go       the socket calls that they make
//	socketcalls.go bind, listen, getsockopt and shutdown
//	client.go      a page's client: what it asks for, and when
//	connqueue.go   requests that wait for a connection, DNS
//	tls.go         the set-up of TLS at one end
//	opener.go      the end of a connection that sends requests
//	acceptor.go    the end that answers them
//	proxy.go       how a proxy joins the two
//	agents.go      agents at the start of a run, and what panes read of them
//	played.go      frames of an exchange that is scripted from one side
//	replay.go      frames of a recording
//	arrival.go     a packet arrives
//	intervene.go   a connection is closed by hand; knobs that act once
//	step.go        the next frame
//
// Knobs, and runs:
//
//	knob_error.go  why a knob or a value is refused
//	nearest.go     the name that was probably meant
//	knob.go        a knob's value, read and written
//	httpsettings.go the knobs of HTTP
//	knobs.go       all knobs of a Config
//	view.go        what panes read of a world
//	invariants.go  what holds after every frame, for tests
//	run.go         a run and its checkpoints
//	stretch.go     the events of 256 frames, and a cache of them
//	seek.go        frames that are stepped again
//	find.go        events by frame, by name, by search
//	fork.go        runs that share a past
//	whatif.go      changes that are worth trying
package sim
