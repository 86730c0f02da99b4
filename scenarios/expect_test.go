package scenarios

import (
	"strings"
	"testing"
)

// stage is what the expectations below are said of: Nagle holds the second write until the
// server's delayed-ACK timer fires.
const stage = `name: stage
profile: rfc
link: {delay: 25ms, rate: unlimited}
connections:
  - client: [connect, {write: 100}, {write: 100}, {read: 500}, close]
    server: [accept, {read: 200}, {write: 500}, read_eof, close]
expect:
  - `

// TestExpect: each kind of expectation, held and not, with what the message says.
func TestExpect(t *testing.T) {
	for _, c := range []struct{ held, broken, found string }{
		{"{count: data_segments, is: 3}", "{count: data_segments, is: 4}", "found 3"},
		{"{count: payload_bytes, is: 700}", "{count: payload_bytes, at_most: 699}", "found 700 bytes"},
		{"{events: {event: hold, rule: nagle}, is: 1}", "{events: {event: hold}, at_least: 2}", "found 1"},
		{"{events: {event: send, of: fin, host: client}, is: 1}", "{events: {event: send, of: syn}, is: 1}", "found 2"},
		{"{time: {event: connected, host: client}, is: 50ms}", "{time: {event: connected, host: client}, is: 52ms, within: 1ms}", "found 50ms"},
		{"{time: {event: lost}, is: 0, under: linux}", "{time: {event: lost}, is: 0}", "no such event (lost)"},
		{"{between: [{event: hold}, {event: release}], is: 250ms}", "{between: [{event: hold}, {event: release}], at_most: 249ms}", "found 250ms"},
		{"{bytes: {event: hold}, is: 100}", "{bytes: {event: hold}, is: 99}", "found 100 bytes"},
		{"{packet: {event: send, of: data}, is: 140}", "{packet: {event: send, of: syn}, is: 40}", "found 52 bytes"},
		{"{state: {host: server}, is: CLOSED}", "{state: {host: client}, is: ESTABLISHED}", "found CLOSED"},
		{"{state: {host: client, at: {event: connected, host: client}}, is: ESTABLISHED}", "{state: {host: client, at: 10ms}, is: ESTABLISHED}", "found SYN-SENT"},
		{"{value: {of: cwnd, host: client, at: 100ms}, is: 10}", "{value: {of: cwnd, host: client, at: 100ms}, is: 11}", "found 10"},
		{"{value: {of: read, host: client}, is: 500}", "{value: {of: read, host: client}, is: 501}", "found 500 bytes"},
		{"{value: {of: in_flight, host: server, peak: on}, is: 500}", "{value: {of: in_flight, host: server}, is: 500}", "found 0 bytes"},
		{"{time: {event: readable, host: server, nth: 2}, with: {client.nagle: off}, less_by: 200ms}",
			"{time: {event: readable, host: server, nth: 2}, with: {client.nagle: off}, less_by: 260ms}", "found 75ms (without: 325ms)"},
		{"{count: data_segments, with: {client.nagle: off}, same: on}", "{count: data_segments, with: {client.nagle: off}, more_by: 1}", "found 3 (without: 3)"},
		{"{time: {event: timer, host: server}, at_least: 200ms, under: [rfc, textbook]}", "{time: {event: timer, host: server}, at_most: 100ms, under: all}", "under textbook"},
		{"{cause: {of: delayed_ack}, is: 200ms}", "{cause: {of: nagle}, is: 200ms}", "found 50ms"},
		{"{share: {of: delayed_ack}, at_least: 55%, at_most: 60%}", "{share: {of: nagle}, at_least: 50%}", "expected at least 50%, found 1428"},
		{"{duration: all, is: 350ms, within: 1ms}", "{duration: all, at_most: 300ms}", "found 350"},
	} {
		for i, src := range []string{c.held, c.broken} {
			if i == 0 && strings.Contains(src, "lost") {
				continue
			}
			sc, ps := Parse("x.yaml", []byte(stage+src+"\n"))
			if len(ps) > 0 {
				t.Errorf("%s: %v", src, Problems(ps))
				continue
			}
			results, err := Check(sc)
			if err != nil {
				t.Fatal(err)
			}
			good, text := true, ""
			for _, r := range results {
				good = good && r.OK
				text += r.Text() + "\n"
			}
			if good != (i == 0) || i == 1 && !strings.Contains(text, c.found) {
				t.Errorf("%s: held %v, %s", src, good, text)
			}
		}
	}
}

// TestExpectMistakes: an expectation that cannot be judged is a mistake of the file.
func TestExpectMistakes(t *testing.T) {
	for src, want := range map[string]string{
		"{count: segments}":                                      "says nothing of its subject",
		"{count: segments, is: 50ms}":                            "expected a whole number",
		"{count: segments, time: {event: end}, is: 3}":           "an expectation needs a subject, and one alone",
		"{time: {event: end}, is: 3s, within: lots}":             "wrong value for within: expected a time",
		"{count: segments, less_by: 3}":                          "a comparison needs knobs that are turned",
		"{count: segments, with: {client.nagel: off}, same: on}": `did you mean "client.nagle"?`,
		"{count: segments, with: {client.nagle: x}, same: on}":   "wrong value for client.nagle",
		"{count: segments, is: 3, under: linus}":                 `did you mean "linux"?`,
		"{state: {host: client}, is: OPEN}":                      "expected one of CLOSED, LISTEN",
		"{value: {host: client}, is: 3}":                         "a value needs its name",
		"{between: [{event: hold}], is: 3s}":                     "two events",
		"{time: {rule: nagle}, is: 3s}":                          "no event in time",
		"{share: {of: nagel}, at_least: 3%}":                     `did you mean "nagle"?`,
		"{cause: {request: 1}, is: 3s}":                          "no cause is named in cause",
		"{duration: some, is: 3s}":                               "expected one of all",
		"{time: {event: send, conn: 1}, is: 3s}":                 "expected a whole number from 0 to 0",
		"{count: segments, at_most: 3, within: 1}":               "within belongs to is",
	} {
		_, ps := Parse("x.yaml", []byte(stage+src+"\n"))
		if text := Problems(ps).Error(); len(ps) != 1 || !strings.Contains(text, want) {
			t.Errorf("%s: expected one message with %q, got %s", src, want, text)
		}
	}
}
