package sim

import (
	"strconv"
	"time"

	"teacp/sim/http"
	"teacp/sim/tcp"
)

// Config is what a scenario compiles to: with a seed and a list of changes it is
// all that a run depends on. It is not written after New.
type Config struct {
	Name     string
	Seed     uint64
	Hosts    []HostConfig // 0 is the client, 1 the server; proxies follow
	Links    []LinkConfig
	Faults   []Fault
	Recorded Recorded      // of a recording that is simulated
	Conns    []ConnScript  // scripted connections
	HTTP     []http.Config // HTTP agents: at most one page, its servers and proxies
	Limits   Limits
	// LimitTime ends the run (0: Limits.Time).
	LimitTime Time
	// Budget is the memory that a run may take, its checkpoints included, in bytes; 0: any. It is no part of
	// what is simulated: a run that needs more stops, and says so (see Run.OverBudget).
	Budget int64
	// Replay is a recording: the run shows it and simulates nothing. Hosts 0 and 1 are the
	// lanes of the openers and of their peers, link 0 what lies between them.
	Replay Source
	// Audit, if set, is called after each act of an endpoint: see tcp.Env.
	Audit func(error)
	// Played is an exchange scripted from one side: see there.
	Played *Played
}

// HostConfig is one host.
type HostConfig struct {
	Name           string
	Addr           [4]byte
	PortLo, PortHi uint16 // ephemeral ports, inclusive; 0,0: 32768..60999
	Profile        string // the name Policy was taken from
	Policy         tcp.Policy
	Wake           Time      // how long after its cause a blocked call returns
	Pause          Time      // how much longer than asked a pause between two reads takes
	Delay          Time      // how long after its arrival a packet is processed
	Rouse          Time      // how much longer that takes at most after a silence: a thousandth of it
	Set            []Setting // what the scenario sets beside the profile; part of Policy already
}

// LinkConfig joins two hosts.
type LinkConfig struct {
	A, B uint8
	Dir  [2]PathConfig // 0: from A to B, 1: from B to A
}

// PathConfig is one direction of a link.
type PathConfig struct {
	Delay        Time
	RateBps      int64 // bits per second; 0: no serialisation delay
	QueuePackets int64 // packets that may wait behind the one on the line; 0: no limit
	QueueBytes   int64 // likewise in bytes of IP packets
	MTU          int64 // larger packets are dropped; 0: no limit
	Jitter       Time  // each packet is delayed by up to this much more, without reordering
	LossPPM      int64 // random loss, packets in a million, hashed from the seed
}

// Match says which packets a fault counts.
type Match uint8

// The matches, as in the recorded cases.
const (
	MatchAny Match = iota
	MatchData
	MatchSyn
	MatchFin
	MatchRst
	MatchAck    // pure ACKs
	MatchOffset // payload that covers byte Offset of its stream (0 is the first)
	MatchDgram  // datagrams (DNS)
)

// Act is what a fault does.
type Act uint8

// The actions of faults.
const (
	ActDrop Act = iota
	ActDelay
	ActDup
)

// Fault is a named disturbance of the wire: the N-th match (1 is the first) and the
// Count-1 after it are hit.
type Fault struct {
	Name   string
	Link   uint8
	Dir    uint8
	Conn   int32 // -1: any
	Match  Match
	Offset int64
	N      int64
	Count  int64
	Act    Act
	Extra  Time // ActDelay: on top; ActDup: the copy comes this much later
}

// Step is one step of a script.
type Step struct {
	Op    Op
	More  bool // MSG_MORE on a write
	Opt   tcp.Opt
	At    Time // not before this instant; 0: at once
	Bytes int64
	Chunk int64
	Pause Time
	Value int64
	Label int32
	Times int32
	Line  int32 // line of the scenario file, 0 if none
	Name  string
	Wake  Time       // how long after its cause this call returns; 0: as the host's
	Reads []ReadTime // the same for the single calls of a read
}

// ReadTime is when one call of a reading step returned.
type ReadTime struct {
	From  int64 // bytes that the step had read before
	Took  int64 // bytes; 0: all there was
	Wake  Time  // how long after its cause the call returned
	Pause Time  // how long the pause behind it took; 0: as asked
}

// ConnScript is one connection and what the applications at both ends do with it.
type ConnScript struct {
	ClientHost, ServerHost uint8
	ClientPort, ServerPort uint16
	Client, Server         []Step
	// Held are the ends of segments that arrive, at the client (0) and the server (1), while the
	// application is in a call that holds the socket; ascending.
	Held [2][]int64
	// Short are the ends, in bytes of the stream, of reads that took less than they asked for: what
	// lies behind had not been processed when they took it; ascending.
	Short [2][]int64
}

