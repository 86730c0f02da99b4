package words

import (
	"strconv"
	"strings"

	"teacp/sim"
	"teacp/sim/http"
	"teacp/sim/rule"
)

// ObjectName is the path of what a request asks for, with its method unless that is GET.
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
		t.Say(" (%d)", " (%d)", Number(int64(int(req)/n+1)))
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
			return s.Say("The client looks whether a request that waits can go on.", "클라이언트가 기다리는 요청이 이어질 수 있는지 본다.")
		}
		return s.Say("%s goes on after %s of waiting (%s).", "%s: %s 기다린 뒤 이어진다 (%s).", Str(n), Timed(sim.Time(e.A)), Str(e.Rule.String()))
	case http.URL:
		site := r.Config().HTTP[0].Sites[r.Config().HTTP[0].Object(e.Req).Site]
		return s.Say("%s is wanted: its URL names the host %s and port %d.", "%s: URL에 호스트 %s, 포트 %d가 있다.", Str(n), Str(Clean(site.Name)), Number(e.B))
	case http.DNSStart:
		return s.Say("The name of the host is looked up for %s.", "%s: 호스트 이름을 찾는다.", Str(n))
	case http.DNSDone:
		return s.Say("The host's address is known; %s can be asked for.", "%s: 호스트의 주소를 알았다.", Str(n))
	case http.Port:
		if e.Req < 0 {
			return s.Say("Port %d is free again.", "포트 %d이 다시 비었다.", Number(e.A))
		}
		return s.Say("%s: from port %d here to port %d there.", "%s: 이쪽 포트 %d에서 저쪽 포트 %d로.", Str(n), Number(e.A), Number(e.B))
	case http.Connect:
		return s.Say("A connection is opened for %s; it is one of %d to that host.", "%s: 연결을 연다. 그 호스트로 가는 연결 %d개 가운데 하나이다.", Str(n), Number(e.A))
	case http.TLSStart:
		return s.Say("TLS is set up before %s is asked for: the client will write %s bytes for it, the server %s.", "%s: 먼저 TLS를 맺는다. 클라이언트가 %s바이트, 서버가 %s바이트를 쓴다.", Str(n), Grouped(e.A), Grouped(e.B))
	case http.TLSDone:
		return s.Say("TLS is set up at %s after %s.", "%s 쪽에서 %s 뒤 TLS가 맺어졌다.", Str(h), Timed(sim.Time(e.A)))
	case http.Reused:
		if e.B > 0 {
			return s.Say("%s goes into the pipeline, behind %d others.", "%s: 앞선 %d개 뒤로 파이프라인에 들어간다.", Str(n), Number(e.B))
		}
		return s.Say("%s goes on a connection that has carried %d requests before.", "%s: 이미 요청 %d개를 나른 연결을 다시 쓴다.", Str(n), Number(e.A))
	case http.Sent:
		if e.B > 0 {
			return s.Say("The request for %s is written: %s bytes of header, %s of content.", "%s: 요청을 쓴다. 헤더 %s바이트, 내용 %s바이트.", Str(n), Grouped(e.A), Grouped(e.B))
		}
		return s.Say("The request for %s is written: %s bytes.", "%s: 요청을 쓴다. %s바이트.", Str(n), Grouped(e.A))
	case http.Arrived:
		return s.Say("%s has the whole request for %s.", "%[2]s: %[1]s 쪽에 요청이 다 왔다.", Str(h), Str(n))
	case http.Working:
		return s.Say("%s works on %s for %s.", "%[2]s: %[1]s 쪽이 %[3]s 동안 일한다.", Str(h), Str(n), Timed(sim.Time(e.A)))
	case http.FirstByte:
		return s.Say("The first byte of %s has come.", "%s: 첫 바이트가 왔다.", Str(n))
	case http.Done:
		if e.B != 200 {
			return s.Say("%s is answered with status %d.", "%s: 상태 %d로 답을 받았다.", Str(n), Number(e.B))
		}
		return s.Say("%s is complete: %s bytes.", "%s: 다 왔다. %s바이트.", Str(n), Grouped(e.A))
	case http.Served:
		if e.Rule == rule.BadGateway {
			return s.Say("%s answers for %s itself: 502 Bad Gateway.", "%[2]s: %[1]s 쪽이 스스로 502 Bad Gateway로 답한다.", Str(h), Str(n)).rule(e.Rule)
		}
		return s.Say("%s begins to write the answer for %s: %s bytes.", "%[2]s: %[1]s 쪽이 답을 쓰기 시작한다. %[3]s바이트.", Str(h), Str(n), Grouped(e.A))
	}
	return s.httpEnd(e, n, h)
}

