package scenarios

import (
	"fmt"
	"strings"

	"teacp/sim"
	"teacp/sim/drill"
	"teacp/views/words"
)

// Verdict is the outcome of a script whose run is shown.
type Verdict struct {
	drill.Result
	Text Text // one sentence: it passes, or the line that fails and how
	Here Text // at the line that fails: what was expected and what came; "" if the script passes
}

// script reads a script in packetdrill's language as a scenario: the endpoint that it is about, with everything
// that happens to it. The verdict is a note at the start, and where an expectation fails, one there.
func script(file string, data []byte) (*Scenario, error) {
	s, err := drill.Parse(file, string(data))
	if err != nil {
		return nil, err
	}
	cfg, res, err := drill.Replay(s, drill.Options{})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	sc := &Scenario{File: file, Config: cfg, Source: data, Script: verdict(res)}
	sc.Name, sc.Topic = file, "other"
	sc.Title = Text{EN: firstComment(file, s.Source)}
	note := func(k sim.Kind, text Text) {
		sc.Notes = append(sc.Notes,
			Note{On: When{Kind: k, Nth: 1, Conn: -1, Request: -1}, Text: text, Line: max(res.Line, 1)})
	}
	note(sim.EvStart, sc.Script.Text)
	if res.Verdict == drill.Fail {
		note(sim.EvEnd, sc.Script.Here)
	} else {
		note(sim.EvEnd, sc.Script.Text)
	}
	return sc, nil
}

// verdict puts the outcome into words.
func verdict(res *drill.Result) *Verdict {
	v := &Verdict{Result: *res}
	for _, t := range []struct {
		lang       string
		text, here *string
	}{{"en", &v.Text.EN, &v.Here.EN}, {"ko", &v.Text.KO, &v.Here.KO}} {
		if res.Verdict == drill.Pass {
			*t.text = words.ScriptPasses.With(t.lang, res.Events)
			continue
		}
		what := words.ScriptWhat(res.What, t.lang)
		*t.text = words.ScriptFails.With(t.lang, res.Line, what)
		*t.here = words.ScriptFailsHere.With(t.lang, res.Line, what, res.Expected, res.Actual)
		if held := words.HeldBack(res.Held, t.lang); held != "" {
			*t.here += " " + held
		}
	}
	return v
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
