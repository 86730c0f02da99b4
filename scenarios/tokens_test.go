package scenarios

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/text/encoding/korean"
)

// TestExcess: a file with more of something than the parser takes in proportion to its size is refused at
// the place where it has too much, and reading it takes memory in proportion to its size.
func TestExcess(t *testing.T) {
	var keys strings.Builder
	for i := range 80_000 {
		fmt.Fprintf(&keys, "k%d: 1\n", i)
	}
	for _, c := range []struct{ text, want string }{
		{"name: x\n" + keys.String(), "x.yaml:201:"},
		{"name: x\nhosts:\n  client: {" + strings.Repeat("a: 1, ", 300) + "b: 1}\n", "too many keys in one mapping: expected at most 200"},
		{"name: x\nhosts:\n  client:\n" + strings.Repeat("    a: 1\n", 300), "x.yaml:204:"},
		{"name: x\nnotes:\n  -\n" + strings.Repeat("    a: 1\n", 300), "x.yaml:204:"},
		{"name: x\nlink: " + strings.Repeat("!a ", 200_000), "too many tags, anchors and aliases: expected at most 100"},
		{"name: x\nlink: " + strings.Repeat("&a ", 200_000), "too many tags, anchors and aliases: expected at most 100"},
		{"name: x\nlink: [" + strings.Repeat("*a, ", 20_000), "too many tags, anchors and aliases: expected at most 100"},
		{"name: x\nlink: " + strings.Repeat("a: ", 200_000), "x.yaml:2:"},
		{"name: x\nlink: " + strings.Repeat("? ", 20_000), "nested values in one line: expected at most 40"},
		{"name: x\n" + strings.Repeat("- ", 200_000), "x.yaml:1:1: the file is nested too deeply"},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, ps := Parse("x.yaml", []byte(c.text))
		runtime.ReadMemStats(&after)
		if len(ps) != 1 || !strings.HasPrefix(ps[0].Error(), "x.yaml:") || !strings.Contains(ps[0].Error(), c.want) {
			t.Errorf("%.30q: expected %q alone, found %d mistakes: %.200s", c.text, c.want, len(ps), Problems(ps).Error())
		}
		if per := (after.TotalAlloc - before.TotalAlloc) / uint64(len(c.text)); per > 400 && len(c.text) > 100_000 {
			t.Errorf("%.30q: %d bytes of memory for each of the file", c.text, per)
		}
	}
}

// TestMuchIsNotExcess: many small mappings are no excess, wherever they stand.
func TestMuchIsNotExcess(t *testing.T) {
	text := "name: x\nconnections:\n" + strings.Repeat("  - client: [connect, {write: 100}, close]\n    server: [accept, read_eof, close]\n", 900) +
		"notes:\n" + strings.Repeat("  - on: {event: hold}\n    en: x\n    ko: \"a: b: c: d\"\n", 400)
	if _, ps := Parse("x.yaml", []byte(text)); len(ps) > 0 {
		t.Errorf("%.300s", Problems(ps).Error())
	}
}

// TestEncodings: a byte order mark is skipped, and another encoding than UTF-8 is named with its place.
func TestEncodings(t *testing.T) {
	const text = "name: h\ntitle: {en: x, ko: 지연된 확인 응답}\nconnections:\n  - client: [connect, close]\n    server: [accept, close]\n"
	wide := func(high int) []byte {
		var out []byte
		for _, u := range utf16.Encode([]rune(byteOrderMark + text)) {
			pair := [2]byte{byte(u), byte(u)}
			pair[high], pair[1-high] = byte(u>>8), byte(u)
			out = append(out, pair[:]...)
		}
		return out
	}
	euckr, err := korean.EUCKR.NewEncoder().Bytes([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	for want, data := range map[string][]byte{
		"x.yaml:1:1: expected a text in UTF-8, found UTF-16LE":         wide(1),
		"x.yaml:1:1: expected a text in UTF-8, found UTF-16BE":         wide(0),
		"x.yaml:2:20: expected a text in UTF-8, found EUC-KR":          euckr,
		"x.yaml:2:8: expected a text in UTF-8, found another encoding": []byte("name: h\ntitle: \xe9t\xe9\n"),
		"neither a capture": []byte("\xff\xfe\x00\x01\x02"),
	} {
		if err := Foreign("x.yaml", data); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("expected %q, found %v", want, err)
		}
	}
	dir := t.TempDir()
	for _, mark := range []string{"", byteOrderMark} {
		file := dir + "/x.yaml"
		if err := os.WriteFile(file, []byte(mark+text), 0o600); err != nil {
			t.Fatal(err)
		}
		sc, err := Load(file)
		if err != nil || sc.Name != "h" || string(sc.Source) != text {
			t.Errorf("with the mark %q: %v", mark, err)
		}
	}
}
