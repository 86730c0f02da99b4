package schema

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Keys is the schema for people: each mapping of the language with its keys, and a line on
// each. The settings of a host's stack are left to docs/tcp.md.
func Keys() string {
	var root map[string]any
	if err := json.Unmarshal(JSON(), &root); err != nil {
		panic("schema: it cannot be read: " + err.Error())
	}
	k := &keyList{defs: root["definitions"].(map[string]any), seen: map[string]bool{}, bodies: map[string]string{}}
	k.mapping("the scenario", root, names.RootKeys)
	for len(k.later) > 0 {
		l := k.later[0]
		k.later = k.later[1:]
		k.mapping(l.title, l.shape, nil)
	}
	return strings.TrimLeft(k.b.String(), "\n")
}

type keyList struct {
	b      strings.Builder
	defs   map[string]any
	seen   map[string]bool // titles and definitions that are listed, or will be
	later  []titled
	bodies map[string]string
}

type titled struct {
	title string
	shape map[string]any
}

// mapping lists the keys of a mapping; those of mappings below it come later.
func (k *keyList) mapping(title string, s map[string]any, order []string) {
	props := s["properties"].(map[string]any)
	if order == nil {
		order = slices.Sorted(maps.Keys(props))
	}
	body := ""
	for _, key := range order {
		switch {
		case title == "host" && key != "profile" && key != "ports", title == "knobs":
			continue
		}
		body += fmt.Sprintf("  %-14s %s\n", key, doc(props[key]))
		k.below(key, props[key].(map[string]any))
	}
	switch title {
	case "host":
		body += "  …              The settings of the stack: teacp profiles, docs/tcp.md.\n"
	case "knobs":
		body += "  …              Everything that --set takes: client.nagle, link.delay, http.connections, profile.\n"
	}
	if name, _, again := strings.Cut(title, " ("); again && k.bodies[name] == body {
		return // the same once more
	}
	k.bodies[title] = body
	fmt.Fprintf(&k.b, "\n%s\n%s", title, body)
}

func doc(s any) string {
	d, _ := s.(map[string]any)["description"].(string)
	return d
}

// below finds the mappings that may stand at a key.
func (k *keyList) below(key string, s map[string]any) {
	if ref, ok := s["$ref"].(string); ok {
		key = strings.TrimPrefix(ref, "#/definitions/")
		if k.seen["#"+key] {
			return
		}
		k.seen["#"+key] = true
		s = k.defs[key].(map[string]any)
	}
	if s["properties"] != nil && key != "text" {
		title := key
		for n := 2; k.seen[title]; n++ {
			title = fmt.Sprintf("%s (%d)", key, n)
		}
		k.seen[title] = true
		k.later = append(k.later, titled{title, s})
	}
	if more, ok := s["additionalProperties"].(map[string]any); ok {
		k.below(key, more)
	}
	if item, ok := s["items"].(map[string]any); ok {
		k.below(key, item)
	}
	for _, list := range []string{"anyOf", "allOf"} {
		alternatives, _ := s[list].([]any)
		for _, a := range alternatives {
			if m, ok := a.(map[string]any); ok && key != "text" {
				k.below(key, m)
			}
		}
	}
}
