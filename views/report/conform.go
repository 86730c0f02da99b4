package report

import (
	"fmt"
	"io"

	"teacp/sim"
	"teacp/sim/conform"
	"teacp/views/words"
)

// Conform is the report on recorded cases, in the schema teacp.conform/1.
type Conform struct {
	Schema  string           `json:"schema"`
	Cases   []conform.Result `json:"cases"`
	Matched int              `json:"matched"`
	Real    int              `json:"real"`
	Whole   int              `json:"whole"`
	Alone   int              `json:"alone"` // whole from the case alone
}

// NewConform returns an empty report.
func NewConform() *Conform { return &Conform{Schema: "teacp.conform/1"} }

// Add adds the result of a case.
func (rep *Conform) Add(res conform.Result) {
	rep.Cases = append(rep.Cases, res)
	rep.Matched += res.Matched
	rep.Real += res.Real
	if res.OK {
		rep.Whole++
	}
	if res.Alone {
		rep.Alone++
	}
}

// WriteSum writes the totals of all cases.
func (rep *Conform) WriteSum(w io.Writer) error {
	_,
		err := fmt.Fprintf(w,
		"%d of %d cases whole, %d of %d segments matched; %d cases whole from the case alone, without the recording's moments\n", rep.Whole, len(rep.Cases), rep.Matched, rep.Real, rep.Alone)
	return err
}

// WriteCase writes the result of a case, and the rules of the simulated segments that differ.
func WriteCase(w io.Writer, res conform.Result, r *sim.Run) error {
	word := "ok  "
	if !res.OK {
		word = "DIFF"
	}
	_, err := fmt.Fprintf(w, "%s %-32s %4d/%-4d  largest time error %.3f ms\n", word, res.Case, res.Matched, res.Real,
		res.MaxError/1000)
	if d := res.First; err == nil && d != nil {
		_, err = fmt.Fprintf(w, "     %s, connection %d %s, segment %d\n     real      %s\n     simulated %s\n",
			d.Kind, d.Conn, d.Dir, d.Index, d.Real.Line(), d.Sim.Line())
		if ev := r.Event(d.Event); err == nil && ev != nil {
			_, err = fmt.Fprintf(w, "     why       %s\n", words.Sentence(r, ev, "en"))
		}
	}
	return err
}
