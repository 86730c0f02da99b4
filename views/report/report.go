// Package report writes what commands find out about files: whether scenarios keep what they
// promise, whether scripts pass, how far recordings are met.
//
//	rep := report.NewDrill()
//	rep.Add(report.PlayScript("close.pkt", text, drill.Options{}))
//	err := report.JSON(os.Stdout, rep)
package report

import (
	"encoding/json"
	"io"
)

// JSON writes a value for people and programs to read.
func JSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
