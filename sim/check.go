package sim

import (
	"fmt"

	"teacp/sim/http"
)

// Many numbers stand in fields of few bits. A bound that outgrows the field does not compile.
const (
	_ = uint8(MaxHosts - 1)                // Event.Host, Packet.To
	_ = uint8(2*MaxLinks - 1)              // Event.Link, and a direction of a link in the ledger
	_ = uint64(1) << (NumKinds - 1)        // a set of kinds is a uint64
	_ = int32(MaxFrames)                   // frames in the ledger
	_ = uint32(2*MaxConns + 1)             // an end is 2*conn+side
	_ = uint16(firstPort + MaxScripts - 1) // a scripted connection's port
	_ = int64(maxNth << nthShift)          // the value of a KnobNth
	_ = int32(maxNth)                      // pendingIntervention.left
	_ = uint8(http.MaxProxies)             // the hop of a destination
	_ = uint8(http.MaxSites - 1)           // Object.Site
)

// check refuses a Config that cannot be simulated; the scenario reader has named the line
// of such a mistake before.
func (c *Config) check() error {
	switch {
	case len(c.Hosts) < 2 || len(c.Hosts) > MaxHosts:
		return fmt.Errorf("expected 2 to %d hosts, found %d", MaxHosts, len(c.Hosts))
	case len(c.Links) < 1 || len(c.Links) > MaxLinks:
		return fmt.Errorf("expected 1 to %d links, found %d", MaxLinks, len(c.Links))
	case len(c.Faults) > MaxFaults:
		return fmt.Errorf("expected at most %d faults, found %d", MaxFaults, len(c.Faults))
	case len(c.Conns) > MaxScripts:
		return fmt.Errorf("expected at most %d scripted connections, found %d", MaxScripts, len(c.Conns))
	case c.Replay == nil && c.Limits.Frames > MaxFrames:
		return fmt.Errorf("expected at most %d frames, found %d", MaxFrames, c.Limits.Frames)
	case c.Limits.Conns > MaxConns:
		return fmt.Errorf("expected at most %d connections, found %d", MaxConns, c.Limits.Conns)
	case len(c.HTTP) > 1:
		return fmt.Errorf("expected at most one page, found %d", len(c.HTTP))
	}
	if c.Played != nil {
		if err := c.Played.check(); err != nil {
			return err
		}
	}
	for i := range c.HTTP {
		if err := c.HTTP[i].Check(len(c.Hosts)); err != nil {
			return err
		}
	}
	for i := range c.Links {
		if l := &c.Links[i]; int(l.A) >= len(c.Hosts) || int(l.B) >= len(c.Hosts) || l.A == l.B {
			return fmt.Errorf("link %d: expected two different hosts", i)
		}
	}
	for i := range c.Conns {
		s := &c.Conns[i]
		if int(s.ClientHost) >= len(c.Hosts) || int(s.ServerHost) >= len(c.Hosts) || s.ClientHost == s.ServerHost {
			return fmt.Errorf("connection %d: expected two different hosts", i)
		}
		if c.PageListens(s.ServerHost, s.ServerPort) {
			return fmt.Errorf("connection %d: the page's server listens on port %d", i, s.ServerPort)
		}
		for _, steps := range [][]Step{s.Client, s.Server} {
			if err := checkSteps(steps); err != nil {
				return fmt.Errorf("connection %d: %w", i, err)
			}
		}
	}
	return nil
}

func checkSteps(steps []Step) error {
	if len(steps) > MaxSteps {
		return fmt.Errorf("expected at most %d steps, found %d", MaxSteps, len(steps))
	}
	depth := 0
	for i := range steps {
		switch s := &steps[i]; s.Op {
		case OpLoop:
			if depth++; depth > maxDepth {
				return fmt.Errorf("step %d: loops may be nested %d deep", i, maxDepth)
			}
		case OpEnd:
			if depth--; depth < 0 {
				return fmt.Errorf("step %d: end of a loop that has not begun", i)
			}
		case OpSignal, OpWait:
			if s.Label < 0 || s.Label >= MaxLabels {
				return fmt.Errorf("step %d: expected a label of 0 to %d", i, MaxLabels-1)
			}
		}
	}
	if depth != 0 {
		return fmt.Errorf("a loop has no end")
	}
	return nil
}
