package scenarios

import (
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"teacp/sim"
	"teacp/sim/http"
)

// settings are the keys that turn the same things as the knobs http.NAME.
var settings = sim.HTTPSettingsTable()

var settingNames = namesOf(len(settings), func(i int) string { return settings[i].Name })

var (
	pageOnly   = []string{"html", "objects"}
	httpOnly   = []string{"requests"}
	webKeys    = []string{"host", "port", "servers", "proxies", "socket_calls"}
	objectKeys = []string{"size", "path", "method", "body", "server", "at", "think", "count"}
	hopKeys    = []string{"name", "port", "link"}
)

// web reads a page: what the client asks for, of whom, and how client and servers are set.
// With the key page the first object is HTML that names the others; with the key http the
// client knows all requests from the start.
func (p *parsing) web(root string, n ast.Node) {
	c := http.Config{
		Page:  root == "page",
		Start: http.Default,
		Sites: []http.Site{{Name: "www.example.com", Host: 1, Port: 80}},
	}
	own := httpOnly
	if c.Page {
		own = pageOnly
		c.Objects = append(c.Objects, http.Object{Path: "/", Size: 5000})
	}
	var later [][2]any
	seen := map[string]bool{}
	p.fields(
		n,
		root,
		append(append(append([]string{}, own...), webKeys...), settingNames...),
		func(key string, v ast.Node) {
			seen[key] = true
			switch key {
			case "host":
				c.Sites[0].Name = p.hostName(v, key)
			case "port":
				c.Sites[0].Port = uint16(p.number(v, key, 1, 65535))
			case "socket_calls":
				c.SocketCalls = p.flag(v, key)
			case "html", "objects", "requests", "servers", "proxies":
				later = append(later, [2]any{key, v})
			default:
				p.setting(&c.Start, key, v)
			}
		},
	)
	for _, phase := range []string{"servers", "proxies", "html", "objects", "requests"} {
		for _, l := range later {
			if key, v := l[0].(string), l[1].(ast.Node); key == phase {
				p.webPart(&c, key, v)
			}
		}
	}
	if !c.Page && !seen["requests"] {
		p.add(n, Problem{Message: "the client asks for nothing", Expected: "requests: [{size: 1000}]"})
	}
	if len(c.Proxies) > 0 && c.Start.TLS != http.TLSOff {
		p.add(
			n,
			Problem{
				Message:  "TLS through a proxy is not simulated: it would take a tunnel",
				Expected: "tls: off, or no proxies",
			},
		)
		c.Start.TLS = http.TLSOff
	}
	p.cfg.HTTP = append(p.cfg.HTTP, c)
}

func (p *parsing) webPart(c *http.Config, key string, v ast.Node) {
	switch key {
	case "servers":
		p.items(v, key, http.MaxSites-1, func(_ int, s ast.Node) { p.site(c, s) })
	case "proxies":
		p.items(v, key, http.MaxProxies, func(_ int, s ast.Node) { p.proxy(c, s) })
	case "html":
		if _, ok := v.(*ast.MappingNode); ok {
			o, _ := p.webObject(c, v, "/")
			c.Objects[0] = o
		} else {
			c.Objects[0].Size = p.bytes(v, key)
		}
	default:
		prefix, ext := "/image", ".gif"
		if key == "requests" {
			prefix, ext = "/", ""
		}
		p.items(v, key, http.MaxObjects-len(c.Objects), func(_ int, o ast.Node) { p.objects(c, o, prefix, ext) })
		if len(c.Objects) > http.MaxObjects {
			p.add(
				v,
				Problem{
					Message:  "too many objects",
					Expected: "at most " + strconv.Itoa(http.MaxObjects),
					Found:    strconv.Itoa(len(c.Objects)),
				},
			)
			c.Objects = c.Objects[:http.MaxObjects]
		}
	}
}

// setting reads what a knob of HTTP is turned to.
func (p *parsing) setting(s *http.Settings, key string, v ast.Node) {
	for i := range settings {
		if settings[i].Name != key {
			continue
		}
		k := settings[i]
		text, ok := p.scalar(v, key, "a value")
		if !ok {
			return
		}
		val, err := k.Parse(text)
		if err != nil {
			p.add(v, Problem{Message: "wrong value for " + key + ": " + err.Error()})
			return
		}
		k.Put(s, val)
	}
}