// Limits bound a run. Reaching one ends it by rule.Limit.
type Limits struct {
	Frames int64
	Conns  int64
	Time   Time
	Memory int64 // bytes that the state may take (see memory.go); 0: any
}

// DefaultLimits are used where a Config says nothing.
var DefaultLimits = Limits{Frames: 20_000_000, Conns: 200_000, Time: 24 * time.Hour}

// Change is one turn of a knob: from Frame on (0: the whole run).
type Change struct {
	Frame int64  `json:"frame"`
	Knob  string `json:"knob"`
	Value string `json:"value"`
}

// Setting is a knob that a scenario sets on one host; it survives a change of profile.
type Setting struct {
	Knob  string // without the host's name
	Value int64
}

// HostName is the name by which knobs and events call a host.
func (c *Config) HostName(h int) string {
	if n := c.Hosts[h].Name; n != "" {
		return n
	}
	switch h {
	case 0:
		return "client"
	case 1:
		return "server"
	}
	return "host" + strconv.Itoa(h)
}

func (c *Config) limits() Limits {
	l := c.Limits
	if l.Frames == 0 {
		l.Frames = DefaultLimits.Frames
	}
	if l.Conns == 0 {
		l.Conns = DefaultLimits.Conns
	}
	if l.Time == 0 {
		l.Time = DefaultLimits.Time
	}
	if c.LimitTime != 0 && c.LimitTime < l.Time {
		l.Time = c.LimitTime
	}
	return l
}

// ephemeral is the first ephemeral port of a host, and how many it has.
func (c *Config) ephemeral(host uint8) (lo uint16, n int64) {
	if h := &c.Hosts[host]; h.PortLo != 0 {
		return h.PortLo, int64(h.PortHi) - int64(h.PortLo) + 1
	}
	return 32768, 60999 - 32768 + 1
}

// route is the path from one host to another: their direct link. Without one the
// first link of the sender is taken; the scenario checker refuses such configs.
func (c *Config) route(from, to uint8) uint32 {
	for i := range c.Links {
		l := &c.Links[i]
		switch {
		case l.A == from && l.B == to:
			return uint32(2 * i)
		case l.B == from && l.A == to:
			return uint32(2*i + 1)
		}
	}
	return 0
}

// TxTime is the time that bytes take on a line of this rate, rounded down to the nanosecond.
func (c *PathConfig) TxTime(bytes int32) Time {
	if c.RateBps <= 0 {
		return 0
	}
	return Time(int64(bytes) * 8 * 1_000_000_000 / c.RateBps)
}

// DNSName is the name that stands for the client's d-th destination: a server's, or that of
// the first proxy.
func (c *Config) DNSName(d int) string {
	p := &c.HTTP[0]
	if len(p.Proxies) > 0 {
		return c.HostName(int(p.Proxies[0].Host)) + ".example.com"
	}
	return p.Sites[min(d, len(p.Sites)-1)].Name
}

// DNSEnds are the hosts that ask and answer for that name.
func (c *Config) DNSEnds(d int) (client, server uint8) {
	p := &c.HTTP[0]
	if len(p.Proxies) > 0 {
		return p.ClientHost, p.Proxies[0].Host
	}
	return p.ClientHost, p.Sites[min(d, len(p.Sites)-1)].Host
}

// PageListens reports whether a server or proxy of the page listens on a port of a host.
func (c *Config) PageListens(host uint8, port uint16) bool {
	for i := range c.HTTP {
		for _, p := range c.HTTP[i].Proxies {
			if p.Host == host && p.Port == port {
				return true
			}
		}
		for _, s := range c.HTTP[i].Sites {
			if s.Host == host && s.Port == port {
				return true
			}
		}
	}
	return false
}

// Replays reports whether the run shows a recording instead of a simulation.
func (c *Config) Replays() bool { return c.Replay != nil }

// Bounds of what a Config may ask for.
const (
	MaxHosts   = 16
	MaxLinks   = 16
	MaxFaults  = 4096
	MaxScripts = 20_000
	MaxSteps   = 100_000
	MaxLabels  = 1024
	MaxFrames  = 1 << 30 // of a simulation: the ledger numbers frames with 31 bits
	MaxConns   = 1 << 30 // of a run
	maxDepth   = 8       // of loops in each other
)

// firstPort is the client's port of the first connection that names none.
const firstPort = 40_001
