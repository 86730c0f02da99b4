package scenarios_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"teacp/scenarios"
	"teacp/scenarios/schema"
)

// validator is as much of JSON Schema as the schema of scenarios uses; it fails on more.
type validator struct {
	t    *testing.T
	root map[string]any
}

func newValidator(t *testing.T) *validator {
	v := &validator{t: t}
	if err := json.Unmarshal(schema.JSON(), &v.root); err != nil {
		t.Fatal(err)
	}
	return v
}

// document checks a YAML text.
func (v *validator) document(data []byte) error {
	var doc any
	if err := yaml.Unmarshal(data, &doc); err != nil {
		return err
	}
	b, err := json.Marshal(doc) // numbers become what JSON has
	if err != nil {
		return err
	}
	doc = nil
	if err := json.Unmarshal(b, &doc); err != nil {
		return err
	}
	return v.check(v.root, doc, "")
}

func (v *validator) check(s map[string]any, x any, at string) error {
	for key, arg := range s {
		if err := v.keyword(s, key, arg, x, at); err != nil {
			return err
		}
	}
	return nil
}

func (v *validator) keyword(s map[string]any, key string, arg, x any, at string) error {
	bad := func(format string, a ...any) error { return fmt.Errorf("%s: %s", at, fmt.Sprintf(format, a...)) }
	switch key {
	case "$schema", "title", "description", "definitions", "properties":
	case "$ref":
		def := v.root["definitions"].(map[string]any)[strings.TrimPrefix(arg.(string), "#/definitions/")]
		return v.check(def.(map[string]any), x, at)
	case "type":
		names, ok := arg.([]any)
		if !ok {
			names = []any{arg}
		}
		if !slices.ContainsFunc(names, func(n any) bool { return isType(n.(string), x) }) {
			return bad("not of type %v: %v", arg, x)
		}
	case "enum":
		if !slices.Contains(arg.([]any), x) {
			return bad("%v is not one of %v", x, arg)
		}
	case "const":
		if x != arg {
			return bad("%v is not %v", x, arg)
		}
	case "pattern":
		if t, ok := x.(string); ok && !regexp.MustCompile(arg.(string)).MatchString(t) {
			return bad("%q does not match %s", t, arg)
		}
	case "minimum", "maximum":
		if n, ok := x.(float64); ok &&
			(key == "minimum" && n < arg.(float64) || key == "maximum" && n > arg.(float64)) {
			return bad("%v is out of range", n)
		}
	case "allOf", "anyOf", "oneOf":
		return v.combined(key, arg.([]any), x, at)
	case "items", "minItems", "maxItems":
		return v.array(key, arg, x, at)
	case "required":
		for _, k := range arg.([]any) {
			if m, ok := x.(map[string]any); ok && !hasKey(m, k.(string)) {
				return bad("no %v", k)
			}
		}
	case "additionalProperties":
		return v.object(s, x, at)
	case "patternProperties":
	default:
		v.t.Fatalf("the test's validator does not know %q", key)
	}
	return nil
}

func hasKey(m map[string]any, k string) bool { _, ok := m[k]; return ok }

func isType(name string, x any) bool {
	switch t := x.(type) {
	case nil:
		return name == "null"
	case string:
		return name == "string"
	case bool:
		return name == "boolean"
	case float64:
		return name == "number" || name == "integer" && t == float64(int64(t))
	case []any:
		return name == "array"
	}
	return name == "object"
}

func (v *validator) combined(key string, list []any, x any, at string) error {
	fit := 0
	var last error
	for _, s := range list {
		if err := v.check(s.(map[string]any), x, at); err != nil {
			last = err
		} else {
			fit++
		}
	}
	if key == "allOf" && fit < len(list) || key == "anyOf" && fit == 0 || key == "oneOf" && fit != 1 {
		return fmt.Errorf("%s: %s: %d of %d fit: %v", at, key, fit, len(list), last)
	}
	return nil
}

func (v *validator) array(key string, arg, x any, at string) error {
	list, ok := x.([]any)
	switch {
	case !ok:
	case key == "minItems" && len(list) < int(arg.(float64)), key == "maxItems" && len(list) > int(arg.(float64)):
		return fmt.Errorf("%s: %d entries, %s %v", at, len(list), key, arg)
	case key == "items":
		for i, e := range list {
			if err := v.check(arg.(map[string]any), e, fmt.Sprintf("%s[%d]", at, i)); err != nil {
				return err
			}
		}
	}
	return nil
}

func (v *validator) object(o map[string]any, x any, at string) error {
	props, _ := o["properties"].(map[string]any)
	patterns, _ := o["patternProperties"].(map[string]any)
	m, _ := x.(map[string]any)
	for k, val := range m {
		s, ok := props[k]
		for p, ps := range patterns {
			if !ok && regexp.MustCompile(p).MatchString(k) {
				s, ok = ps, true
			}
		}
		if rest, isSchema := o["additionalProperties"].(map[string]any); !ok && isSchema {
			s, ok = rest, true
		}
		if !ok {
			return fmt.Errorf("%s: unknown key %q", at, k)
		}
		if err := v.check(s.(map[string]any), val, at+"."+k); err != nil {
			return err
		}
	}
	return nil
}

