package scenarios

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"teacp/sim"
)

var update = flag.Bool("update", false, "write the golden files anew")

const good = `name: good
title: {en: a, ko: b}
profile: rfc
link: {delay: 10ms, rate: 10Mbit/s}
connections:
  - client: [connect, {write: 100}, close]
    server: [accept, read_eof, close]
`

// mistakes are changes of the file above, and what must be said of them.
var mistakes = []struct{ name, old, new, want string }{
	{
		"unknown key",
		"profile: rfc",
		"profil: rfc",
		`3:1: unknown key "profil" in the scenario; did you mean "profile"?`,
	},
	{
		"unknown profile",
		"rfc",
		"linus",
		`3:10: wrong value for profile: expected one of rfc, linux, textbook, found "linus"; did you mean "linux"?`,
	},
	{
		"not a duration",
		"10ms",
		"tenms",
		`4:15: wrong value for delay: expected a time such as 40ms or 1.5s, found "tenms"`,
	},
	{"no unit", "10ms", "10", `4:15: wrong value for delay`},
	{"negative duration", "10ms", "-5ms", `4:15: wrong value for delay`},
	{"not a rate", "10Mbit/s", "fast", `4:27: wrong value for rate`},
	{"unknown link key", "delay", "dely", `4:8: unknown key "dely" in link; did you mean "delay"?`},
	{"unknown step", "connect,", "conect,", `6:14: unknown step "conect"; did you mean "connect"?`},
	{"step without value", "{write: 100}", "write", `6:23: the step write needs a value`},
	{"two calls in a step", "{write: 100}", "{write: 100, read: 5}", `6:24: a step is one call`},
	{"wrong size", "write: 100", "write: lots", `6:31: wrong value for write: expected a size`},
	{"negative size", "write: 100", "write: -1", `6:31: wrong value for write`},
	{"list for a mapping", "link: {delay: 10ms, rate: 10Mbit/s}", "link: [1, 2]", `4:7: wrong value for link`},
	{
		"mapping for a list",
		"connections:\n  -",
		"connections:\n   ",
		`6:5: wrong value for connections: expected a list, found a mapping`,
	},
	{"bad name", "name: good", "name: Not Good!", `1:7: wrong value for name`},
	{"no name", "name: good\n", "", `the scenario has no name`},
	{"key twice", "profile: rfc", "profile: rfc\nprofile: linux", `4:1: `},
	{
		"unknown knob",
		"profile: rfc",
		"hosts: {client: {nagel: off}}",
		`3:18: unknown key "nagel" in hosts.client; did you mean "nagle"?`,
	},
	{
		"wrong knob value",
		"profile: rfc",
		"hosts: {client: {nagle: maybe}}",
		`3:25: wrong value for client.nagle: expected one of off, rfc896, minshall, found "maybe"`,
	},
	{
		"number out of range",
		"profile: rfc",
		"hosts: {client: {initial_window: 0}}",
		`3:34: wrong value for client.initial_window`,
	},
	{"unknown fault", "profile: rfc", "faults: [{lose: {nth: 3}}]", `3:11: unknown key "lose" in faults`},
	{"fault that does nothing", "profile: rfc", "faults: [{name: x}]", `3:11: a fault does one thing`},
	{
		"unknown match",
		"profile: rfc",
		"faults: [{drop: {of: dta}}]",
		`3:22: wrong value for of: expected one of any, data, syn, fin, rst, ack, offset, datagram, found "dta"; did you mean "data"?`,
	},
	{
		"fault at nobody",
		"profile: rfc",
		"faults: [{drop: {to: sever}}]",
		`3:22: there is no host "sever": expected one of client, server; did you mean "server"?`,
	},
	{
		"fault from nobody",
		"profile: rfc",
		"faults: [{drop: {from: proxy, to: client}}]",
		`3:24: there is no host "proxy": expected one of client, server`,
	},
	{
		"fault where no link is",
		"profile: rfc",
		"faults: [{drop: {from: client, to: client}}]",
		`3:24: no link leads from "client" to "client": expected from: one of server`,
	},
	{"note without event", "profile: rfc", "notes: [{en: x}]", `3:10: a note needs an event`},
	{
		"highlight of nothing",
		"profile: rfc",
		"notes: [{on: {event: hold}, en: x, highlight: {host: client}}]",
		`3:48: a highlight marks one thing: expected one of pane, field, timer, segment`,
	},
	{
		"highlight of two things",
		"profile: rfc",
		"notes: [{on: {event: hold}, en: x, highlight: {pane: why, timer: rexmt}}]",
		`3:48: a highlight marks one thing`,
	},
	{
		"highlight of no pane",
		"profile: rfc",
		"notes: [{on: {event: hold}, en: x, highlight: {pane: ladr}}]",
		`3:54: wrong value for pane: expected one of ladder, segments`,
	},
	{
		"highlight of no field",
		"profile: rfc",
		"notes: [{on: {event: hold}, en: x, highlight: [{field: cwn}]}]",
		`found "cwn"; did you mean "cwnd"?`,
	},
	{
		"host of a pane",
		"profile: rfc",
		"notes: [{on: {event: hold}, en: x, highlight: {pane: why, host: client}}]",
		`3:65: only a field or a timer is a host's: expected host with field or timer`,
	},
	{
		"highlight of an event without a segment",
		"profile: rfc",
		"notes: [{on: {event: hold}, en: x, highlight: {segment: {event: state}}}]",
		`the event is no segment's: expected event: send, receive or lost`,
	},
	{
		"highlight of a pane in a comparison",
		"profile: rfc",
		"notes: [{on: {event: hold}, en: x, turn: client.nagle=off, compare: on, highlight: {pane: why}}]",
		`this cue compares, and a comparison shows ladders alone: expected highlight: {segment:`,
	},
	{
		"pause without end",
		"profile: rfc",
		"notes: [{on: {event: hold}, en: x, pause: long}]",
		`3:43: wrong value for pause: expected a time from 250ms to 10m, or key, found "long"`,
	},
	{
		"pause too short",
		"profile: rfc",
		"notes: [{on: {event: hold}, en: x, pause: 1ms}]",
		`3:43: the pause is out of bounds: expected a time from 250ms to 10m, or key, found "1ms"`,
	},
	{"unknown rule", "profile: rfc", "notes: [{on: {event: hold, rule: nagel}, en: x}]", `3:34: unknown rule "nagel"`},
	{"expectation without subject", "profile: rfc", "expect: [{is: 3}]", `3:11: an expectation needs a subject`},
	{"nothing happens", good[strings.Index(good, "connections"):], "", `nothing happens in this scenario`},
	{"not YAML", "{en: a, ko: b}", "{en: a, ko: b", `this is not YAML`},
	{"an alias", "title: {en: a, ko: b}", "title: *x", `2:8: `},
	{"control characters", "profile: rfc", "profile: \"\\x1b[31mred\"", `found "\x1b[31mred"`},
	{
		"answer outside the choices",
		"profile: rfc",
		"question: {ask: a, choices: [b], answer: 3}",
		`3:12: the answer is not among the choices`,
	},
	{"bad ports", "profile: rfc", "hosts: {client: {ports: many}}", `3:25: wrong value for ports`},
}