// httpEnd says how a proxy passes on, and how requests and connections end.
func (s *Builder) httpEnd(e *sim.Event, n, h string) *Builder {
	fields := fieldList(http.Fields(e.A))
	switch http.Kind(e.Sub) {
	case http.Forwarded:
		switch {
		case e.Rule == rule.BlindRelay && e.B != 0:
			return s.Say("%s passes %s on as it is, with %s.", "%[2]s: %[1]s 쪽이 그대로 넘긴다. %[3]s도 함께.", Str(h), Str(n), Str(fieldList(http.Fields(e.B)))).rule(e.Rule)
		case e.A != 0:
			return s.Say("%s passes %s on without %s.", "%[2]s: %[1]s 쪽이 %[3]s를 빼고 넘긴다.", Str(h), Str(n), Str(fields)).rule(e.Rule)
		}
		return s.Say("%s passes %s on.", "%[2]s: %[1]s 쪽이 넘긴다.", Str(h), Str(n)).rule(e.Rule)
	case http.Relayed:
		if e.A != 0 {
			return s.Say("%s passes the answer for %s back without %s.", "%[2]s: %[1]s 쪽이 답에서 %[3]s를 빼고 돌려준다.", Str(h), Str(n), Str(fields))
		}
		return s.Say("%s passes the answer for %s back.", "%[2]s: %[1]s 쪽이 답을 돌려준다.", Str(h), Str(n))
	case http.Stuck:
		if e.A == 0 {
			return s.Say("%s does not read the request for %s: it waits for the server to close. HTTP/1.1 made both ends keep their connections, and the relay does not know it.",
				"%[2]s: %[1]s 쪽이 이 요청을 읽지 않는다. 서버가 닫기를 기다린다. HTTP/1.1이라 양쪽 끝이 연결을 지키는데 중계는 그것을 모른다.", Str(h), Str(n)).rule(e.Rule)
		}
		return s.Say("%s does not read the request for %s: it waits for the server to close. The field that it should have removed is %s: it made both ends keep their connections.",
			"%[2]s: %[1]s 쪽이 이 요청을 읽지 않는다. 서버가 닫기를 기다린다. 빼야 했던 필드는 %[3]s이다. 그것 때문에 양쪽 끝이 연결을 지킨다.", Str(h), Str(n), Str(fields)).rule(e.Rule)
	case http.Idle:
		return s.Say("%s: the connection has been idle for %s.", "%s: 연결이 %s 동안 쉬었다.", Str(h), Timed(sim.Time(e.A))).rule(e.Rule)
	case http.Timeout:
		return s.Say("Nothing has come for %s for %s: the client gives up.", "%s: %s 동안 아무것도 오지 않아 클라이언트가 그만둔다.", Str(n), Timed(sim.Time(e.A)))
	case http.Closing:
		return s.Say("%s closes the connection.", "%s 쪽이 연결을 닫는다.", Str(h)).rule(e.Rule)
	case http.Lost:
		if e.Req < 0 {
			return s.Say("%s bytes come that belong to no answer.", "어느 답에도 속하지 않는 %s바이트가 온다.", Grouped(e.A)).rule(e.Rule)
		}
		if e.B > 0 {
			return s.Say("The answer for %s is lost: %s of %s bytes had come.", "%s: 답을 잃었다. %[3]s바이트 가운데 %[2]s바이트가 왔다.", Str(n), Grouped(e.A), Grouped(e.B)).rule(e.Rule)
		}
		return s.Say("The answer for %s is lost: nothing of it had come.", "%s: 답을 잃었다. 아무것도 오지 않았다.", Str(n)).rule(e.Rule)
	case http.Retry:
		return s.Say("%s is asked for again; %s of %s bytes of the request had been sent.", "%s: 다시 청한다. 요청 %[3]s바이트 가운데 %[2]s바이트를 보냈었다.", Str(n), Grouped(e.A), Grouped(e.B)).rule(e.Rule)
	case http.Failed:
		return s.Say("%s has failed.", "%s: 실패했다.", Str(n)).rule(e.Rule)
	case http.PageDone:
		if e.B > 0 {
			return s.Say("Nothing is left to ask for: %d answered, %d failed.", "더 청할 것이 없다. 답 %d개, 실패 %d개.", Number(e.A), Number(e.B))
		}
		return s.Say("Nothing is left to ask for: all %d are answered.", "더 청할 것이 없다. %d개 모두 답을 받았다.", Number(e.A))
	}
	return s
}

