package export_test

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"teacp/scenarios"
	"teacp/scenarios/scenariotest"
	"teacp/sim"
	"teacp/sim/drill"
	"teacp/sim/simtest"
	"teacp/views/export"
)

// exported writes a connection of a run as a script.
func exported(t testing.TB, r *sim.Run, name, vantage string, conn uint32) string {
	t.Helper()
	format, _ := export.ByName("packetdrill")
	var b strings.Builder
	in := &export.Input{Run: r, Scenario: name, Title: name, Command: "teacp run " + name, Lang: "en",
		Vantage: vantage, Conns: []uint32{conn}, To: -1}
	if err := format.Write(&b, in); err != nil {
		t.Fatalf("%s, %s: %v", name, vantage, err)
	}
	return b.String()
}

// judge plays a script; "" if it passes.
func judge(name, text string) string {
	s, err := drill.Parse(name, text)
	if err != nil {
		return err.Error()
	}
	res, err := drill.Run(s, drill.Options{})
	switch {
	case err != nil:
		return err.Error()
	case res.Verdict != drill.Pass:
		return fmt.Sprintf("%s:%d: %s\n  expected  %s\n  actual    %s", name, res.Line, res.What, res.Expected, res.Actual)
	}
	return ""
}

// TestExportedScripts writes every scenario as a script, from both ends, and plays it.
func TestExportedScripts(t *testing.T) {
	for _, m := range scenarios.List() {
		r := scenariotest.Run(t, m.Name)
		for _, vantage := range []string{"client", "server"} {
			if bad := judge(m.Name+"-"+vantage, exported(t, r, m.Name, vantage, 0)); bad != "" {
				t.Error(bad)
			}
		}
	}
}

// TestRandomScriptsPass writes every connection of random scenarios as scripts, from both ends, and plays them.
// TEACP_ROUNDTRIPS is how many scenarios, TEACP_SEED the first of their seeds.
func TestRandomScriptsPass(t *testing.T) {
	count, first := 24, uint64(1)
	if n, err := strconv.Atoi(os.Getenv("TEACP_ROUNDTRIPS")); err == nil {
		count = n
	}
	if n, err := strconv.ParseUint(os.Getenv("TEACP_SEED"), 10, 64); err == nil {
		first = n
	}
	bad, all := 0, 0
	for seed := first; seed < first+uint64(count); seed++ {
		text := scenariotest.Random(seed)
		sc, problems := scenarios.Parse("random.yaml", []byte(text))
		if len(problems) > 0 {
			t.Fatalf("seed %d: %v\n%s", seed, problems, text)
		}
		r := simtest.Of(t, sc.Config)
		var changes []sim.Change
		if seed%3 == 0 {
			changes = scenariotest.RandomChanges(seed, r.Frames())
			r = simtest.Of(t, sc.Config, changes...)
		}
		for conn := range r.At(r.Frames() - 1).Conns() {
			for _, vantage := range []string{"client", "server"} {
				name := sc.Name + "-" + strconv.Itoa(int(conn)) + "-" + vantage
				script := exported(t, r, sc.Name, vantage, uint32(conn))
				all++
				what := judge(name, script)
				if what == "" {
					continue
				}
				if bad++; bad <= 10 {
					t.Errorf("seed %d, changes %+v: %s", seed, changes, what)
				}
				if dir := os.Getenv("TEACP_KEEP"); dir != "" {
					note := fmt.Sprintf("\n/*\n%s\n%s%+v*/\n", what, text, changes)
					os.WriteFile(dir+"/"+name+".pkt", []byte(script+note), 0o644)
				}
			}
		}
	}
	t.Logf("%d scripts, %d fail", all, bad)
}
