package scenarios

import (
	"testing"
	"time"

	"teacp/sim"
	"teacp/sim/rule"
)

// SO_KEEPALIVE alone probes after two hours (RFC 9293 section 3.8.4), or after what the
// host says.
func TestKeepAliveOption(t *testing.T) {
	for _, c := range []struct {
		host string
		want time.Duration
	}{{"{}", 2 * time.Hour}, {"{keepalive: 60s}", time.Minute}} {
		sc, ps := Parse(
			"keep.yaml",
			[]byte("name: keep\nhosts: {client: "+c.host+"}\nlimits: {time: 3h}\nconnections:\n"+
				"  - client: [connect, {set: {keepalive: on}}, {read: 1}]\n    server: [accept, {read: 1}]\n"),
		)
		if len(ps) > 0 {
			t.Fatal(ps)
		}
		r, err := sim.New(sc.Config, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Finish()
		id, ok := r.Find(0, 1, 1<<sim.EvSend, func(e *sim.Event) bool { return e.Rule == rule.KeepAlive })
		if !ok {
			t.Fatalf("%s: no probe", c.host)
		}
		if d := r.Event(id).At - c.want; d < 0 || d > sim.Time(time.Second) {
			t.Errorf("host %s: expected the first probe after %v, found it after %v", c.host, c.want, r.Event(id).At)
		}
	}
}