// httpWait says what a request waits for, with the numbers of the rule.
func (s *Builder) httpWait(n string, e *sim.Event) *Builder {
	switch e.Rule {
	case rule.Pool:
		return s.Say("%s waits: %d of %d connections to the host are busy.", "%s: 기다린다. 호스트로 가는 연결 %[3]d개 가운데 %[2]d개가 바쁘다.", Str(n), Number(e.A), Number(e.B))
	case rule.PoolTotal:
		return s.Say("%s waits: %d of %d connections in all are busy.", "%s: 기다린다. 모두 %[3]d개인 연결 가운데 %[2]d개가 바쁘다.", Str(n), Number(e.A), Number(e.B))
	case rule.PortWait:
		return s.Say("%s waits: %s of %s ephemeral ports are in use or in TIME-WAIT; connect() would fail with EADDRNOTAVAIL.", "%s: 기다린다. 임시 포트 %[3]s개 가운데 %[2]s개를 쓰고 있거나 TIME-WAIT이다. connect()는 EADDRNOTAVAIL로 실패할 것이다.", Str(n), Grouped(e.A), Grouped(e.B))
	case rule.PipelineDepth:
		return s.Say("%s waits: %d of %d requests are unanswered on the connection.", "%s: 기다린다. 연결에서 답을 기다리는 요청이 %[3]d개 가운데 %[2]d개이다.", Str(n), Number(e.A), Number(e.B))
	case rule.HeadOfLine:
		return s.Say("%s has arrived, but %d before it must be answered first.", "%s: 도착했지만 앞선 %d개가 먼저 답을 받아야 한다.", Str(n), Number(e.A)).rule(e.Rule)
	case rule.Workers:
		return s.Say("%s waits: %d of %d workers of the server are busy.", "%s: 기다린다. 서버의 작업자 %[3]d개 가운데 %[2]d개가 바쁘다.", Str(n), Number(e.A), Number(e.B))
	}
	return s.Say("%s waits.", "%s: 기다린다.", Str(n)).rule(e.Rule)
}

// fieldList joins header fields.
func fieldList(fs http.Fields) string {
	names := fs.Names()
	if len(names) == 0 {
		return "–"
	}
	return strings.Join(names, ", ")
}

// HttpNote is a step of a request beside a lane: only those that go another way than usual.
func HttpNote(e *sim.Event, lang string) (string, bool) {
	switch http.Kind(e.Sub) {
	case http.Stuck:
		return Say(lang, "not read: ", "안 읽음: ") + e.Rule.String(), true
	case http.Queued:
		if e.Rule == rule.HeadOfLine || e.Rule == rule.Workers || e.Rule == rule.PortWait {
			return Say(lang, "waits: ", "기다림: ") + e.Rule.String(), true
		}
	case http.Idle, http.Timeout:
		return e.Rule.String(), false
	case http.Lost:
		return Say(lang, "lost: ", "잃음: ") + e.Rule.String(), false
	case http.Retry:
		return Say(lang, "again: ", "다시: ") + e.Rule.String(), false
	case http.Failed:
		return Say(lang, "failed: ", "실패: ") + e.Rule.String(), false
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
