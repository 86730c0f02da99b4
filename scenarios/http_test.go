package scenarios

import (
	"strings"
	"testing"

	"teacp/sim"
	"teacp/sim/http"
)

const goodHTTP = `name: web
profile: rfc
http:
  requests: [{size: 1000, path: /a}, {method: POST, body: 500}]
  strategy: pipeline
  servers: [{name: images}]
  proxies: [{name: cache, mode: blind, link: {delay: 1ms}}]
hosts: {cache: {nagle: off}}
`

// TestHTTPMistakes: mistakes in what a client asks for are named with their places, too.
func TestHTTPMistakes(t *testing.T) {
	if _, ps := Parse("x.yaml", []byte(goodHTTP)); len(ps) > 0 {
		t.Fatal(Problems(ps))
	}
	for _, c := range []struct{ old, new, want string }{
		{"strategy: pipeline", "strategy: pipelin", `5:13: wrong value for strategy: expected one of serial, parallel, keep-alive, persistent, persistent-parallel, pipeline, found "pipelin"; did you mean "pipeline"?`},
		{"strategy:", "stratgy:", `5:3: unknown key "stratgy" in http; did you mean "strategy"?`},
		{"mode: blind", "mode: deaf", `7:33: wrong value for mode: expected one of http11, blind, found "deaf"`},
		{"method: POST, ", "", `body does not belong to GET`},
		{"method: POST", "method: PUT", `4:47: wrong value for method: expected one of GET, HEAD, POST, found "PUT"`},
		{"path: /a", "path: \"/a b\"", `4:33: wrong value for path: expected a path such as /image.gif`},
		{"path: /a", "path: \"/a\\r\\nX: y\"", `wrong value for path`},
		{"name: images", "host: images", `a server needs a name: expected name: images`},
		{"name: images", "name: server", `there is a host "server" already`},
		{"name: images", "name: images, host: \"a..b\"", `wrong value for host: expected a name such as www.example.com`},
		{"hosts: {cache", "hosts: {cach", `8:9: unknown key "cach" in hosts; did you mean "cache"?`},
		{"size: 1000", "size: 1000, count: 20000", `wrong value for count: expected a whole number from 1 to 10000`},
		{"size: 1000", "server: image", `wrong value for server: expected one of server, images, found "image"; did you mean "images"?`},
		{"  requests: [{size: 1000, path: /a}, {method: POST, body: 500}]\n", "", `the client asks for nothing: expected requests: [{size: 1000}]`},
		{"strategy: pipeline", "strategy: pipeline\n  depth: 0", `wrong value for depth`},
		{"http:\n", "page: {html: 1}\nhttp:\n", `a scenario has one client: expected page or http`},
	} {
		src := strings.Replace(goodHTTP, c.old, c.new, 1)
		if src == goodHTTP {
			t.Errorf("%q does not change the example", c.old)
		}
		_, ps := Parse("x.yaml", []byte(src))
		if text := Problems(ps).Error(); !strings.Contains(text, c.want) {
			t.Errorf("%q:\n got  %s\n want %s", c.new, text, c.want)
		}
	}
}

// TestChain: proxies stand between the client and all servers, each with a link of its own.
func TestChain(t *testing.T) {
	sc, ps := Parse("x.yaml", []byte(`name: chain
link: {delay: 1ms}
http:
  requests: [1000]
  servers: [{name: images, link: {delay: 7ms}}]
  proxies: [{name: a, link: {delay: 2ms}}, {name: b, link: {delay: 3ms}, mode: blind}]
`))
	if len(ps) > 0 {
		t.Fatal(Problems(ps))
	}
	var got []string
	for _, l := range sc.Config.Links {
		got = append(got, sc.Config.HostName(int(l.A))+"-"+sc.Config.HostName(int(l.B))+" "+l.Dir[0].Delay.String())
	}
	if s := strings.Join(got, ", "); s != "client-a 1ms, a-b 2ms, b-server 3ms, b-images 7ms" {
		t.Errorf("the links are %s", s)
	}
	if r := sc.Config.HTTP[0].Start.Relay; r[0] != http.RelayHTTP11 || r[1] != http.RelayBlind {
		t.Errorf("the proxies are %v", r)
	}
	if _, err := sim.New(sc.Config, []sim.Change{{Knob: "a.mode", Value: "blind"}, {Knob: "link2.delay", Value: "9ms"}}); err != nil {
		t.Error(err)
	}
}
