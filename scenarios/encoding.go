package scenarios

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/korean"
)

// byteOrderMark may stand in front of UTF-8; it means nothing there.
const byteOrderMark = "\uFEFF"

// foreignEncoding is the error for a text that would be a scenario if it were UTF-8; nil for any other.
func foreignEncoding(file string, data []byte) error {
	name, tool := "", ""
	switch wide := utf16Name(data); {
	case wide != "":
		name, tool = wide, wide
	case utf8.Valid(data) || bytes.IndexByte(data, 0) >= 0 || !hasRootKey(string(data)):
		return nil
	case isKorean(data):
		name, tool = "EUC-KR (code page 949)", "CP949"
	default:
		name, tool = "another encoding", "ENCODING"
	}
	line, col := firstInvalid(data)
	return fmt.Errorf("%s:%d:%d: expected a text in UTF-8, found %s (iconv -f %s -t UTF-8 converts it)",
		file, line, col, name, tool)
}

// utf16Name is the name of the encoding of a scenario in UTF-16, "" if it is none.
func utf16Name(data []byte) string {
	for i, name := range []string{"UTF-16LE", "UTF-16BE"} {
		units := make([]uint16, 0, len(data)/2)
		for at := 0; at+1 < len(data); at += 2 {
			units = append(units, uint16(data[at+i])|uint16(data[at+1-i])<<8)
		}
		if hasRootKey(strings.TrimPrefix(string(utf16.Decode(units)), byteOrderMark)) {
			return name
		}
	}
	return ""
}

// hasRootKey reports whether a line of a text begins with a key of a scenario.
func hasRootKey(text string) bool {
	for line := range strings.Lines(text) {
		if key, _, ok := strings.Cut(line, ":"); ok && slices.Contains(rootKeys, strings.Trim(key, " \"'")) {
			return true
		}
	}
	return false
}

// isKorean reports whether a text can be read as EUC-KR, and most of what is not ASCII is Hangul then.
func isKorean(data []byte) bool {
	text, err := korean.EUCKR.NewDecoder().Bytes(data)
	if err != nil {
		return false
	}
	hangul, others := 0, 0
	for _, r := range string(text) {
		switch {
		case r == utf8.RuneError:
			return false
		case unicode.Is(unicode.Hangul, r):
			hangul++
		case r >= 0x80:
			others++
		}
	}
	return hangul > others
}

// firstInvalid is the line and column of the first byte that is not UTF-8.
func firstInvalid(data []byte) (line, col int) {
	line, col = 1, 1
	for len(data) > 0 {
		r, n := utf8.DecodeRune(data)
		switch {
		case r == utf8.RuneError && n == 1:
			return line, col
		case r == '\n':
			line, col = line+1, 1
		default:
			col++
		}
		data = data[n:]
	}
	return 1, 1
}
