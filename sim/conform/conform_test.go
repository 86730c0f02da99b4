package conform

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestRecordings holds the linux profile against every recording in the repository.
func TestRecordings(t *testing.T) {
	var files []string
	for _, pat := range []string{"../testdata/linux/traces/*.json", "../testdata/linux/variations/traces/*.json"} {
		f, err := filepath.Glob(pat)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f...)
	}
	if len(files) == 0 {
		t.Fatal("no recordings")
	}
	only := os.Getenv("CASE")
	ok, real, matched := 0, 0, 0
	n := 0
	for _, f := range files {
		if only != "" && !strings.Contains(f, only) {
			continue
		}
		n++
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		tr, err := Parse(data)
		if err != nil {
			t.Errorf("%s: %v", f, err)
			continue
		}
		run, err := tr.Run()
		if err != nil {
			t.Errorf("%s: %v", f, err)
			continue
		}
		res := Compare(tr, run)
		real += res.Real
		matched += res.Matched
		if res.OK {
			ok++
			continue
		}
		d := res.First
		t.Logf("%s: %d/%d, %s at %s #%d (%.0f us)\n  real %s\n  sim  %s", res.Case, res.Matched, res.Real, d.Kind, d.Dir, d.Index, d.ErrUs, d.Real.Line(), d.Sim.Line())
	}
	t.Logf("%d of %d cases whole, %d of %d segments", ok, n, matched, real)
}
