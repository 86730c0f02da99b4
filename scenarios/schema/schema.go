package schema

import (
	"encoding/json"
	"slices"
	"strings"

	"teacp/scenarios"
	"teacp/sim"
	"teacp/sim/http"
	"teacp/sim/tcp"
	"teacp/views/words"
)

// names are the names of the language, from the tables of its reader.
var names = scenarios.Names()

// shape is a piece of a JSON Schema.
type shape = map[string]any

// prop is a key of an object with what may stand there.
type prop struct {
	key   string
	shape shape
}

// JSON is the JSON Schema of the scenario language, for editors. It is made from the
// tables that the reader uses; a test holds the two to each other.
func JSON() []byte {
	s := object("A scenario of teacp: who sends what to whom, what goes wrong, and what to notice.", rootProps()...)
	s["$schema"] = "http://json-schema.org/draft-07/schema#"
	s["title"] = "teacp scenario"
	s["required"] = []string{"name"}
	s["anyOf"] = []shape{
		{"required": []string{"connections"}},
		{"required": []string{"page"}},
		{"required": []string{"http"}},
	}
	s["definitions"] = shape{
		"text": bothShape(), "when": whenShape(), "steps": stepsShape(),
		"path": object("One direction of the link.", pathProps()...),
		"link": linkShape(), "object": objectShape(), "host": hostShape(), "match": matchShape(),
		"highlight": highlightShape(), "duration": durationShape(), "bytes": bytesShape(),
		"knobs": knobsShape(),
	}
	b, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		panic("schema: it cannot be written: " + err.Error())
	}
	return append(b, '\n')
}

func object(doc string, props ...prop) shape {
	m := shape{}
	for _, p := range props {
		m[p.key] = p.shape
	}
	return shape{"type": "object", "description": doc, "additionalProperties": false, "properties": m}
}

func require(s shape, keys ...string) shape {
	s["required"] = keys
	return s
}

func ref(name, doc string) shape {
	return shape{"description": doc, "allOf": []shape{{"$ref": "#/definitions/" + name}}}
}

func listShape(doc string, most int, item shape) shape {
	return shape{"type": "array", "description": doc, "maxItems": most, "items": item}
}

func numberShape(doc string, lo, hi int64) shape {
	return shape{"type": "integer", "description": doc, "minimum": lo, "maximum": hi}
}

func choiceShape(doc string, values []string) shape {
	return shape{"enum": values, "description": doc}
}

func flagShape(doc string) shape {
	return shape{"enum": []any{"on", "off", true, false, "yes", "no"}, "description": doc}
}

// scalarText is a text; a number or a switch stands for its letters.
func scalarText(doc string) shape {
	return shape{"type": []string{"string", "number", "boolean"}, "description": doc}
}

func bothShape() shape {
	return shape{"description": "A text in English and Korean, or one text for both.", "anyOf": []shape{
		scalarText("One text for both languages."),
		object("", prop{"en", scalarText("The text in English.")}, prop{"ko", scalarText("The text in Korean.")}),
	}}
}

// The forms of values with units; sim's readers take upper and lower case alike.
const (
	durationPattern = `^(0|(([0-9][0-9_]*(\.[0-9]*)?|\.[0-9]+) ?([nuµmNUM]?[sS]|[mM]|[mM][iI][nN]|[hH]))+)$`
	bytesPattern    = `^[0-9][0-9_]*(\.[0-9]+)? ?(([kKmMgG][iI]?)?[bB])?$`
	ratePattern     = `^(off|unlimited|[0-9][0-9_]*(\.[0-9]+)? ?([kKmMgG]?[bB]([iI][tT]/[sS]|[pP][sS]))?)$`
	sharePattern    = `^(0|[0-9][0-9_]*(\.[0-9]+)? ?(%|[pP][pP][mM]))$`
)

func unitShape(doc, pattern string, number shape) shape {
	return shape{"description": doc, "anyOf": []shape{{"type": "string", "pattern": pattern}, number}}
}

func durationShape() shape {
	return unitShape("A time: 40ms, 1.5s, 200us, 2m, 1h, 0.", durationPattern, shape{"const": 0})
}

func bytesShape() shape {
	return unitShape(
		"A size in bytes: 1460, 10kB, 64KiB, 1MB.",
		bytesPattern,
		shape{"type": "integer", "minimum": 0, "maximum": int64(1e12)},
	)
}

func rateShape(doc string) shape {
	return unitShape(doc, ratePattern, shape{"type": "integer", "minimum": 0, "maximum": int64(1e12)})
}

func shareShape(doc string) shape { return unitShape(doc, sharePattern, shape{"const": 0}) }

