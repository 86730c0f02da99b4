package report

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"teacp/views/words"
)

// Expectation is the verdict on an expectation, with the scenario that states it; names as in
// the schema teacp.assert/1.
type Expectation struct {
	Scenario string `json:"scenario"`
	File     string `json:"file"`
	Line     int    `json:"line"`
	Profile  string `json:"profile"`
	With     string `json:"with,omitempty"`
	Subject  string `json:"subject"`
	Expected string `json:"expected"`
	Found    string `json:"found"`
	OK       bool   `json:"ok"`
}

// Expectations are the formats of verdicts on expectations, the default first.
var Expectations = []struct {
	Name  string
	Write func(io.Writer, []Expectation) error
}{{"text", expectText}, {"json", expectJSON}, {"junit", expectJUnit}, {"tap", expectTAP}}

// Title says what is judged, without the file.
func (v *Expectation) Title() string {
	s := v.Subject
	if v.With != "" {
		s += " with " + v.With
	}
	return s + " (" + v.Profile + ")"
}

func expectText(w io.Writer, all []Expectation) error {
	good := 0
	for i := range all {
		v := &all[i]
		if v.OK {
			good++
			if _, err := fmt.Fprintf(w, "ok    %s:%d: %s is %s\n", words.Clean(v.File), v.Line, v.Title(),
				v.Found); err != nil {
				return err
			}
			continue
		}
		if _, err := fmt.Fprintf(w, "FAIL  %s:%d: %s\n        expected %s\n        found    %s\n",
			words.Clean(v.File), v.Line, v.Title(), v.Expected, v.Found); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(w, "%d of %d expectations hold\n", good, len(all))
	return err
}

func expectJSON(w io.Writer, all []Expectation) error {
	good := 0
	for i := range all {
		if all[i].OK {
			good++
		}
	}
	if all == nil {
		all = []Expectation{}
	}
	return JSON(w, map[string]any{"schema": "teacp.assert/1", "held": good, "expectations": len(all), "results": all})
}

// expectTAP writes the Test Anything Protocol, version 13.
func expectTAP(w io.Writer, all []Expectation) error {
	var b strings.Builder
	fmt.Fprintf(&b, "TAP version 13\n1..%d\n", len(all))
	for i := range all {
		v := &all[i]
		word := "ok"
		if !v.OK {
			word = "not ok"
		}
		fmt.Fprintf(&b, "%s %d - %s:%d: %s\n", word, i+1, strings.ReplaceAll(words.Clean(v.File), "#", `\#`), v.Line,
			v.Title())
		if !v.OK {
			fmt.Fprintf(&b, "  ---\n  expected: %q\n  found: %q\n  ...\n", v.Expected, v.Found)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

type junitSuite struct {
	XMLName  xml.Name    `xml:"testsuite"`
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Cases    []junitCase `xml:"testcase"`
}

type junitCase struct {
	Class   string        `xml:"classname,attr"`
	Name    string        `xml:"name,attr"`
	File    string        `xml:"file,attr"`
	Line    int           `xml:"line,attr"`
	Failure *junitFailure `xml:"failure"`
}

type junitFailure struct {
	Message string `xml:"message,attr"`
}

func expectJUnit(w io.Writer, all []Expectation) error {
	s := junitSuite{Name: "teacp assert", Tests: len(all)}
	for i := range all {
		v := &all[i]
		c := junitCase{Class: v.Scenario, Name: v.Title(), File: words.Clean(v.File), Line: v.Line}
		if !v.OK {
			s.Failures++
			c.Failure = &junitFailure{"expected " + v.Expected + ", found " + v.Found}
		}
		s.Cases = append(s.Cases, c)
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(s); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}
