package words

import (
	"strconv"
	"strings"

	"teacp/sim"
	"teacp/sim/http"
	"teacp/sim/rule"
)

// ObjectName is the path of the object of a request, with the method unless that is GET.
func ObjectName(r *sim.Run, req int32) string {
	c := r.Config()
	if len(c.HTTP) == 0 || req < 0 {
		return "HTTP"
	}
	o := c.HTTP[0].Object(req)
	name := Clean(o.Path)
	sites, n := len(c.HTTP[0].Sites) > 1, len(c.HTTP[0].Objects)
	if !sites && o.Method == http.GET && int(req) < n {
		return name
	}
	var room [160]byte
	t := Builder{B: room[:0]}
	if o.Method != http.GET {
		t.Add(http.MethodNames[o.Method]).Add(" ")
	}
	if sites {
		t.Add(Clean(c.HTTP[0].Sites[o.Site].Name))
	}
	if t.Add(name); int(req) >= n {
		t.Fill(" (%d)", Number(int64(int(req)/n+1)))
	}
	return string(t.B)
}

// http says what a step of a request is, with its numbers.
func (s *Builder) http(r *sim.Run, e *sim.Event) *Builder {
	n, h := ObjectName(r, e.Req), Host(r, e.Host)
	switch http.Kind(e.Sub) {
	case http.Queued:
		return s.httpWait(n, e)
	case http.Started:
		if e.Req < 0 {
			return s.Say(HTTPLooks)
		}
		return s.Say(HTTPGoesOn, Str(n), Timed(sim.Time(e.A)), Str(e.Rule.String()))
	case http.URL:
		site := r.Config().HTTP[0].Sites[r.Config().HTTP[0].Object(e.Req).Site]
		return s.Say(HTTPWanted, Str(n), Str(Clean(site.Name)), Number(e.B))
	case http.DNSStart:
		return s.Say(HTTPLookUp, Str(n))
	case http.DNSDone:
		return s.Say(HTTPAddressKnown, Str(n))
	case http.Port:
		if e.Req < 0 {
			return s.Say(HTTPPortFree, Number(e.A))
		}
		return s.Say(HTTPPorts, Str(n), Number(e.A), Number(e.B))
	case http.Connect:
		return s.Say(HTTPOpens, Str(n), Number(e.A))
	case http.TLSStart:
		return s.Say(HTTPTLSStarts, Str(n), Grouped(e.A), Grouped(e.B))
	case http.TLSDone:
		return s.Say(HTTPTLSDone, Str(h), Timed(sim.Time(e.A)))
	case http.Reused:
		if e.B > 0 {
			return s.Say(HTTPPipelined, Str(n), Number(e.B))
		}
		return s.Say(HTTPReuses, Str(n), Number(e.A))
	case http.Sent:
		if e.B > 0 {
			return s.Say(HTTPRequestWithContent, Str(n), Grouped(e.A), Grouped(e.B))
		}
		return s.Say(HTTPRequest, Str(n), Grouped(e.A))
	case http.Arrived:
		return s.Say(HTTPArrived, Str(h), Str(n))
	case http.Working:
		return s.Say(HTTPWorks, Str(h), Str(n), Timed(sim.Time(e.A)))
	case http.FirstByte:
		return s.Say(HTTPFirstByte, Str(n))
	case http.Done:
		if e.B != 200 {
			return s.Say(HTTPStatus, Str(n), Number(e.B))
		}
		return s.Say(HTTPComplete, Str(n), Grouped(e.A))
	case http.Served:
		if e.Rule == rule.BadGateway {
			return s.Say(HTTPBadGateway, Str(h), Str(n)).rule(e.Rule)
		}
		return s.Say(HTTPResponse, Str(h), Str(n), Grouped(e.A))
	}
	return s.httpEnd(e, n, h)
}

