package scenarios

import (
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"teacp/sim"
	"teacp/sim/tcp"
)

// parsing is what is known of a file while it is read.
type parsing struct {
	*reader
	sc      *Scenario
	cfg     *sim.Config
	labels  map[string]int32
	labelAt []labelUse
	connAt  []ast.Node
	hosts   map[string]int
	ownLink map[uint8]ast.Node // of a further server
	sets    []hostSet          // knobs of hosts, applied when the profiles are known
}

type hostSet struct {
	host int
	knob *tcp.Knob
	val  int64
}

// Parse reads a scenario file and checks it. All mistakes are returned, in order of their
// places; the scenario is usable only if there are none.
func Parse(file string, data []byte) (*Scenario, []Problem) {
	p := &parsing{
		reader:  &reader{file: file},
		labels:  map[string]int32{},
		hosts:   map[string]int{"client": 0, "server": 1},
		ownLink: map[uint8]ast.Node{},
	}
	p.sc = &Scenario{File: file, Source: data}
	p.cfg = &sim.Config{Seed: 1,
		Hosts: []sim.HostConfig{
			{Name: "client", Addr: [4]byte{10, 0, 0, 1}, Profile: "rfc"},
			{Name: "server", Addr: [4]byte{10, 0, 0, 2}, Profile: "rfc"}},
		Links: []sim.LinkConfig{{A: 0, B: 1}}}
	p.sc.Config = p.cfg
	for d := range p.cfg.Links[0].Dir {
		p.cfg.Links[0].Dir[d] = sim.PathConfig{Delay: 25_000_000, RateBps: 10_000_000}
	}
	if root := p.tree(data); root != nil {
		p.root(root)
	}
	p.problems.sort()
	return p.sc, p.problems
}

var rootKeys = []string{
	"name",
	"title",
	"topic",
	"section",
	"look_for",
	"question",
	"profile",
	"hosts",
	"link",
	"faults",
	"connections",
	"page",
	"http",
	"seed",
	"limits",
	"notes",
	"expect",
}

// laterKeys are read when what they refer to is known: in this order, whatever the file's is.
var laterKeys = []string{"page", "http", "profile", "connections", "hosts", "faults", "question", "notes", "expect"}

func (p *parsing) root(n ast.Node) {
	later, seen := map[string]ast.Node{}, map[string]bool{}
	p.fields(n, "the scenario", rootKeys, func(key string, v ast.Node) {
		seen[key] = true
		switch key {
		case "name":
			p.sc.Name = p.name(v)
			p.cfg.Name = p.sc.Name
		case "title":
			p.sc.Title = p.both(v, key)
		case "topic":
			if i, ok := p.choice(v, key, Topics); ok {
				p.sc.Topic = Topics[i]
			}
		case "section":
			p.sc.Section = p.text(v, key)
		case "look_for":
			p.sc.LookFor = p.both(v, key)
		case "link":
			p.link(v)
		case "seed":
			p.cfg.Seed = uint64(p.number(v, key, 0, 1<<53))
		case "limits":
			p.limits(v)
		default:
			later[key] = v
		}
	})
	for _, key := range laterKeys {
		if v, ok := later[key]; ok {
			p.later(key, v)
		}
	}
	p.applyProfiles()
	p.sense(n)
	p.whole(n, seen)
}

func (p *parsing) later(key string, v ast.Node) {
	switch key {
	case "page", "http":
		p.web(key, v)
	case "profile":
		p.profile(v, key, p.allHosts()...)
	case "connections":
		p.items(v, key, sim.MaxScripts, func(i int, c ast.Node) { p.connection(i, c) })
	case "hosts":
		p.hostSettings(v)
	case "faults":
		p.items(v, key, sim.MaxFaults, func(_ int, f ast.Node) { p.fault(f) })
	case "question":
		p.sc.Question = p.question(v)
	case "notes":
		p.items(v, key, 1000, func(_ int, c ast.Node) { p.note(c) })
	case "expect":
		p.items(v, key, 1000, func(_ int, c ast.Node) { p.expect(c) })
	}
}

// whole asks for what every scenario has, and fills in what may be left out.
func (p *parsing) whole(n ast.Node, seen map[string]bool) {
	if !seen["name"] {
		p.add(n, Problem{Message: "the scenario has no name", Expected: "name: some-name"})
	}
	if !seen["connections"] && !seen["page"] && !seen["http"] ||
		len(p.problems) == 0 && len(p.cfg.Conns) == 0 && len(p.cfg.HTTP) == 0 {
		p.add(n, Problem{Message: "nothing happens in this scenario", Expected: "connections or a page"})
	}
	if len(p.cfg.HTTP) > 1 {
		p.add(n, Problem{Message: "a scenario has one client", Expected: "page or http"})
	}
	if p.sc.Topic == "" {
		p.sc.Topic = "other"
	}
	if p.sc.Title.EN == "" {
		p.sc.Title.EN = p.sc.Name
	}
}

func (p *parsing) name(v ast.Node) string {
	s := p.text(v, "name")
	for _, c := range s {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' {
			p.wrong(v, "name", "lower-case letters, digits and hyphens")
			return "x"
		}
	}
	if s == "" || len(s) > 60 {
		p.wrong(v, "name", "1 to 60 letters")
		return "x"
	}
	return s
}