// objects reads one object, or several of a kind: a size alone, or {size: 8000, count: 40}.
func (p *parsing) objects(c *http.Config, n ast.Node, prefix, ext string) {
	name := func() string { return prefix + strconv.Itoa(len(c.Objects)+1-btoi(c.Page)) + ext }
	if _, ok := n.(ast.ScalarNode); ok {
		c.Objects = append(c.Objects, http.Object{Path: name(), Size: p.bytes(n, "objects")})
		return
	}
	o, count := p.webObject(c, n, "")
	path := o.Path
	for i := int64(0); i < count && len(c.Objects) <= http.MaxObjects; i++ {
		if o.Path = path; path == "" {
			o.Path = name()
		}
		c.Objects = append(c.Objects, o)
	}
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (p *parsing) webObject(c *http.Config, n ast.Node, path string) (http.Object, int64) {
	o, count := http.Object{Path: path, Size: 1000}, int64(1)
	var body ast.Node
	p.fields(n, "an object", objectKeys, func(key string, v ast.Node) {
		switch key {
		case "size":
			o.Size = p.bytes(v, key)
		case "path":
			o.Path = p.path1(v)
		case "method":
			i, _ := p.choice(v, key, http.MethodNames)
			o.Method = http.Method(i)
		case "body":
			body = v
			o.Body = p.bytes(v, key)
		case "server":
			names := namesOf(len(c.Sites), func(i int) string { return p.cfg.HostName(int(c.Sites[i].Host)) })
			i, _ := p.choice(v, key, names)
			o.Site = uint8(i)
		case "at":
			o.At = p.duration(v, key)
		case "think":
			o.Think = p.duration(v, key)
		case "count":
			count = p.number(v, key, 1, http.MaxObjects)
		}
	})
	if body != nil && o.Method != http.POST {
		p.add(
			body,
			Problem{Message: "body does not belong to " + http.MethodNames[o.Method], Expected: "method: POST"},
		)
	}
	return o, count
}

// path1 reads the path of a URL (RFC 3986 section 3.3); what it holds goes into a request line.
func (p *parsing) path1(v ast.Node) string {
	s := p.text(v, "path")
	bad := !strings.HasPrefix(s, "/") || len(s) > http.MaxPath
	for _, c := range []byte(s) {
		bad = bad || c <= ' ' || c >= 0x7f
	}
	if bad {
		p.wrong(v, "path", "a path such as /image.gif, up to "+strconv.Itoa(http.MaxPath)+" letters without spaces")
		return "/"
	}
	return s
}

// hostName reads a name for the Host field.
func (p *parsing) hostName(v ast.Node, key string) string {
	s := p.text(v, key)
	bad := s == "" || len(s) > http.MaxName
	for _, label := range strings.Split(s, ".") {
		bad = bad || label == "" || len(label) > 63
	}
	for _, c := range []byte(s) {
		bad = bad || c != '-' && c != '.' && (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'z')
	}
	if bad {
		p.wrong(v, key, "a name such as www.example.com")
		return "www.example.com"
	}
	return s
}

// addHost adds a host with a link from another one; false where there are too many.
func (p *parsing) addHost(n ast.Node, name string, from uint8, link ast.Node) (uint8, bool) {
	if len(p.cfg.Hosts) >= sim.MaxHosts {
		p.add(n, Problem{Message: "too many hosts", Expected: "at most " + strconv.Itoa(sim.MaxHosts)})
		return 0, false
	}
	if _, taken := p.hosts[name]; taken || name == "both" {
		p.add(n, Problem{Message: "there is a host " + clean(name) + " already", Expected: "another name"})
		return 0, false
	}
	h := uint8(len(p.cfg.Hosts))
	p.hosts[name] = int(h)
	p.cfg.Hosts = append(p.cfg.Hosts, sim.HostConfig{Name: name, Addr: [4]byte{10, 0, 0, h + 1}, Profile: "rfc"})
	p.addLink(from, h, link)
	return h, true
}

// addLink joins two hosts by a link like the first one, or as the file says.
func (p *parsing) addLink(a, b uint8, n ast.Node) {
	l := p.cfg.Links[0]
	l.A, l.B = a, b
	p.cfg.Links = append(p.cfg.Links, l)
	if n != nil {
		p.linkOf(&p.cfg.Links[len(p.cfg.Links)-1], n)
	}
}

// site reads another server: {name: images, host: images.example.com, link: {delay: 5ms}}.
func (p *parsing) site(c *http.Config, n ast.Node) {
	s := http.Site{Port: 80}
	name, link := "", ast.Node(nil)
	p.fields(n, "servers", append([]string{"host"}, hopKeys...), func(key string, v ast.Node) {
		switch key {
		case "name":
			name = p.name(v)
		case "host":
			s.Name = p.hostName(v, key)
		case "port":
			s.Port = uint16(p.number(v, key, 1, 65535))
		case "link":
			link = v
		}
	})
	if name == "" {
		p.add(n, Problem{Message: "a server needs a name", Expected: "name: images"})
		return
	}
	if s.Name == "" {
		s.Name = name + ".example.com"
	}
	var ok bool
	if s.Host, ok = p.addHost(n, name, 0, link); ok {
		if link != nil {
			p.ownLink[s.Host] = link
		}
		c.Sites = append(c.Sites, s)
	}
}

// proxy reads a proxy; its link is the one to the next hop. The chain stands between the
// client and all servers.
func (p *parsing) proxy(c *http.Config, n ast.Node) {
	px := http.Proxy{Port: 8080}
	name, link := "proxy", ast.Node(nil)
	mode := http.RelayHTTP11
	p.fields(n, "proxies", append([]string{"mode"}, hopKeys...), func(key string, v ast.Node) {
		switch key {
		case "name":
			name = p.name(v)
		case "port":
			px.Port = uint16(p.number(v, key, 1, 65535))
		case "mode":
			i, _ := p.choice(v, key, http.RelayNames)
			mode = http.Relay(i)
		case "link":
			link = v
		}
	})
	if i := len(c.Proxies); i < http.MaxProxies {
		var ok bool
		if px.Host, ok = p.insertHop(c, n, name, link); ok {
			c.Start.Relay[i] = mode
			c.Proxies = append(c.Proxies, px)
		}
	}
}

// insertHop puts a proxy between the last hop and the servers: the links that led to the
// servers lead to it, and its own lead on.
func (p *parsing) insertHop(c *http.Config, n ast.Node, name string, link ast.Node) (uint8, bool) {
	h := uint8(len(p.cfg.Hosts))
	if _, ok := p.addHost(n, name, 0, link); !ok {
		return 0, false
	}
	on := p.cfg.Links[len(p.cfg.Links)-1]
	p.cfg.Links = p.cfg.Links[:len(p.cfg.Links)-1]
	if len(c.Proxies) == 0 { // the first link leads to the first proxy
		p.cfg.Links = p.cfg.Links[:1]
		p.cfg.Links[0].B = h
	} else {
		k := len(p.cfg.Links) - len(c.Sites)
		for i := k; i < len(p.cfg.Links); i++ {
			p.cfg.Links[i].B = h
		}
		p.cfg.Links = p.cfg.Links[:k+1]
	}
	for _, s := range c.Sites {
		on.A, on.B = h, s.Host
		p.cfg.Links = append(p.cfg.Links, on)
		if own := p.ownLink[s.Host]; own != nil {
			n := len(p.problems)
			p.linkOf(&p.cfg.Links[len(p.cfg.Links)-1], own)
			p.problems = p.problems[:n] // its mistakes have been told
		}
	}
	return h, true
}

// uses are numbers of what a host's connections take.
var uses = []struct {
	name string
	unit Unit
	now  func(*sim.HostUse) int64
	peak func(*sim.HostUse) int64
}{
	{
		"sockets",
		Number,
		func(u *sim.HostUse) int64 { return u.Open },
		func(u *sim.HostUse) int64 { return u.PeakOpen },
	},
	{
		"time_wait",
		Number,
		func(u *sim.HostUse) int64 { return u.TimeWait },
		func(u *sim.HostUse) int64 { return u.PeakTimeWait },
	},
	{
		"accept_queue",
		Number,
		func(u *sim.HostUse) int64 { return u.Queue },
		func(u *sim.HostUse) int64 { return u.PeakQueue },
	},
	{
		"memory",
		Bytes,
		func(u *sim.HostUse) int64 { return u.Memory },
		func(u *sim.HostUse) int64 { return u.PeakMemory },
	},
}

var useNames = namesOf(len(uses), func(i int) string { return uses[i].name })

// useSubject reads {use: {of: sockets, host: server, peak: on}, is: 6}.
func (p *parsing) useSubject(n ast.Node, e *Expect) {
	pl, which, peak := place{host: "client"}, -1, false
	p.fields(n, "use", []string{"of", "peak", "host", "at"}, func(key string, v ast.Node) {
		switch key {
		case "of":
			which, _ = p.choice(v, key, useNames)
			e.Unit = uses[which].unit
		case "peak":
			peak = p.flag(v, key)
		default:
			p.place(&pl, key, v)
		}
	})
	if which < 0 {
		if _, ok := n.(*ast.MappingNode); ok {
			p.add(n, Problem{Message: "what a host uses needs its name", Expected: "of: one of " + list(useNames)})
		}
		return
	}
	of := uses[which]
	e.Subject = of.name + pl.String()
	if peak {
		e.Subject += ", at the most"
	}
	host := p.hosts[pl.host]
	e.measure = func(r *sim.Run) (int64, string) {
		frame, why := pl.frame(r)
		if why != "" {
			return 0, why
		}
		u := r.At(frame).Use(host)
		if peak {
			return of.peak(&u), ""
		}
		return of.now(&u), ""
	}
}