func rootProps() []prop {
	return []prop{
		{
			"name",
			shape{
				"type":        "string",
				"pattern":     "^[a-z0-9-]{1,60}$",
				"description": "Short name: lower-case letters, digits and hyphens.",
			},
		},
		{"title", ref("text", "What the library calls the scenario.")},
		{"topic", choiceShape("Under which heading the library lists it.", scenarios.Topics)},
		{"section", scalarText("Section of the chapter on connection management.")},
		{"look_for", ref("text", "What to look for.")},
		{"question", questionShape()},
		{"profile", choiceShape("The TCP stack of both hosts.", tcp.ProfileNames)},
		{"hosts", hostsShape()},
		{
			"link",
			ref("link", "The link between the hosts, each way; with proxies, between the client and the first one."),
		},
		{"faults", listShape("What the wire does to single packets.", sim.MaxFaults, faultShape())},
		{
			"connections",
			listShape(
				"Scripted connections: what the applications at both ends call.",
				sim.MaxScripts,
				connectionShape(),
			),
		},
		{
			"page",
			webShape(
				"A page that a browser loads: HTML, then what it names.",
				prop{"html", htmlShape()},
				prop{"objects", objectsShape("What the HTML names.")},
			),
		},
		{
			"http",
			require(
				webShape(
					"Requests that a client makes; it knows all of them from the start.",
					prop{"requests", objectsShape("What it asks for.")},
				),
				"requests",
			),
		},
		{"seed", numberShape("Seed of random loss and jitter.", 0, 1<<53)},
		{"limits", object(
			"Where the run ends at the latest.",
			prop{"time", ref("duration", "Simulated time.")},
			prop{
				"frames",
				numberShape("Frames.", 1, 100_000_000),
			},
			prop{"connections", numberShape("Connections.", 1, 1_000_000)},
			prop{"memory", ref("bytes", "Memory that the state of the run takes.")},
		)},
		{"notes", listShape("Texts bound to what happens.", 1000, noteShape())},
		{"expect", listShape("What must be so; teacp assert judges it.", 1000, expectShape())},
	}
}

func questionShape() shape {
	return object(
		"What to predict before stepping.",
		prop{"ask", ref("text", "The question.")},
		prop{"choices", listShape("The answers to choose from.", 9, ref("text", "An answer."))},
		prop{
			"answer",
			numberShape("Which choice is right; 1 is the first.", 1, 9),
		},
		prop{"because", ref("text", "Why.")},
		prop{"shows", ref("when", "Where the run itself gives the answer.")},
		prop{"proof", listShape(
			"What holds in the runs if a choice is right: one statement or a list of them for each choice.",
			9,
			shape{"anyOf": []shape{expectShape(), listShape("", 9, expectShape())}})},
	)
}

// knobShape is what a knob takes.
func knobShape(doc string, kind sim.KnobKind, values []string, lo, hi int64) shape {
	switch kind {
	case sim.KnobBool:
		return flagShape(doc)
	case sim.KnobEnum:
		all := []any{"on", true}
		for _, v := range values {
			all = append(all, v)
		}
		if slices.Contains(values, "off") {
			all = append(all, false)
		}
		return shape{"enum": all, "description": doc}
	case sim.KnobDuration:
		return ref("duration", doc)
	case sim.KnobBytes:
		return ref("bytes", doc)
	case sim.KnobRate:
		return rateShape(doc)
	case sim.KnobPPM:
		return shareShape(doc)
	}
	return numberShape(doc, lo, hi)
}

func hostShape() shape {
	props := []prop{{"profile", choiceShape("The TCP stack of this host.", tcp.ProfileNames)},
		{
			"ports",
			shape{
				"type":        "string",
				"pattern":     "^[0-9]+-[0-9]+$",
				"description": "Range of ephemeral ports, such as 32768-60999.",
			},
		}}
	for i := range tcp.Knobs {
		k := &tcp.Knobs[i]
		props = append(
			props,
			prop{
				k.Name,
				knobShape(
					words.SettingHelp("host."+k.Name, "en")+" ("+k.Source+")",
					sim.KnobKind(k.Kind),
					readable(k),
					k.Min,
					k.Max,
				),
			},
		)
	}
	return object("What is set on a host.", props...)
}

// readable are the values that a setting of a stack may have in a file.
func readable(k *tcp.Knob) []string {
	sk := sim.StackKnob(k)
	return sk.Readable()
}

