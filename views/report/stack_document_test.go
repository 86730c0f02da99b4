package report

import (
	"flag"
	"os"
	"testing"
)

var update = flag.Bool("update", false, "write the document anew")

// TestStackDocument keeps docs/tcp.md current.
func TestStackDocument(t *testing.T) {
	const doc = "../../docs/tcp.md"
	if *update {
		if err := os.WriteFile(doc, []byte(StackDocument()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(doc)
	if err != nil {
		t.Fatal(err)
	}
	if string(have) != StackDocument() {
		t.Error("docs/tcp.md is not current: go test ./views/report -update")
	}
}
