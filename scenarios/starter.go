package scenarios

import (
	"bytes"
	_ "embed" // the starter
	"regexp"
)

// SchemaFile is where a new scenario looks for the schema: beside itself.
const SchemaFile = "teacp.schema.json"

// schemaLine makes editors use the schema.
const schemaLine = "# yaml-language-server: $schema=" + SchemaFile + "\n"

//go:embed starter.yaml
var starter []byte

// Starter is a commented scenario to begin with.
func Starter(name string) []byte { return Renamed(starter, name) }

var nameLine = regexp.MustCompile(`(?m)^name:.*$`)

// Renamed is a scenario's text under another name, with the line for editors.
func Renamed(src []byte, name string) []byte {
	src = nameLine.ReplaceAll(src, []byte("name: "+name))
	if bytes.Contains(src, []byte("yaml-language-server:")) {
		return src
	}
	return append([]byte(schemaLine), src...)
}
