package sim_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"teacp/scenarios"
	"teacp/sim"
	"teacp/sim/conform"
	"teacp/sim/tcp"
)

// TestEveryKnobHasAnEffect changes every knob of every table in the library's scenarios and in
// recorded cases, until a run differs. A knob without effect has a reason in its table, and must
// not change any run. For kernel details TestEveryDetailIsRead checks less.
func TestEveryKnobHasAnEffect(t *testing.T) {
	inert, detail := map[string]bool{}, map[string]bool{}
	for i := range tcp.Knobs {
		k := &tcp.Knobs[i]
		inert["host."+k.Name], detail["host."+k.Name] = k.NoEffect != "", k.Detail
	}
	moved, seen := map[string]bool{}, map[string]bool{}
	for n, cfg := range knobSubjects(t) {
		base := hashOf(t, cfg)
		ks := cfg.Knobs()
		for i := range ks {
			k := &ks[i]
			if moved[k.Key] || k.Scope == "run" || detail[k.Key] {
				continue
			}
			seen[k.Key] = true
			if inert[k.Key] && n%8 != 0 { // all of its values would be tried everywhere
				continue
			}
			for _, v := range otherValues(cfg, k) {
				if hashOf(t, cfg, sim.Change{Knob: k.Name, Value: v}) != base ||
					acts(k) && hashOf(t, cfg, sim.Change{Frame: 20, Knob: k.Name, Value: v}) != base {
					moved[k.Key] = true
					break
				}
			}
		}
	}
	for key := range seen {
		switch {
		case inert[key] && moved[key]:
			t.Errorf("%s changes a run, although its table lists it as without effect", key)
		case !inert[key] && !moved[key]:
			t.Errorf("%s: no value of it changes any run", key)
		}
	}
}

// TestEveryDetailIsRead checks that code of package tcp outside the tables reads each policy field
// that a kernel detail sets.
func TestEveryDetailIsRead(t *testing.T) {
	read := map[string]bool{}
	files, err := filepath.Glob("tcp/*.go")
	if err != nil {
		t.Fatal(err)
	}
	tables := []string{"knobs.go", "policy.go", "profiles.go"}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") || slices.Contains(tables, filepath.Base(name)) {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok {
				read[s.Sel.Name] = true
			}
			return true
		})
	}
	for i := range tcp.Knobs {
		k := &tcp.Knobs[i]
		if !k.Detail {
			continue
		}
		var p tcp.Policy
		k.Set(&p, k.Max)
		set := ""
		for j := range reflect.TypeOf(p).NumField() {
			if !reflect.ValueOf(p).Field(j).IsZero() {
				set = reflect.TypeOf(p).Field(j).Name
			}
		}
		if !read[set] {
			t.Errorf("%s sets the policy field %q, which no code reads", k.Name, set)
		}
	}
}

// acts reports whether a knob is an intervention in one frame and not a setting.
func acts(k *sim.Knob) bool { return k.Kind == sim.KnobConn || k.Kind == sim.KnobNth }

// knobScenarios show the effect of knobs that have none in the library and the recordings.
var knobScenarios = []string{
	// workers
	"link: {delay: 5ms}\nhttp: {requests: [{size: 1kB, count: 8}], strategy: parallel, connections: 4, think: 50ms}\n",
	// challenge_ack: a reset arrives after a gap
	"profile: rfc\nlink: {delay: 25ms}\nfaults:\n  - {name: lost, drop: {nth: 1, of: data, to: server}}\n" +
		"connections:\n  - {client: [connect, {write: 1000}, {sleep: 1ms}, abort], server: [accept, read_eof, close]}\n",
	// frto: a delay is longer than the timer
	"profile: rfc\nlink: {delay: 25ms, rate: 10Mbit/s}\nfaults:\n  - {name: late, delay: {nth: 11, count: 20, of: data, to: client}, by: 2s}\n" +
		"connections:\n  - {client: [connect, read_eof, close], server: [accept, {write: 200000}, close]}\n",
	// orphan_retries: the data of a closed socket never arrive
	"profile: linux\nlink: {delay: 25ms}\nfaults:\n  - {name: cut, drop: {nth: 1, count: 1000, of: data, to: server}}\n" +
		"connections:\n  - {client: [connect, {write: 1000}, close], server: [accept, read_eof, close]}\n",
	// backlog: three handshakes at the same time, and a full accept queue
	backlogScenario,
	// tso_win_divisor
	"profile: linux\nlink: {delay: 100us, rate: 1Gbit/s}\nconnections:\n  - {client: [connect, read_eof, close], server: [accept, {write: 2MB}, close]}\n",
}

// knobSubjects returns the configurations in which knobs are changed.
func knobSubjects(t *testing.T) []*sim.Config {
	t.Helper()
	var out []*sim.Config
	add := func(cfg *sim.Config) {
		c := *cfg
		c.Limits.Frames = 3000
		out = append(out, &c)
	}
	for _, src := range knobScenarios {
		add(parse(t, src))
	}
	for _, m := range scenarios.List() {
		sc, err := scenarios.Load(m.Name)
		if err != nil {
			t.Fatal(err)
		}
		add(sc.Config)
	}
	files, err := filepath.Glob("testdata/linux/traces/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d recordings, %v", len(files), err)
	}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		tr, err := conform.Parse(data)
		if err != nil {
			t.Fatal(err)
		}
		cfg, err := tr.Config()
		if err != nil {
			t.Fatal(err)
		}
		add(cfg)
	}
	return out
}

func hashOf(t *testing.T, cfg *sim.Config, changes ...sim.Change) uint64 {
	t.Helper()
	r, err := sim.New(cfg, changes)
	if err != nil {
		t.Fatalf("%s %v: %v", cfg.Name, changes, err)
	}
	r.Extend(3000)
	return r.Hash()
}

// otherValues returns values of a knob to try: all values of an enumeration, else the bounds and
// values near the current one.
func otherValues(cfg *sim.Config, k *sim.Knob) []string {
	switch {
	case len(k.Values) > 0:
		return k.Values
	case k.Kind == sim.KnobBool:
		return []string{"on", "off"}
	case k.Kind == sim.KnobNth:
		return []string{"1:50ms", "2:50ms", "5:50ms"}
	}
	var out []string
	now := k.At(cfg)
	for _, v := range []int64{k.Min, 0, 1, 2, now / 2, 2 * now, 1000, k.Max} {
		if _, _, err := cfg.ParseKnob(k.Name, k.Format(v)); err == nil && v != now {
			out = append(out, k.Format(v))
		}
	}
	return out
}

// TestFormerValueIsRead expects that a value's former name sets what its present one does.
func TestFormerValueIsRead(t *testing.T) {
	for i := range tcp.Knobs {
		for _, f := range tcp.Knobs[i].Renamed {
			old, now := tcp.Policy{}, tcp.Policy{}
			if err := sim.SetKnob(&old, tcp.Knobs[i].Name, f.Old); err != nil {
				t.Fatal(err)
			}
			if err := sim.SetKnob(&now, tcp.Knobs[i].Name, f.New); err != nil {
				t.Fatal(err)
			}
			if old != now || old == (tcp.Policy{}) {
				t.Errorf("%s: %s and %s set different values", tcp.Knobs[i].Name, f.Old, f.New)
			}
		}
	}
}