func (p *parsing) profile(v ast.Node, key string, hosts ...int) {
	if i, ok := p.choice(v, key, tcp.ProfileNames); ok {
		for _, h := range hosts {
			p.cfg.Hosts[h].Profile = tcp.ProfileNames[i]
		}
	}
}

func knobNames() []string {
	out := []string{"profile", "ports"}
	for i := range tcp.Knobs {
		out = append(out, tcp.Knobs[i].Name)
	}
	return out
}

// allHosts are the indices of all hosts.
func (p *parsing) allHosts() []int {
	out := make([]int, len(p.cfg.Hosts))
	for i := range out {
		out[i] = i
	}
	return out
}

func (p *parsing) hostSettings(n ast.Node) {
	p.fields(n, "hosts", append(p.hostNames(), "both"), func(host string, v ast.Node) {
		ids := p.allHosts()
		if host != "both" {
			ids = []int{p.hosts[host]}
		}
		p.fields(v, "hosts."+host, knobNames(), func(key string, v ast.Node) {
			switch key {
			case "profile":
				p.profile(v, host+".profile", ids...)
			case "ports":
				p.ports(v, ids)
			default:
				p.knob(v, host, key, ids)
			}
		})
	})
}

func (p *parsing) ports(v ast.Node, ids []int) {
	s := p.text(v, "ports")
	a, b, _ := strings.Cut(s, "-")
	lo, e1 := strconv.ParseUint(a, 10, 16)
	hi, e2 := strconv.ParseUint(b, 10, 16)
	if e1 != nil || e2 != nil || lo == 0 || hi < lo {
		p.wrong(v, "ports", "a range such as 32768-60999")
		return
	}
	for _, h := range ids {
		p.cfg.Hosts[h].PortLo, p.cfg.Hosts[h].PortHi = uint16(lo), uint16(hi)
	}
}

func (p *parsing) knob(v ast.Node, host, key string, ids []int) {
	for i := range tcp.Knobs {
		k := &tcp.Knobs[i]
		if k.Name != key {
			continue
		}
		sk := sim.StackKnob(k)
		s, ok := p.scalar(v, host+"."+key, "a value")
		if !ok {
			return
		}
		val, err := sk.Parse(s)
		if err != nil {
			p.add(v, Problem{Message: "wrong value for " + host + "." + key + ": " + err.Error()})
			return
		}
		for _, h := range ids {
			p.sets = append(p.sets, hostSet{h, k, val})
		}
	}
}

// applyProfiles sets each host's policy: its profile, then what the file sets itself.
func (p *parsing) applyProfiles() {
	for h := range p.cfg.Hosts {
		p.cfg.Hosts[h].Policy, _ = tcp.Profile(p.cfg.Hosts[h].Profile)
	}
	for _, s := range p.sets {
		host := &p.cfg.Hosts[s.host]
		s.knob.Set(&host.Policy, s.val)
		host.Set = append(host.Set, sim.Setting{Knob: s.knob.Name, Value: s.val})
	}
}

var pathKeys = []string{"delay", "rate", "queue", "queue_bytes", "mtu", "jitter", "loss"}

func (p *parsing) link(n ast.Node) { p.linkOf(&p.cfg.Links[0], n) }

func (p *parsing) linkOf(l *sim.LinkConfig, n ast.Node) {
	p.fields(n, "link", append([]string{"c2s", "s2c"}, pathKeys...), func(key string, v ast.Node) {
		switch key {
		case "c2s", "s2c":
			d := 0
			if key == "s2c" {
				d = 1
			}
			p.fields(v, "link."+key, pathKeys, func(k string, v ast.Node) { p.path(&l.Dir[d], k, v) })
		default:
			p.path(&l.Dir[0], key, v)
			n := len(p.problems)
			p.path(&l.Dir[1], key, v)
			p.problems = p.problems[:n] // one mistake is told once
		}
	})
}

func (p *parsing) path(d *sim.PathConfig, key string, v ast.Node) {
	switch key {
	case "delay":
		d.Delay = p.duration(v, key)
	case "rate":
		d.RateBps = p.unit(v, key, "a rate such as 10Mbit/s, or unlimited", sim.ParseRate, 0, 1e12)
	case "queue":
		d.QueuePackets = p.number(v, key, 0, 1_000_000)
	case "queue_bytes":
		d.QueueBytes = p.bytes(v, key)
	case "mtu":
		d.MTU = p.number(v, key, 68, 65535)
	case "jitter":
		d.Jitter = p.duration(v, key)
	case "loss":
		d.LossPPM = p.unit(v, key, "a share such as 1% or 500ppm", sim.ParseShare, 0, 1_000_000)
	}
}

func (p *parsing) limits(n ast.Node) {
	p.fields(n, "limits", []string{"time", "frames", "connections", "memory"}, func(key string, v ast.Node) {
		switch key {
		case "time":
			p.cfg.LimitTime = p.duration(v, key)
		case "frames":
			p.cfg.Limits.Frames = p.number(v, key, 1, 100_000_000)
		case "connections":
			p.cfg.Limits.Conns = p.number(v, key, 1, 1_000_000)
		case "memory":
			p.cfg.Limits.Memory = p.unit(v, key, "a size such as 64MB or 2GB, 1 MB to 1 TB", sim.ParseBytes,
				sim.LeastMemory, sim.MostMemory)
		}
	})
}
