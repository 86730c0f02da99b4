package scenarios

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"teacp/sim"
	"teacp/sim/http"
	"teacp/sim/ledger"
	"teacp/sim/rule"
	"teacp/sim/tcp"
	"teacp/views/wire"
)

const secured = `name: x
profile: %s
link: {delay: 20ms, rate: 10Mbit/s}
page:
  html: 3kB
  objects: [{size: 5kB, count: 5}]
  connections: 3
  strategy: %s
  tls: %s
`

// TestTLS: with every strategy and profile the page comes whole, TLS is set up once a
// connection before its first request, and the walk of the first request has its round trips
// booked to it. The stream holds records first, then the messages.
func TestTLS(t *testing.T) {
	for _, profile := range tcp.ProfileNames {
		for _, strategy := range http.StrategyNames {
			for v, version := range http.TLSNames {
				name := profile + " " + strategy + " " + version
				sc, ps := Parse("x.yaml", fmt.Appendf(nil, secured, profile, strategy, version))
				if len(ps) > 0 {
					t.Fatal(name, Problems(ps))
				}
				run, err := sim.New(sc.Config, nil)
				if err != nil {
					t.Fatal(name, err)
				}
				checkTLS(t, name, run, http.TLS(v))
			}
		}
	}
}

func checkTLS(t *testing.T, name string, run *sim.Run, v http.TLS) {
	l := ledger.Of(run)
	count := map[http.Kind]int{}
	run.Each(0, run.Frames(), 1<<sim.EvHTTP, func(e *sim.Event) bool {
		count[http.Kind(e.Sub)]++
		return true
	})
	want := 0
	if v != http.TLSOff {
		want = count[http.Connect]
	}
	if count[http.Done] != 6 || count[http.TLSStart] != want || count[http.TLSDone] != 2*want {
		t.Errorf(
			"%s: %d answers, %d connections, TLS begun %d times and done %d times",
			name,
			count[http.Done],
			count[http.Connect],
			count[http.TLSStart],
			count[http.TLSDone],
		)
	}
	var spent sim.Time
	for _, it := range ledger.Items(l.Intervals(0)) {
		if it.Cause == rule.Tls {
			spent = it.Time
		}
	}
	if rtts := 40 * time.Millisecond * time.Duration(v.RoundTrips()); spent < rtts-20*time.Millisecond ||
		spent > rtts+5*time.Millisecond ||
		v == http.TLSOff && spent != 0 {
		t.Errorf("%s: %v booked to tls, %d round trips", name, spent, v.RoundTrips())
	}
	c := wire.Read(run)
	for side, text := range [2]string{"GET / HTTP/1.", "HTTP/1."} {
		buf := make([]byte, v.Prefix(side)+20)
		c.Fill(buf, 0, side, 0)
		b := buf
		for _, f := range v.Flights() {
			for i := range f.Records {
				if r := f.Records[i]; f.Side == side {
					if b[0] != r.Type || b[1] != 3 || int64(b[3])<<8|int64(b[4]) != r.Bytes {
						t.Fatalf("%s, side %d: a record begins with % x", name, side, b[:5])
					}
					b = b[5+r.Bytes:]
				}
			}
		}
		if !strings.HasPrefix(string(b), text) {
			t.Errorf("%s, side %d: behind the records comes %q", name, side, b)
		}
		part := make([]byte, 30)
		c.Fill(part, 0, side, 40)
		if len(buf) >= 70 && !bytes.Equal(part, buf[40:70]) {
			t.Errorf("%s, side %d: byte 40 depends on where one begins to read", name, side)
		}
	}
}

// TestTLSBreaks: a connection that is reset or refused while TLS is set up is an ordinary loss;
// through a proxy TLS is refused.
func TestTLSBreaks(t *testing.T) {
	src := fmt.Sprintf(secured, "linux", "persistent", "1.3") + "  close_at: 70ms\n  retries: 1\n"
	sc, _ := Parse("x.yaml", []byte(src))
	run, err := sim.New(sc.Config, nil)
	if err != nil {
		t.Fatal(err)
	}
	run.Finish()
	if w := run.At(run.Frames() - 1); w.Progress().Done+w.Progress().Failed == 0 {
		t.Error("the page never ends")
	}
	_, ps := Parse("x.yaml", []byte(fmt.Sprintf(secured, "rfc", "persistent", "1.2")+"  proxies: [{name: proxy}]\n"))
	if !strings.Contains(fmt.Sprint(Problems(ps)), "TLS through a proxy is not simulated") {
		t.Error("TLS through a proxy is taken: ", ps)
	}
}
