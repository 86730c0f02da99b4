package scenarios

import (
	"fmt"
	"strings"

	"teacp/sim"
	"teacp/sim/drill"
)

// script reads a script in packetdrill's language as a scenario: the endpoint that it is
// about, with everything that happens to it, and what came of the judging as a note.
func script(file string, data []byte) (*Scenario, error) {
	s, err := drill.Parse(file, string(data))
	if err != nil {
		return nil, err
	}
	cfg, res, err := drill.Replay(s, drill.Options{})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	sc := &Scenario{File: file, Config: cfg, Source: data}
	sc.Name, sc.Topic = file, "other"
	sc.Title = Text{EN: firstComment(file, s.Source)}
	text := Text{
		EN: fmt.Sprintf("The script passes: %d events.", res.Events),
		KO: fmt.Sprintf("스크립트가 통과한다: 이벤트 %d개.", res.Events),
	}
	line := 0
	if res.Verdict == drill.Fail {
		line = res.Line
		text = Text{
			EN: fmt.Sprintf(
				"The script fails in line %d: %s. Expected: %s. Actual: %s.",
				res.Line,
				res.What,
				res.Expected,
				res.Actual,
			),
			KO: fmt.Sprintf("스크립트가 %d행에서 실패한다. 기대: %s. 실제: %s.", res.Line, res.Expected, res.Actual),
		}
	}
	for _, k := range []sim.Kind{sim.EvStart, sim.EvEnd} {
		sc.Notes = append(sc.Notes, Note{On: When{Kind: k, Nth: 1, Conn: -1}, Text: text, Line: line})
	}
	return sc, nil
}

// firstComment is what a script says about itself.
func firstComment(file, src string) string {
	for _, l := range strings.Split(src, "\n") {
		if t, ok := strings.CutPrefix(strings.TrimSpace(l), "//"); ok && strings.TrimSpace(t) != "" &&
			!strings.HasPrefix(l, "// teacp:") {
			return strings.TrimSpace(t)
		} else if strings.TrimSpace(l) != "" {
			break
		}
	}
	return file
}
