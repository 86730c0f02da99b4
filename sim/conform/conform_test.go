package conform

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"teacp/sim"
	"teacp/sim/simtest"
)

var update = flag.Bool("update", false, "write docs/conformance.md")

// recordings returns the files of all recordings in the repository.
func recordings(t *testing.T) []string {
	t.Helper()
	var files []string
	for _, pat := range []string{"../testdata/linux/traces/*.json", "../testdata/linux/variations/traces/*.json"} {
		f, err := filepath.Glob(pat)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f...)
	}
	return files
}

// TestRecordings compares the linux profile with every recording in the repository. All must match
// except those in Known, and docs/conformance.md must say the same.
func TestRecordings(t *testing.T) {
	files := recordings(t)
	if len(files) < 70 {
		t.Fatalf("found %d recordings, expected at least 70", len(files))
	}
	only := os.Getenv("CASE")
	var results []Result
	whole := 0
	for _, f := range files {
		if only != "" && !strings.Contains(f, only) {
			continue
		}
		_, res := judge(t, f)
		results = append(results, res)
		if res.OK {
			whole++
			if Known[res.Case] != "" {
				t.Errorf("%s matches now: remove it from Known", res.Case)
			}
			continue
		}
		d := res.First
		report := t.Errorf
		if Known[res.Case] != "" {
			report = t.Logf
		}
		report("%s: %d/%d, %s at %s #%d (%.0f us)\n  real %s\n  sim  %s", res.Case, res.Matched, res.Real, d.Kind,
			d.Dir, d.Index, d.ErrUs, d.Real.Line(), d.Sim.Line())
	}
	t.Logf("%d of %d cases whole", whole, len(results))
	if only != "" {
		return
	}
	const doc = "../../docs/conformance.md"
	if *update {
		if err := os.WriteFile(doc, []byte(Table(results)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(doc)
	if err != nil {
		t.Fatal(err)
	}
	if string(have) != Table(results) {
		t.Error("docs/conformance.md is not current: go test ./sim/conform -update")
	}
}

func judge(t *testing.T, file string) (*sim.Run, Result) {
	t.Helper()
	tr, err := Parse(read(t, file))
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	r, res, err := tr.Judge()
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return r, res
}

func load(t *testing.T, file string) (*Trace, *sim.Run) {
	t.Helper()
	tr, err := Parse(read(t, file))
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	r, err := tr.Run()
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return tr, r
}

func read(t *testing.T, file string) []byte {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestFalsifiedRecordingDiffers changes one number of a recording after the simulation, and expects
// a difference.
func TestFalsifiedRecordingDiffers(t *testing.T) {
	const file = "../testdata/linux/traces/wwr_small_nagle.json"
	for name, change := range map[string]func(*Segment){
		"flags": func(s *Segment) { s.Flags = "A" }, "seq": func(s *Segment) { s.Seq++ },
		"len": func(s *Segment) { s.Len-- },
		"ack": func(s *Segment) { s.Ack++ }, "time": func(s *Segment) { s.TSentUs += 5000 },
	} {
		tr, r := load(t, file)
		if !Compare(tr, r).OK {
			t.Fatal("the recorded case does not match")
		}
		change(&tr.Segments[3])
		if res := Compare(tr, r); res.OK || res.First == nil {
			t.Errorf("%s: expected a difference after the change", name)
		}
	}
	tr, r := load(t, file)
	tr.Segments = append(tr.Segments[:4], tr.Segments[5:]...)
	if Compare(tr, r).OK {
		t.Error("expected a difference after removing a segment")
	}
}

// TestFalsifiedInputDiffers changes one number of a recording before the simulation. The simulation
// must not follow the change, although it takes delays from the recording.
func TestFalsifiedInputDiffers(t *testing.T) {
	changes := []struct {
		name   string
		change func(*Segment)
	}{
		{"flags", func(s *Segment) { s.Flags = "FA" }},
		{"seq", func(s *Segment) { s.Seq++ }},
		{"len", func(s *Segment) { s.Len++ }},
		{"ack", func(s *Segment) { s.Ack++ }},
		{"early", func(s *Segment) { s.TSentUs -= 4_000 }},
		{"late", func(s *Segment) { s.TSentUs += 45_000 }},
	}
	files, err := filepath.Glob("../testdata/linux/traces/*.json")
	if err != nil || len(files) < 70 {
		t.Fatal(err, len(files))
	}
	for i, f := range files {
		if !simtest.Sample(i, 5) {
			continue
		}
		data := read(t, f)
		for k := i % 2; k < len(changes); k += 2 { // half of the changes in each recording
			tr, err := Parse(data)
			if err != nil {
				t.Fatal(err)
			}
			at := 2 + (i*31+k*17)%(len(tr.Segments)-2) // a different segment in each
			c := changes[k]
			if c.name == "early" && tr.Repeat.SpreadUs > 2_500 || c.name == "late" && tr.Repeat.SpreadUs > 40_000 ||
				tr.Segments[at].Flags == "FA" && c.name == "flags" {
				continue
			}
			c.change(&tr.Segments[at])
			if _, res, err := tr.Judge(); err == nil && res.OK {
				t.Errorf("%s: %s of segment %d was changed, but the case matches", f, c.name, at)
			}
		}
	}
}
