package report

import (
	"errors"
	"fmt"
	"io"

	"teacp/sim"
	"teacp/sim/drill"
	"teacp/views/export"
	"teacp/views/words"
)

// Drill is the report on scripts, in the schema teacp.drill/1.
type Drill struct {
	Schema string   `json:"schema"`
	Files  []Script `json:"files"`
	Passed int      `json:"passed"`
}

// Script is the outcome of one script. Status is pass, fail, unsupported, unreadable or
// internal.
type Script struct {
	File     string       `json:"file"`
	Status   string       `json:"status"`
	Line     int          `json:"line,omitempty"`
	What     string       `json:"what,omitempty"`
	Expected string       `json:"expected,omitempty"`
	Actual   string       `json:"actual,omitempty"`
	Held     string       `json:"held,omitempty"`
	Missing  []scriptLine `json:"unsupported,omitempty"`
	Ignored  []scriptLine `json:"ignored,omitempty"`
	Events   int          `json:"events"`
	SimNS    int64        `json:"sim_ns"`
	Log      []drillEntry `json:"log,omitempty"`
}

type drillEntry struct {
	TimeUs int64  `json:"t_us"`
	Line   int    `json:"line"`
	Text   string `json:"text"`
}

// scriptLine says something about a line of a script.
type scriptLine struct {
	Line int    `json:"line"`
	What string `json:"what"`
}

// NewDrill returns an empty report.
func NewDrill() *Drill { return &Drill{Schema: "teacp.drill/1"} }

// statuses are the exit statuses: of a script that passes, of one that fails, of one that is
// unreadable or unsupported, and of an internal failure.
var statuses = map[string]int{"pass": 0, "fail": 1, "unsupported": 2, "unreadable": 2, "internal": 3}

// Add adds the outcome of a script.
func (d *Drill) Add(f Script) {
	d.Files = append(d.Files, f)
	if f.Status == "pass" {
		d.Passed++
	}
}

// Status is the exit status, the worst of all scripts.
func (d *Drill) Status() int {
	worst := 0
	for i := range d.Files {
		worst = max(worst, statuses[d.Files[i].Status])
	}
	return worst
}

// Unreadable is the outcome of a script whose file cannot be read.
func Unreadable(name string, err error) Script {
	return Script{File: name, Status: "unreadable", What: err.Error()}
}

// PlayScript plays a script; defines are the names for its #ifdef. A panic becomes the status internal.
func PlayScript(name, src string, opt drill.Options, defines ...string) (f Script) {
	f.File = name
	defer func() {
		if p := recover(); p != nil {
			f.Status, f.What = "internal", fmt.Sprint("internal error: ", p)
		}
	}()
	s, err := drill.Parse(name, src, defines...)
	var problem *drill.Problem
	if errors.As(err, &problem) {
		f.Status, f.Line, f.What = "unreadable", problem.Line, problem.Error()
		if problem.Unsupported {
			f.Status, f.What = "unsupported", problem.Found
			for _, m := range append([]*drill.Problem{problem}, problem.More...) {
				f.Missing = append(f.Missing, scriptLine{m.Line, m.Found})
			}
		}
		return f
	}
	res, err := drill.Run(s, opt)
	if err != nil {
		f.Status, f.What = "unsupported", err.Error()
		return f
	}
	f.Status, f.Events, f.SimNS = "pass", res.Events, int64(res.Time)
	if res.Verdict == drill.Fail {
		f.Status, f.Line, f.What, f.Expected, f.Actual = "fail", res.Line, res.What, res.Expected, res.Actual
		f.Held = words.HeldBack(res.Held, "en")
	}
	if opt.Log {
		for _, r := range s.Remarks {
			f.Ignored = append(f.Ignored, scriptLine{r.Line, r.Text})
		}
	}
	for _, e := range res.Log {
		f.Log = append(f.Log, drillEntry{int64(e.At) / 1000, e.Line, e.Text})
	}
	return f
}

// Write writes the exchange, if it was recorded, and the outcome.
func (f *Script) Write(w io.Writer) error {
	name := export.Clean(f.File)
	for _, e := range f.Log {
		if _, err := fmt.Fprintf(w, "%10d.%03d ms  %5d  %s\n", e.TimeUs/1000, e.TimeUs%1000, e.Line,
			export.Clean(e.Text)); err != nil {
			return err
		}
	}
	for _, r := range f.Ignored {
		if _, err := fmt.Fprintf(w, "IGNORED %s:%d: %s\n", name, r.Line, export.Clean(r.What)); err != nil {
			return err
		}
	}
	var text string
	switch f.Status {
	case "pass":
		text = fmt.Sprintf("PASS %s (%d events, %v simulated)\n", name, f.Events, sim.Time(f.SimNS))
	case "fail":
		text = fmt.Sprintf("FAIL %s:%d: %s\n  expected  %s\n  actual    %s\n", name, f.Line, export.Clean(f.What),
			export.Clean(f.Expected), export.Clean(f.Actual))
		if f.Held != "" {
			text += "  held      " + f.Held + "\n"
		}
	case "unsupported":
		text = fmt.Sprintf("UNSUPPORTED %s:%d: %s\n", name, f.Line, export.Clean(f.What))
		for i := 1; i < len(f.Missing); i++ {
			m := &f.Missing[i]
			text += fmt.Sprintf("UNSUPPORTED %s:%d: %s\n", name, m.Line, export.Clean(m.What))
		}
	case "internal":
		text = fmt.Sprintf("ERROR %s: %s\n", name, export.Clean(f.What))
	default:
		text = "ERROR " + export.Clean(f.What) + "\n"
	}
	_, err := io.WriteString(w, text)
	return err
}