// knobsShape is a list of knobs with values, as --set takes them.
func knobsShape() shape {
	var c sim.Config
	c.Hosts, c.Links, c.HTTP = make([]sim.HostConfig, 2), make([]sim.LinkConfig, 1), make([]http.Config, 1)
	var props []prop
	for _, k := range c.Knobs() {
		help := words.SettingHelp(k.Key, "en")
		props = append(props, prop{k.Name, knobShape(help, k.Kind, k.Readable(), k.Min, k.Max)})
	}
	s := object("Knobs and what they are turned to, as --set takes them.", props...)
	hostKnobs := []string{"mode", "profile"} // proxies and further servers go by names of their own
	for i := range tcp.Knobs {
		hostKnobs = append(hostKnobs, tcp.Knobs[i].Name)
	}
	s["patternProperties"] = shape{
		`^[a-z0-9-]+\.(` + strings.Join(hostKnobs, "|") + `)$`: shape{"type": []string{"string", "number", "boolean"}},
		`^link[1-9][0-9]*\.((c2s|s2c)\.)?(` + strings.Join(names.PathKeys, "|") + `)$`: shape{
			"type": []string{"string", "number", "boolean"},
		},
	}
	return s
}

func pathProps() []prop {
	return []prop{
		{"delay", ref("duration", "How long a bit travels.")},
		{"rate", rateShape("How fast bits leave: 10Mbit/s, 64kbit/s, unlimited.")},
		{"queue", numberShape("Packets that may wait in front of the line; 0: no limit.", 0, 1_000_000)},
		{"queue_bytes", ref("bytes", "Bytes that may wait; 0: no limit.")},
		{"mtu", numberShape("Larger packets are dropped.", 68, 65535)},
		{"jitter", ref("duration", "Each packet takes up to so much longer, without reordering.")},
		{"loss", shareShape("Random loss, by a hash of the seed and the segment: 1%, 500ppm.")},
	}
}

func faultShape() shape {
	s := object(
		"One thing that goes wrong.",
		prop{"name", scalarText("What the ladder calls it.")},
		prop{
			"drop",
			ref("match", "These packets are lost."),
		},
		prop{"delay", ref("match", "These packets come later.")},
		prop{
			"duplicate",
			ref("match", "These packets come twice."),
		},
		prop{"by", ref("duration", "How much later the packet, or its copy, comes.")},
	)
	s["oneOf"] = []shape{
		{"required": []string{"drop"}},
		{"required": []string{"delay", "by"}},
		{"required": []string{"duplicate", "by"}},
	}
	return s
}

func matchShape() shape {
	return object(
		"Which packets are meant.",
		prop{"nth", numberShape("The how-manieth; 1 is the first.", 1, 1e9)},
		prop{
			"count",
			numberShape("How many in a row.", 1, 1e9),
		},
		prop{"of", choiceShape("What the packet carries (data unless said).", names.Carried)},
		prop{"conn", numberShape("On which connection; 0 is the first.", 0, 1e6)},
		prop{
			"from",
			scalarText(
				"From which host it comes on the link that is meant; unless said the link is the client's first one.",
			),
		},
		prop{
			"to",
			scalarText(
				"To which host it travels (server unless said): with from, or a host with one link; else " +
					"server or client, the client's first link each way.",
			),
		},
		prop{"offset", numberShape("The packet that carries this byte of the stream; 0 is the first.", 0, 1e12)},
	)
}

func noteShape() shape {
	return require(object(
		"A text that appears when something happens.",
		prop{"on", ref("when", "When it appears.")},
		prop{"en", scalarText("The text in English.")},
		prop{"ko", scalarText("The text in Korean.")},
		prop{"pause", pauseShape()},
		prop{"highlight", highlightsShape()},
		prop{"turn", scalarText("In a lecture the cue turns this knob for the whole run: KNOB=VALUE.")},
		prop{
			"compare",
			choiceShape(
				"In a lecture the cue compares with the run before the knob was turned.",
				[]string{"off", "on"},
			),
		},
	), "on")
}

func whenShape() shape {
	return require(object(
		"An event: the nth of its kind, narrowed by what else is said.",
		prop{
			"event",
			choiceShape("The kind.", names.Events),
		},
		prop{"nth", numberShape("The how-manieth; 1 is the first.", 1, 1e9)},
		prop{"rule", choiceShape("By which rule.", names.Rules)},
		prop{"host", scalarText("At which host.")},
		prop{
			"conn",
			numberShape("On which connection; 0 is the first.", 0, 1e6),
		},
		prop{"of", choiceShape("What the segment carries.", names.CarriedByEvent)},
		prop{
			"call",
			choiceShape("Which call of the socket API.", names.Calls),
		},
		prop{"timer", choiceShape("Which timer.", names.Timers)},
		prop{
			"state",
			choiceShape("Which state is entered.", names.States),
		},
		prop{"error", choiceShape("Which error came.", names.Errors)},
		prop{
			"http",
			choiceShape("Which step of a request.", names.HTTPSteps),
		},
		prop{"request", numberShape("Which request; 0 is the first.", 0, http.MaxObjects)},
	), "event")
}