// httpEnd says what a proxy forwards, and how requests and connections end.
func (s *Builder) httpEnd(e *sim.Event, n, h string) *Builder {
	fields := fieldList(http.Fields(e.A))
	switch http.Kind(e.Sub) {
	case http.Forwarded:
		switch {
		case e.Rule == rule.BlindRelay && e.B != 0:
			return s.Say(ProxyPassesAll, Str(h), Str(n), Str(fieldList(http.Fields(e.B)))).rule(e.Rule)
		case e.A != 0:
			return s.Say(ProxyPassesWithout, Str(h), Str(n), Str(fields)).rule(e.Rule)
		}
		return s.Say(ProxyPasses, Str(h), Str(n)).rule(e.Rule)
	case http.Relayed:
		if e.A != 0 {
			return s.Say(ProxyReturnsWithout, Str(h), Str(n), Str(fields))
		}
		return s.Say(ProxyReturns, Str(h), Str(n))
	case http.Stuck:
		if e.A == 0 {
			return s.Say(ProxyStuck, Str(h), Str(n)).rule(e.Rule)
		}
		return s.Say(ProxyStuckBy, Str(h), Str(n), Str(fields)).rule(e.Rule)
	case http.Idle:
		return s.Say(HTTPIdle, Str(h), Timed(sim.Time(e.A))).rule(e.Rule)
	case http.Timeout:
		return s.Say(HTTPTimeout, Str(n), Timed(sim.Time(e.A)))
	case http.Closing:
		return s.Say(HTTPCloses, Str(h)).rule(e.Rule)
	case http.Lost:
		if e.Req < 0 {
			return s.Say(HTTPStrayBytes, Grouped(e.A)).rule(e.Rule)
		}
		if e.B > 0 {
			return s.Say(HTTPLostPart, Str(n), Grouped(e.A), Grouped(e.B)).rule(e.Rule)
		}
		return s.Say(HTTPLostAll, Str(n)).rule(e.Rule)
	case http.Retry:
		return s.Say(HTTPRetries, Str(n), Grouped(e.A), Grouped(e.B)).rule(e.Rule)
	case http.Failed:
		return s.Say(HTTPFailed, Str(n)).rule(e.Rule)
	case http.PageDone:
		if e.B > 0 {
			return s.Say(HTTPDoneWithFailures, Number(e.A), Number(e.B))
		}
		return s.Say(HTTPDone, Number(e.A))
	}
	return s
}

// httpWait says what a request waits for, with the numbers of the rule.
func (s *Builder) httpWait(n string, e *sim.Event) *Builder {
	switch e.Rule {
	case rule.Pool:
		return s.Say(HTTPWaitsPool, Str(n), Number(e.A), Number(e.B))
	case rule.PoolTotal:
		return s.Say(HTTPWaitsTotal, Str(n), Number(e.A), Number(e.B))
	case rule.PortWait:
		return s.Say(HTTPWaitsPort, Str(n), Grouped(e.A), Grouped(e.B))
	case rule.PipelineDepth:
		return s.Say(HTTPWaitsPipeline, Str(n), Number(e.A), Number(e.B))
	case rule.HeadOfLine:
		return s.Say(HTTPWaitsTurn, Str(n), Number(e.A)).rule(e.Rule)
	case rule.Workers:
		return s.Say(HTTPWaitsWorker, Str(n), Number(e.A), Number(e.B))
	}
	return s.Say(HTTPWaits, Str(n)).rule(e.Rule)
}

// fieldList joins header fields.
func fieldList(fs http.Fields) string {
	names := fs.Names()
	if len(names) == 0 {
		return "–"
	}
	return strings.Join(names, ", ")
}

// HttpNote is the note of a step beside a lane of the ladder. Only steps off the usual way have one.
func HttpNote(e *sim.Event, lang string) (string, bool) {
	switch http.Kind(e.Sub) {
	case http.Stuck:
		return NoteNotRead.In(lang) + e.Rule.String(), true
	case http.Queued:
		if e.Rule == rule.HeadOfLine || e.Rule == rule.Workers || e.Rule == rule.PortWait {
			return NoteWaits.In(lang) + e.Rule.String(), true
		}
	case http.Idle, http.Timeout:
		return e.Rule.String(), false
	case http.Lost:
		return NoteLost.In(lang) + e.Rule.String(), false
	case http.Retry:
		return NoteAgain.In(lang) + e.Rule.String(), false
	case http.Failed:
		return NoteFailed.In(lang) + e.Rule.String(), false
	}
	return "", false
}

// RequestURL is the whole address of a request.
func RequestURL(r *sim.Run, id int32) string {
	cfg := r.Config()
	if id < 0 || len(cfg.HTTP) == 0 || len(cfg.HTTP[0].Objects) == 0 {
		return ""
	}
	page := &cfg.HTTP[0]
	obj := page.Object(id)
	site := &page.Sites[obj.Site]
	port := ""
	if site.Port != 80 {
		port = ":" + strconv.Itoa(int(site.Port))
	}
	return "http://" + site.Name + port + obj.Path
}
