package schema

import (
	"slices"

	"teacp/sim/http"
	"teacp/sim/tcp"
)

func connectionShape() shape {
	return object(
		"One connection.",
		prop{"client", ref("steps", "What the client calls, one after the other.")},
		prop{"server", ref("steps", "What the server calls.")},
		prop{"client_port", numberShape("Port of the client (40001, 40002, … unless said).", 1, 65535)},
		prop{"server_port", numberShape("Port of the server (8001, 8002, … unless said). "+
			"Connections to one port share its listening socket.", 1, 65535)},
	)
}

// plainDocs and valueDocs say what the calls of a script do.
var plainDocs = map[string]string{
	"socket":   "Makes the socket; connect does it too.",
	"connect":  "Opens the connection, and waits until it is established.",
	"bind":     "Gives the socket its port; connect and listen do it too.",
	"listen":   "Begins to take connections; without it and bind the server listens from the start.",
	"accept":   "Waits for the connection.",
	"read_eof": "Reads until end of file.",
	"shutdown": "Closes the sending side (write, unless said), the receiving side (read), or both.",
	"close":    "Closes the socket.", "abort": "Closes with a reset.",
}

var valueDocs = map[string]prop{
	"write": {
		"",
		shape{
			"allOf":       []shape{{"$ref": "#/definitions/bytes"}},
			"description": "Writes so many bytes; waits for room in the send buffer.",
		},
	},
	"read": {
		"",
		shape{
			"allOf":       []shape{{"$ref": "#/definitions/bytes"}},
			"description": "Reads so many bytes in all; waits until they are there.",
		},
	},
	"sleep":  {"", ref("duration", "Does something else for so long.")},
	"set":    {"", optionsShape()},
	"get":    {"", choiceShape("Reads a socket option; error is SO_ERROR, the pending error.", names.Gettable)},
	"signal": {"", scalarText("Lets those go on that wait for this label at the same host.")},
	"wait":   {"", scalarText("Waits for a signal with this label at the same host.")},
	"repeat": {"", numberShape("Repeats the steps beside it so often.", 0, 1_000_000)},
}

var optDocs = map[string]string{
	"nodelay": "TCP_NODELAY: Nagle's algorithm is off.", "cork": "TCP_CORK: below a full segment everything waits.",
	"quickack": "TCP_QUICKACK: the next ACKs are not delayed.",
	"linger":   "SO_LINGER in seconds; 0: close sends a reset.",
	"rcvbuf":   "SO_RCVBUF in bytes.", "sndbuf": "SO_SNDBUF in bytes.",
	"window_clamp":  "TCP_WINDOW_CLAMP: the largest window that is offered.",
	"notsent_lowat": "TCP_NOTSENT_LOWAT: unsent bytes above which a write waits.",
	"maxseg":        "TCP_MAXSEG: the largest segment.",
	"user_timeout":  "TCP_USER_TIMEOUT in milliseconds.",
	"keepalive":     "SO_KEEPALIVE: probes when the connection is idle.",
}

func optionsShape() shape {
	var props []prop
	for _, o := range names.Options {
		switch o {
		case "nodelay", "cork", "quickack", "keepalive":
			props = append(props, prop{o, flagShape(optDocs[o])})
		default:
			props = append(props, prop{o, ref("bytes", optDocs[o])})
		}
	}
	return object("Sets socket options.", props...)
}

func stepsShape() shape {
	plain := names.PlainSteps
	props := []prop{
		{"at", ref("duration", "Not before this instant, counted from the start of the run.")},
		{"chunk", ref("bytes", "Most bytes of one read call.")},
		{"pause", ref("duration", "Time between two read calls.")},
		{"more", flagShape("MSG_MORE: more will be written, so a small segment may wait.")},
		{"steps", ref("steps", "What repeat repeats.")},
	}
	var one []shape
	for _, name := range names.Steps {
		if i := slices.Index(plain, name); i >= 0 {
			value := shape{"type": "null", "description": plainDocs[name]}
			if name == "shutdown" {
				value = shape{"description": plainDocs[name],
					"anyOf": []shape{{"type": "null"}, {"enum": names.ShutSides}}}
			}
			props = append(props, prop{name, value})
		} else {
			props = append(props, prop{name, valueDocs[name].shape})
		}
		one = append(one, shape{"required": []string{name}})
	}
	s := object("One call, with what belongs to it.", props...)
	s["oneOf"] = one
	return listShape(
		"What the application does, one after the other.",
		10_000,
		shape{"anyOf": []shape{choiceShape("A call without values.", plain), s}},
	)
}

