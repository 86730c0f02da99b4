package scenarios

import (
	"fmt"
	"strings"
	"testing"
)

// TestFaultLinks: a fault hits the link and the direction that its hosts name.
func TestFaultLinks(t *testing.T) {
	const chain = "name: x\nhttp:\n  requests: [1kB]\n  servers: [{name: images}]\n  proxies: [{name: near}, {name: far}]\nfaults: [{drop: {%s}}]\n"
	for _, c := range []struct{ match, want string }{
		{"nth: 1", "client>near"},
		{"to: server", "client>near"},
		{"to: client", "near>client"},
		{"from: near, to: client", "near>client"},
		{"from: near, to: far", "near>far"},
		{"from: far, to: near", "far>near"},
		{"from: far, to: server", "far>server"},
		{"from: far", "far>server"},
		{"from: server, to: far", "server>far"},
		{"from: far, to: images", "far>images"},
		{"to: images", "far>images"},
		{"from: images, to: far", "images>far"},
		{"to: near", `several links: expected from: one of client, far`},
		{"from: client, to: images", `no link leads from "client" to "images": expected from: one of far`},
	} {
		sc, ps := Parse("x.yaml", fmt.Appendf(nil, chain, c.match))
		got := Problems(ps).Error()
		if len(ps) == 0 {
			f := sc.Config.Faults[0]
			l := sc.Config.Links[f.Link]
			ends := [2]uint8{l.A, l.B}
			got = sc.Config.HostName(int(ends[f.Dir])) + ">" + sc.Config.HostName(int(ends[1-f.Dir]))
		}
		if got != c.want && (len(ps) == 0 || !strings.Contains(got, c.want)) {
			t.Errorf("%s: got %s, want %s", c.match, got, c.want)
		}
	}
}
