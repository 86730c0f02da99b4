package main

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"teacp/scenarios"
	"teacp/sim"
	"teacp/views"
)

// verdict is a result with the scenario that it is about.
type verdict struct {
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

// assertFormats are the forms of the verdicts; the first is the usual one.
var assertFormats = []string{"text", "json", "junit", "tap"}

func cmdAssert() *cobra.Command {
	c := &cobra.Command{
		Use:   "assert SCENARIO...",
		Short: "Hold scenarios against the expectations that they state",
		Long: "Runs each scenario under the profiles that its expectations name (or its own), and judges them; that every note is\n" +
			"reached is expected too. With --profile only those profiles count, and what names none is held under each of them.\n" +
			"Status 0: all hold; 1: some do not; 2: a file cannot be read, or states nothing.",
		Example: "teacp assert nagle-delayed-ack\nteacp assert lectures/*.yaml --format junit > verdicts.xml\nteacp assert my.yaml --profile linux",
		Args:    cobra.MinimumNArgs(1),
		RunE:    runAssert,
	}
	c.Flags().StringArray("profile", nil, "judge under this profile alone (repeatable)")
	c.Flags().String("format", "text", "text, json, junit or tap")
	c.Flags().Bool("json", false, "the same as --format json")
	return c
}

func runAssert(cmd *cobra.Command, args []string) error {
	format, _ := cmd.Flags().GetString("format")
	if j, _ := cmd.Flags().GetBool("json"); j {
		format = "json"
	}
	write := map[string]func(io.Writer, []verdict) error{"text": assertText, "json": assertJSON, "junit": assertJUnit, "tap": assertTAP}[format]
	if write == nil {
		return unknown("--format", format, assertFormats)
	}
	only, _ := cmd.Flags().GetStringArray("profile")
	for _, p := range only {
		if _, _, err := (&sim.Config{}).ParseKnob("profile", p); err != nil {
			return fmt.Errorf("--%w", err)
		}
	}
	list := make([]*scenarios.Scenario, len(args))
	for i, name := range args {
		var err error
		if list[i], err = scenarios.Load(name); err != nil {
			return err
		}
	}
	var all []verdict
	failed := false
	for _, sc := range list {
		results, err := scenarios.Check(sc, only...)
		if err != nil {
			return fmt.Errorf("%s: %w", sc.File, err)
		}
		if len(results) == 0 && (sc.Capture != nil || len(only) == 0) {
			if sc.Capture != nil {
				return fmt.Errorf("%s: expected a scenario with expectations, found a capture, which states none", views.Clean(sc.File))
			}
			return fmt.Errorf("%s: expected a scenario with expectations or notes, found none to judge", views.Clean(sc.File))
		}
		for _, r := range results {
			failed = failed || !r.OK
			v := verdict{sc.Name, sc.File, r.Line, r.Profile, r.With, r.Subject, r.Expected, r.Found, r.OK}
			if v.Profile == "" {
				v.Profile = sc.Config.Hosts[0].Profile
			}
			all = append(all, v)
		}
	}
	if err := writeOut(cmd, "", func(w io.Writer) error { return write(w, all) }); err != nil {
		return err
	}
	if failed {
		return errNo
	}
	return nil
}

// title says what is judged, without the file.
func (v *verdict) title() string {
	s := v.Subject
	if v.With != "" {
		s += " with " + v.With
	}
	return s + " (" + v.Profile + ")"
}

func assertText(w io.Writer, all []verdict) error {
	good := 0
	for i := range all {
		v := &all[i]
		if v.OK {
			good++
			if _, err := fmt.Fprintf(w, "ok    %s:%d: %s is %s\n", views.Clean(v.File), v.Line, v.title(), v.Found); err != nil {
				return err
			}
			continue
		}
		if _, err := fmt.Fprintf(w, "FAIL  %s:%d: %s\n        expected %s\n        found    %s\n", views.Clean(v.File), v.Line, v.title(), v.Expected, v.Found); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(w, "%d of %d expectations hold\n", good, len(all))
	return err
}

func assertJSON(w io.Writer, all []verdict) error {
	good := 0
	for i := range all {
		if all[i].OK {
			good++
		}
	}
	if all == nil {
		all = []verdict{}
	}
	return printJSON(w, map[string]any{"schema": "teacp.assert/1", "held": good, "expectations": len(all), "results": all})
}

// assertTAP writes the Test Anything Protocol, version 13.
func assertTAP(w io.Writer, all []verdict) error {
	var b strings.Builder
	fmt.Fprintf(&b, "TAP version 13\n1..%d\n", len(all))
	for i := range all {
		v := &all[i]
		word := "ok"
		if !v.OK {
			word = "not ok"
		}
		fmt.Fprintf(&b, "%s %d - %s:%d: %s\n", word, i+1, strings.ReplaceAll(views.Clean(v.File), "#", `\#`), v.Line, v.title())
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

func assertJUnit(w io.Writer, all []verdict) error {
	s := junitSuite{Name: "teacp assert", Tests: len(all)}
	for i := range all {
		v := &all[i]
		c := junitCase{Class: v.Scenario, Name: v.title(), File: views.Clean(v.File), Line: v.Line}
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
