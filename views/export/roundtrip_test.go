package export_test

import (
	"strings"
	"testing"

	"teacp/scenarios"
	"teacp/scenarios/scenariotest"
	"teacp/sim/drill"
	"teacp/views/export"
)

// TestExportedScripts writes every scenario as a script, from both ends, and plays it.
func TestExportedScripts(t *testing.T) {
	format, _ := export.ByName("packetdrill")
	for _, m := range scenarios.List() {
		r := scenariotest.Run(t, m.Name)
		for _, vantage := range []string{"client", "server"} {
			var b strings.Builder
			in := &export.Input{Run: r, Scenario: m.Name, Title: m.Title.EN, Command: "teacp run " + m.Name,
				Lang: "en", Vantage: vantage, To: -1}
			if err := format.Write(&b, in); err != nil {
				t.Fatalf("%s, %s: %v", m.Name, vantage, err)
			}
			s, err := drill.Parse(m.Name+"-"+vantage, b.String())
			if err != nil {
				t.Errorf("%s, %s: %v", m.Name, vantage, err)
				continue
			}
			res, err := drill.Run(s, drill.Options{})
			if err != nil || res.Verdict != drill.Pass {
				t.Errorf("%s, %s: %v, %+v", m.Name, vantage, err, res)
			}
		}
	}
}