// objects collects the keys of every object of the schema.
func objects(s any, out map[string]bool) {
	switch n := s.(type) {
	case map[string]any:
		if p, ok := n["properties"].(map[string]any); ok && n["additionalProperties"] == false {
			out[fmt.Sprint(slices.Sorted(maps.Keys(p)))] = true
		}
		for _, v := range n {
			objects(v, out)
		}
	case []any:
		for _, v := range n {
			objects(v, out)
		}
	}
}

// TestSchemaHasTheReadersKeys: each mapping that the reader knows is in the schema with the
// same keys, and each of the schema's is one that the reader knows.
func TestSchemaHasTheReadersKeys(t *testing.T) {
	reader := map[string]bool{}
	defer scenarios.WatchKeys(func(known []string) {
		if slices.Contains(known, "both") { // hosts go by names of their own
			return
		}
		k := slices.Clone(known)
		slices.Sort(k)
		reader[fmt.Sprint(k)] = true
	})()
	for _, name := range []string{"everything.yaml", "everything-http.yaml"} {
		data, err := os.ReadFile("testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		if _, ps := scenarios.Parse(name, data); len(ps) > 0 {
			t.Fatal(scenarios.Problems(ps))
		}
	}
	described := map[string]bool{}
	objects(newValidator(t).root, described)
	if !reflect.DeepEqual(reader, described) {
		for k := range reader {
			if !described[k] {
				t.Errorf("the reader knows %s, the schema does not", k)
			}
		}
		for k := range described {
			if !reader[k] {
				t.Errorf("the schema knows %s, the reader (in testdata/everything.yaml) does not", k)
			}
		}
	}
}

// TestEverythingIsUsed: testdata/everything.yaml has every key of every small mapping.
func TestEverythingIsUsed(t *testing.T) {
	keys := map[string]bool{}
	defer scenarios.WatchKeys(func(known []string) {
		if len(known) < 36 { // the tables of knobs are held to each other elsewhere
			for _, k := range known {
				keys[k] = true
			}
		}
	})()
	var data []byte
	for _, name := range []string{"everything.yaml", "everything-http.yaml"} {
		text, err := os.ReadFile("testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		if _, ps := scenarios.Parse(name, text); len(ps) > 0 {
			t.Fatal(scenarios.Problems(ps))
		}
		data = append(data, text...)
	}
	if len(keys) < 50 {
		t.Errorf("the reader met %d keys alone", len(keys))
	}
	for k := range keys {
		if !regexp.MustCompile(`(?m)(^|[ {,-])` + regexp.QuoteMeta(k) + `( *[:,\]]|$)`).Match(data) {
			t.Errorf("testdata/everything.yaml does not use %q", k)
		}
	}
}

// TestSchemaAndReaderAgree: what the reader takes, the schema takes; a wrong key or value
// is wrong to both.
func TestSchemaAndReaderAgree(t *testing.T) {
	v := newValidator(t)
	docs := map[string][]byte{"good": []byte(scenarios.Good)}
	docs["everything"], _ = os.ReadFile("testdata/everything.yaml")
	docs["everything-http"], _ = os.ReadFile("testdata/everything-http.yaml")
	for _, m := range scenarios.List() {
		docs[m.Name], _ = os.ReadFile("library/" + m.Name + ".yaml")
	}
	for name, data := range docs {
		if err := v.document(data); err != nil {
			t.Errorf("%s: the schema refuses what the reader takes: %v", name, err)
		}
	}
	for _, c := range scenarios.Mistakes() {
		src := strings.Replace(scenarios.Good, c.Old, c.New, 1)
		_, ps := scenarios.Parse("x.yaml", []byte(src))
		for _, p := range ps {
			if strings.HasPrefix(p.Message, "unknown") || strings.HasPrefix(p.Message, "wrong value") {
				if v.document([]byte(src)) == nil {
					t.Errorf("%s: the schema takes what the reader refuses: %s", c.Name, p.Error())
				}
			}
		}
	}
}

// TestUnits: the schema's patterns take what the readers of units take, and no more.
func TestUnits(t *testing.T) {
	v := newValidator(t)
	for _, c := range []struct{ key, values string }{
		{"link: {delay: %s}", "40ms 1.5s 200us 2m 1h 0 1m30s 0.25ms 10MS 3_000us x 40 -3ms 1.s ms 4msx 1e3s"},
		{"link: {rate: %s}", "10Mbit/s 64kbit/s unlimited off 0 1000 10Mbps 2.5Gbit/s 10mbit/s x fast 10Mbit 10M -1 1.5"},
		{"link: {loss: %s}", "1% 0.1% 500ppm 0 100% x 1 -1% 0.5 5PPM"},
		{"link: {queue_bytes: %s}", "1460 64KiB 10kB 1MB 1.5kB 12B 0 x 12X -1 64k"},
	} {
		for _, val := range strings.Fields(c.values) {
			src := scenarios.Good[:strings.Index(scenarios.Good, "link")] + fmt.Sprintf(
				c.key,
				val,
			) + "\n" + scenarios.Good[strings.Index(scenarios.Good, "connections"):]
			_, ps := scenarios.Parse("x.yaml", []byte(src))
			if err := v.document([]byte(src)); (err == nil) != (len(ps) == 0) {
				t.Errorf(c.key+": the reader says %v, the schema %v", val, scenarios.Problems(ps), err)
			}
		}
	}
}
