package export

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"teacp/scenarios"
)

// agreeOn are runs of every topic, with losses, duplicates, resets and datagrams.
var agreeOn = [][]string{{"nagle-delayed-ack"}, {"cork"}, {"reliable-stream", "profile=linux"}, {"sack"},
	{"flow-control"}, {"reset"}, {"four-tuple"},
	{"page", "http.dns=on", "http.connections=3", "link.loss=3%"}}

// TestFormatsAgree: JSON and CSV have the same segments with the same numbers; qlog and
// Mermaid have as many of them.
func TestFormatsAgree(t *testing.T) {
	for _, args := range agreeOn {
		in := input(t, args[0], args[1:]...)
		var tr struct {
			Segments []map[string]any
		}
		if err := json.Unmarshal([]byte(written(t, "json", in)), &tr); err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(strings.NewReader(written(t, "csv", in))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		if len(rows) != len(tr.Segments)+1 {
			t.Fatalf("%v: %d rows of CSV, %d segments of JSON", args, len(rows)-1, len(tr.Segments))
		}
		for i, row := range rows[1:] {
			for k, column := range rows[0] {
				if got, want := row[k], plainJSON(tr.Segments[i][column]); got != want && csvField(want) != got &&
					csvField(want) != `"`+got+`"` {
					t.Fatalf("%v, segment %d, %s: CSV has %q, JSON %q", args, i, column, got, want)
				}
			}
		}
		if n := strings.Count(written(t, "qlog", in), `"name":"transport:packet_sent"`); n != len(tr.Segments) {
			t.Errorf("%v: %d packets sent in qlog, %d segments", args, n, len(tr.Segments))
		}
		arrows := regexp.MustCompile(`(?m)^    h\d+(->>|-->>|-x)h\d+: `).FindAllString(written(t, "mermaid", in), -1)
		if len(arrows) != len(tr.Segments) {
			t.Errorf("%v: %d arrows in Mermaid, %d segments", args, len(arrows), len(tr.Segments))
		}
	}
}

// plainJSON is a value of the JSON as CSV writes it.
func plainJSON(v any) string {
	switch x := v.(type) {
	case nil:
		return ""
	case float64:
		return strconv.FormatFloat(x, 'f', -1, 64)
	}
	return fmt.Sprint(v)
}

// TestMermaid: every line is one of the few that the writer means, the title is what YAML
// reads back, and the text of a line holds nothing that Mermaid reads as its own.
func TestMermaid(t *testing.T) {
	line := regexp.MustCompile(`^(    participant h\d+ as [^:;]+|    h\d+(->>|-->>|-x)h\d+: ([^;#]|#\d+;)+|    Note over h\d+(,h\d+)?: ([^;#]|#\d+;)+)$`)
	for _, m := range scenarios.List() {
		in := input(t, m.Name)
		if in.Run.Frames() > 20_000 {
			continue
		}
		_, rest, _ := strings.Cut(written(t, "mermaid", in), "---\n")
		head, body, ok := strings.Cut(rest, "\n---\nsequenceDiagram\n")
		var front struct{ Title string }
		if err := yaml.Unmarshal([]byte(head), &front); err != nil || !ok || front.Title != in.Title {
			t.Errorf("%s: front matter %q: %v, title %q", m.Name, head, err, front.Title)
		}
		for _, l := range strings.Split(strings.TrimSuffix(body, "\n"), "\n") {
			if !line.MatchString(l) {
				t.Errorf("%s: %q", m.Name, l)
			}
		}
	}
}

// TestCastIsTheLadder: played to its end, the recording shows the ladder of the text format;
// its clock never goes back, and no pause is longer than two seconds.
func TestCastIsTheLadder(t *testing.T) {
	style := regexp.MustCompile(`\x1b\[[0-9;]*m`)
	for _, args := range agreeOn {
		in := input(t, args[0], args[1:]...)
		lines := strings.Split(strings.TrimSpace(written(t, "asciicast", in)), "\n")
		var head struct{ Version, Width, Height int }
		if err := json.Unmarshal([]byte(lines[0]), &head); err != nil || head.Version != 2 || head.Width < 60 ||
			head.Height < 10 {
			t.Fatalf("%v: head %s: %v", args, lines[0], err)
		}
		var shown strings.Builder
		last := 0.0
		for _, l := range lines[1:] {
			var e []any
			if err := json.Unmarshal([]byte(l), &e); err != nil || len(e) != 3 || e[1] != "o" {
				t.Fatalf("%v: %s: %v", args, l, err)
			}
			if at := e[0].(float64); at < last || at > last+2 {
				t.Fatalf("%v: from %v to %v", args, last, at)
			} else {
				last = at
			}
			shown.WriteString(strings.ReplaceAll(style.ReplaceAllString(e[2].(string), ""), "\r\n", "\n"))
		}
		var ladder strings.Builder
		for _, l := range strings.SplitAfter(written(t, "text", in), "\n") {
			if !strings.HasPrefix(l, "#") && strings.TrimSpace(l) != "" {
				ladder.WriteString(l)
			}
		}
		if shown.String() != ladder.String() {
			t.Errorf("%v: the recording shows another ladder than the text", args)
		}
	}
}

// TestRangesAgree: what two halves of a run write of segments is what the whole writes.
func TestRangesAgree(t *testing.T) {
	in := input(t, "sack")
	whole := strings.SplitAfter(written(t, "csv", in), "\n")
	in.To = 30
	first := strings.SplitAfter(written(t, "csv", in), "\n")
	in.From, in.To = 31, 0
	second := strings.SplitAfter(written(t, "csv", in), "\n")
	joined := append(first[:len(first)-1:len(first)-1], second[1:]...)
	if len(joined) != len(whole) {
		t.Fatalf("%d lines in two parts, %d in one", len(joined), len(whole))
	}
	for i := range whole {
		_, a, _ := strings.Cut(whole[i], ",") // the number of the line begins anew in each part
		_, b, _ := strings.Cut(joined[i], ",")
		if a != b {
			t.Errorf("line %d: %q in parts, %q", i, joined[i], whole[i])
		}
	}
}
