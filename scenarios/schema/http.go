package schema

import (
	"teacp/sim"
	"teacp/sim/http"
	"teacp/views/words"
)

func linkShape() shape {
	return object(
		"A link, each way.",
		append(
			pathProps(),
			prop{"c2s", ref("path", "From client to server.")},
			prop{"s2c", ref("path", "From server to client.")},
		)...)
}

func hostsShape() shape {
	s := object(
		"What is set on the hosts beside the profile; proxies and further servers go by their names.",
		prop{
			"client",
			ref("host", "The client."),
		},
		prop{"server", ref("host", "The server.")},
		prop{"both", ref("host", "All hosts.")},
	)
	s["additionalProperties"] = shape{"$ref": "#/definitions/host"}
	return s
}

func objectShape() shape {
	return object(
		"What the client asks for.",
		prop{"size", ref("bytes", "Bytes of the answer's content.")},
		prop{"path", scalarText("Path of the URL.")},
		prop{
			"method",
			choiceShape("Method of the request.", http.MethodNames),
		},
		prop{"body", ref("bytes", "Bytes of the request's content (POST).")},
		prop{"server", scalarText("Which server has it: server, or a name of the list servers.")},
		prop{
			"at",
			ref("duration", "The client asks for it so long after it could."),
		},
		prop{"think", ref("duration", "How long the server works on it.")},
		prop{"count", numberShape("So many of them.", 1, http.MaxObjects)},
	)
}

func htmlShape() shape {
	return shape{
		"description": "The HTML: its size, or what it is like.",
		"anyOf":       []shape{{"$ref": "#/definitions/bytes"}, {"$ref": "#/definitions/object"}},
	}
}

func objectsShape(doc string) shape {
	return listShape(
		doc,
		http.MaxObjects,
		shape{"anyOf": []shape{{"$ref": "#/definitions/bytes"}, {"$ref": "#/definitions/object"}}},
	)
}

func webShape(doc string, own ...prop) shape {
	props := append(
		own,
		prop{"host", scalarText("Name of the server in URLs and in the Host field.")},
		prop{"port", numberShape("Port of the server.", 1, 65535)},
		prop{"socket_calls", flagShape("The calls that set up sockets are events: socket, bind, listen, setsockopt.")},
		prop{
			"servers",
			listShape("Further servers.", http.MaxSites-1, require(object(
				"A server.",
				prop{"name", scalarText("Name of the host.")},
				prop{
					"host",
					scalarText("Name in URLs."),
				},
				prop{"port", numberShape("Its port.", 1, 65535)},
				prop{"link", ref("link", "Its link to the client.")},
			), "name")),
		},
		prop{
			"proxies",
			listShape("Proxies between the client and all servers, in order.", http.MaxProxies, object(
				"A proxy.",
				prop{"name", scalarText("Name of the host.")},
				prop{
					"port",
					numberShape("Its port.", 1, 65535),
				},
				prop{"link", ref("link", "Its link to the next hop.")},
				prop{"mode", choiceShape("How it passes on.", http.RelayNames)},
			)),
		},
	)
	settings := sim.HTTPSettingsTable()
	for i := range settings {
		k := &settings[i]
		props = append(props, prop{k.Name, knobShape(words.SettingHelp(k.Key, "en"), k.Kind, k.Values, k.Min, k.Max)})
	}
	return object(doc, props...)
}
