package sim_test

import (
	"strings"
	"testing"

	"teacp/sim"
	"teacp/sim/cause"
	"teacp/sim/http"
	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// TestFrameWithTooManyEvents checks the limit of 65,536 event IDs in a frame. A call that sends
// more ends the run, and the last event with an ID is the end.
func TestFrameWithTooManyEvents(t *testing.T) {
	c := bulk("rfc", 2_000_000, 1)
	for h := range c.Hosts {
		p := &c.Hosts[h].Policy
		p.CC, p.FixedWindow, p.MSS = tcp.CCNone, 100_000, 8
		p.RcvBuf, p.RcvBufMax, p.SndBuf, p.SndBufMax, p.WScale = 1<<24, 1<<24, 1<<24, 1<<24, true
	}
	for d := range c.Links[0].Dir {
		c.Links[0].Dir[d].QueuePackets = 0
	}
	r := mustRun(t, c)
	r.Finish()
	if r.Ended() != rule.Limit {
		t.Fatalf("the run ends by %s, expected %s", r.Ended(), rule.Limit)
	}
	last := r.Events(r.Frames() - 1)
	if len(last) != cause.MaxIndex+1 {
		t.Fatalf("%d events in the last frame, expected %d", len(last), cause.MaxIndex+1)
	}
	for i := range last {
		if id := last[i].ID; id.Frame() != r.Frames()-1 || id.Index() != i {
			t.Fatalf("event %d is named %d in frame %d", i, id.Index(), id.Frame())
		}
	}
	if e := &last[len(last)-1]; e.Kind != sim.EvEnd || e.Rule != rule.Limit {
		t.Errorf("the last event is %s by %s", e.Kind, e.Rule)
	}
}

// TestBoundsAreChecked checks that a configuration outside the limits is refused with the limit.
func TestBoundsAreChecked(t *testing.T) {
	page := func(c *sim.Config) *http.Config {
		c.HTTP = []http.Config{{Sites: []http.Site{{Name: "a", Host: 1, Port: 80}},
			Objects: []http.Object{{Path: "/"}}, Start: http.Default}}
		return &c.HTTP[0]
	}
	for _, c := range []struct {
		change func(*sim.Config)
		want   string
	}{
		{func(c *sim.Config) { c.Hosts = make([]sim.HostConfig, sim.MaxHosts+1) }, "2 to 16 hosts"},
		{func(c *sim.Config) { c.Links = make([]sim.LinkConfig, sim.MaxLinks+1) }, "1 to 16 links"},
		{func(c *sim.Config) { c.Faults = make([]sim.Fault, sim.MaxFaults+1) }, "4096 faults"},
		{func(c *sim.Config) { c.Conns = make([]sim.ConnScript, sim.MaxScripts+1) }, "20000 scripted connections"},
		{func(c *sim.Config) { c.Limits.Frames = sim.MaxFrames + 1 }, "1073741824 frames"},
		{func(c *sim.Config) { c.Limits.Conns = sim.MaxConns + 1 }, "1073741824 connections"},
		{func(c *sim.Config) { c.Links[0].B = 2 }, "two different hosts"},
		{func(c *sim.Config) { c.Conns[0].ServerHost = 0 }, "two different hosts"},
		{func(c *sim.Config) { c.Conns[0].Client = make([]sim.Step, sim.MaxSteps+1) }, "100000 steps"},
		{func(c *sim.Config) { c.Conns[0].Client = []sim.Step{{Op: sim.OpWait, Label: sim.MaxLabels}} },
			"label of 0 to 1023"},
		{func(c *sim.Config) {
			s := make([]sim.Step, 18)
			for i := range 9 {
				s[i].Op, s[9+i].Op = sim.OpLoop, sim.OpEnd
			}
			c.Conns[0].Client = s
		}, "nested 8 deep"},
		{func(c *sim.Config) { page(c).Sites[0].Host = 2 }, "site 0 is at host 2 of 2"},
		{func(c *sim.Config) { page(c).ClientHost = 9 }, "host 9 of 2"},
		{func(c *sim.Config) { page(c).Sites = make([]http.Site, http.MaxSites+1) }, "1 to 8 sites"},
		{func(c *sim.Config) { page(c).Proxies = make([]http.Proxy, http.MaxProxies+1) }, "at most 4 proxies"},
		{func(c *sim.Config) { page(c).Proxies = []http.Proxy{{Host: 7}} }, "proxy 0 is at host 7"},
		{func(c *sim.Config) { page(c).Objects = nil }, "1 to 10000 objects"},
		{func(c *sim.Config) { page(c).Objects[0].Site = 3 }, "object 0 is at site 3"},
		{func(c *sim.Config) { page(c).Start.Transactions = http.MaxTransactions + 1 }, "1000000 transactions"},
		{func(c *sim.Config) { page(c); c.HTTP = append(c.HTTP, c.HTTP[0]) }, "at most one page"},
		{func(c *sim.Config) { c.Played = &sim.Played{} }, "1 to 20000 connections"},
	} {
		cfg := bulk("rfc", 1000, 1)
		c.change(cfg)
		if _, err := sim.New(cfg, nil); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("the error is %v, expected one with %q", err, c.want)
		}
	}
}
