package scenarios_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"teacp/scenarios"
	"teacp/scenarios/schema"
	"teacp/sim"
)

// TestDocument reads, simulates and judges every example of docs/scenarios.md. What an
// example leaves out is taken from the first one.
func TestDocument(t *testing.T) {
	data, err := os.ReadFile("../docs/scenarios.md")
	if err != nil {
		t.Fatal(err)
	}
	v := newValidator(t)
	blocks := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllStringSubmatch(string(data), -1)
	if len(blocks) < 12 {
		t.Fatalf("%d examples", len(blocks))
	}
	for _, b := range blocks {
		src := b[1]
		if !regexp.MustCompile(`(?m)^name:`).MatchString(src) {
			src = "name: example\n" + src
		}
		if !regexp.MustCompile(`(?m)^(connections|page|http):`).MatchString(src) {
			src += "connections:\n  - client: [connect, {write: 100}, close]\n    server: [accept, read_eof, close]\n"
		}
		sc, ps := scenarios.Parse("example.yaml", []byte(src))
		if len(ps) > 0 {
			t.Errorf("%v\nin\n%s", scenarios.Problems(ps), src)
			continue
		}
		if err := v.document([]byte(src)); err != nil {
			t.Errorf("the schema: %v\nin\n%s", err, src)
		}
		r, err := sim.New(sc.Config, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Finish()
		if got := r.Ended().String(); got != "end" {
			t.Errorf("the run ends by %s\n%s", got, src)
		}
		results, err := scenarios.Check(sc)
		if err != nil {
			t.Fatal(err)
		}
		for _, res := range results {
			if !res.OK {
				t.Errorf("%s\nin\n%s", res.Text(), src)
			}
		}
	}
}

// TestDocumentNamesKeys: the document's prose names every small mapping's keys; the list at
// its end, which is made from the schema, has them all.
func TestDocumentNamesKeys(t *testing.T) {
	data, err := os.ReadFile("../docs/scenarios.md")
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	for _, names := range scenarios.KeyLists() {
		for _, n := range names {
			if !regexp.MustCompile(`(^|[^a-z_])` + n + `($|[^a-z_])`).MatchString(text) {
				t.Errorf("docs/scenarios.md does not name %q", n)
			}
		}
	}
	if !strings.Contains(text, schema.Keys()) {
		t.Error("docs/scenarios.md has an old list of keys: go test ./cli -run TestDocs -update")
	}
}
