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