func placeProps() []prop {
	return []prop{
		{"host", scalarText("At which host (client unless said).")},
		{"conn", numberShape("Which connection; 0 is the first.", 0, 1e6)},
		{"at", shape{"description": "When: a time, or after an event; the end of the run unless said.",
			"anyOf": []shape{{"$ref": "#/definitions/duration"}, {"$ref": "#/definitions/when"}}}},
	}
}

// amountShape is a value in the unit of the subject.
func amountShape(doc string) shape {
	return shape{
		"description": doc,
		"anyOf": []shape{
			{"$ref": "#/definitions/duration"},
			{"$ref": "#/definitions/bytes"},
			shareShape(""),
			{"enum": names.States},
		},
	}
}

func expectShape() shape {
	when := func(doc string) shape { return ref("when", doc) }
	shapes := map[string]shape{
		"count":  choiceShape("", names.Counts),
		"events": when(""), "time": when(""), "bytes": when(""), "packet": when(""),
		"between": {"type": "array", "minItems": 2, "maxItems": 2, "items": shape{"$ref": "#/definitions/when"}},
		"state":   object("", placeProps()...),
		"value": require(object("", append(placeProps(), prop{"of", choiceShape("Which number.", names.Readings)},
			prop{"peak", flagShape("The largest that it is up to then.")})...), "of"),
		"use": require(
			object(
				"",
				prop{"of", choiceShape("Which number.", names.Uses)},
				prop{"host", scalarText("At which host (client unless said).")},
				prop{"peak", flagShape("The most up to then.")},
				placeProps()[2],
			),
			"of",
		),
	}
	request := prop{
		"request",
		numberShape("In which request; 0 is the first; the whole unless said.", 0, http.MaxObjects),
	}
	cause := prop{"of", choiceShape("Which cause, by the rule's name.", names.Rules)}
	shapes["cause"] = require(object("", cause, request), "of")
	shapes["share"] = require(object("", cause, request), "of")
	shapes["duration"] = shape{"anyOf": []shape{{"const": "all"}, object("", request)}}
	var props []prop
	var one []shape
	for _, s := range names.Subjects {
		sh := shapes[s.Name]
		sh["description"] = "Subject: " + s.Doc + "."
		props = append(props, prop{s.Name, sh})
		one = append(one, shape{"required": []string{s.Name}})
	}
	props = append(
		props,
		prop{"is", amountShape("It is this.")},
		prop{"at_most", amountShape("It is no more.")},
		prop{"at_least", amountShape("It is no less.")},
		prop{"within", amountShape("With is: give or take.")},
		prop{"with", ref("knobs", "Knobs that are turned for it.")},
		prop{"less_by", amountShape("With the knobs it is less than without them, by at least this.")},
		prop{"more_by", amountShape("With the knobs it is more than without them, by at least this.")},
		prop{"same", flagShape("With the knobs it is what it is without them.")},
		prop{
			"under",
			shape{"description": "Profiles under which it is said; the scenario's own unless said.", "anyOf": []shape{
				{
					"enum": append(slices.Clone(tcp.ProfileNames), "all"),
				}, {"type": "array", "maxItems": 3, "items": shape{
					"enum": append(slices.Clone(tcp.ProfileNames), "all")}}}},
		},
	)
	s := object("One statement: a subject, and what is said of it.", props...)
	s["oneOf"] = one
	return s
}
