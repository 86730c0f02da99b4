package words

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// A Korean particle depends on the sound before it. A text writes the form that follows a
// consonant in braces, %s{을} or %s{으로}; fill writes the form that fits the word before it.

// sound is how a word ends.
type sound uint8

const (
	vowel sound = iota
	rieul
	consonant
)

// particles are the particles that have two forms: after a consonant, and after a vowel.
var particles = [...][2]string{{"을", "를"}, {"이", "가"}, {"은", "는"}, {"과", "와"}, {"으로", "로"}}

// appendParticle writes the particle that form begins with, {을} for example, as it sounds behind
// b. It returns how many bytes of form that was; 0 if form begins with no particle.
func appendParticle(b []byte, form string) ([]byte, int) {
	for i := range particles {
		p := &particles[i]
		if !strings.HasPrefix(form[1:], p[0]) || len(form) < len(p[0])+2 || form[len(p[0])+1] != '}' {
			continue
		}
		s, one := endOf(b), p[1]
		if s == consonant || s == rieul && p[0] != "으로" {
			one = p[0]
		}
		return append(b, one...), len(p[0]) + 2
	}
	return b, 0
}

// endOf says how a text ends when it is read aloud. Quotation marks, stops and a group in
// parentheses at the end are not read; the argument of a call is: write(100) ends as 100 does.
func endOf(b []byte) sound {
	for {
		b = bytes.TrimRight(b, " .,\"'”’…")
		if !bytes.HasSuffix(b, []byte(")")) {
			break
		}
		open := bytes.LastIndexByte(b, '(')
		if open < 0 {
			b = b[:len(b)-1]
			continue
		}
		inside := b[open+1 : len(b)-1]
		if b = b[:open]; len(inside) > 0 && open > 0 && isLower(b[open-1]) {
			b = inside
		}
	}
	r, _ := utf8.DecodeLastRune(b)
	switch {
	case r >= '가' && r <= '힣':
		switch (r - '가') % 28 {
		case 0:
			return vowel
		case 8:
			return rieul
		}
		return consonant
	case r >= '0' && r <= '9':
		return digitSounds[r-'0']
	}
	return latinEnd(lastWord(b))
}

// digitSounds are the ends of the Korean numerals: 영, 일, 이, 삼, 사, 오, 육, 칠, 팔, 구.
var digitSounds = [10]sound{consonant, rieul, vowel, consonant, vowel, vowel, consonant, rieul, rieul, vowel}

// latinEnd is the end of a word in Latin letters. Abbreviations are read letter by letter; units
// and words in small letters end in a vowel.
func latinEnd(word string) sound {
	switch word {
	case "CUBIC", "CLOSING", "GET", "PUT":
		return consonant
	case "B", "":
		return vowel
	}
	switch word[len(word)-1] {
	case 'L', 'R':
		return rieul
	case 'M', 'N':
		return consonant
	}
	return vowel
}

func lastWord(b []byte) string {
	i := len(b)
	for i > 0 && (isLower(b[i-1]) || b[i-1] >= 'A' && b[i-1] <= 'Z') {
		i--
	}
	return string(b[i:])
}

func isLower(c byte) bool { return c >= 'a' && c <= 'z' }