// TestMistakes: each mistake is named with its line, its column, what was expected and
// what was found, and the nearest right name where there is one.
func TestMistakes(t *testing.T) {
	for _, c := range mistakes {
		src := strings.Replace(good, c.old, c.new, 1)
		if src == good {
			t.Errorf("%s: the example does not change", c.name)
		}
		_, ps := Parse("x.yaml", []byte(src))
		text := Problems(ps).Error()
		if !strings.Contains(text, c.want) {
			t.Errorf("%s:\n got  %s\n want %s", c.name, text, c.want)
		}
		if strings.Contains(text, "\x1b") {
			t.Errorf("%s: the message holds a control character", c.name)
		}
		for _, p := range ps {
			if p.Line < 1 || p.Col < 1 || !strings.HasPrefix(p.Error(), fmt.Sprintf("x.yaml:%d:%d: ", p.Line, p.Col)) {
				t.Errorf("%s: no place in %q", c.name, p.Error())
			}
		}
	}
}

// TestGood: the file that the mistakes are made in has none.
func TestGood(t *testing.T) {
	if _, ps := Parse("x.yaml", []byte(good)); len(ps) > 0 {
		t.Fatal(Problems(ps))
	}
}

// TestAllAtOnce: a file with more than fifty mistakes, hardly two of a kind, lists them all
// at once, each with its place; testdata/fifty.txt is the list.
func TestAllAtOnce(t *testing.T) {
	data, err := os.ReadFile("testdata/fifty.yaml")
	if err != nil {
		t.Fatal(err)
	}
	_, ps := Parse("fifty.yaml", data)
	got := Problems(ps).Error() + "\n"
	if *update {
		if err := os.WriteFile("testdata/fifty.txt", []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, _ := os.ReadFile("testdata/fifty.txt")
	if len(ps) < 50 || got != string(want) {
		t.Errorf("%d messages:\n%s", len(ps), got)
	}
}

// FuzzScenario: any bytes give a scenario or messages; a scenario's run ends, and its
// invariants hold with a knob turned on the way.
func FuzzScenario(f *testing.F) {
	f.Add([]byte(good), uint16(3), uint8(1))
	f.Add(Starter("x"), uint16(3), uint8(1))
	for _, n := range names() {
		data, err := library.ReadFile("library/" + n + ".yaml")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data, uint16(10), uint8(7))
	}
	f.Fuzz(func(t *testing.T, data []byte, frame uint16, pick uint8) {
		sc, ps := Parse("fuzz.yaml", data)
		if len(ps) > 0 {
			_ = Problems(ps).Error()
			for _, p := range ps {
				if p.Line < 0 || p.Col < 0 || p.Message == "" {
					t.Errorf("a mistake without a place or a message: %+v", p)
				}
			}
			return
		}
		cfg := *sc.Config
		cfg.Limits = sim.Limits{Frames: 3000, Conns: 200}
		knobs := []sim.Change{
			{Knob: "client.nagle", Value: "off"},
			{Knob: "server.delayed_ack", Value: "off"},
			{Knob: "link.loss", Value: "20%"},
			{
				Knob:  "client.sack",
				Value: "off",
			},
			{Knob: "profile", Value: "linux"},
			{Knob: "server.congestion", Value: "cubic"},
			{Knob: "client.rcvbuf", Value: "2000"},
			{Knob: "link.delay", Value: "1ms"},
		}
		c := knobs[int(pick)%len(knobs)]
		c.Frame = int64(frame)
		r, err := sim.New(&cfg, []sim.Change{c})
		if err != nil {
			return
		}
		for !r.Extend(1) {
			if err := r.At(r.Frames() - 1).Check(); err != nil {
				t.Fatal(err)
			}
		}
		if r.Ended() == 0 {
			t.Fatal("the run does not end")
		}
	})
}
