package export

import (
	"fmt"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"

	"teacp/sim"
	"teacp/views/wire"
	"teacp/views/words"
)

// The JSON is encoded by hand: integers only, fields in a fixed order, so that the bytes
// are the same on every machine.

// appendStr appends a JSON string. Characters that a terminal may interpret are escaped.
func appendStr(b []byte, s string) []byte {
	b = append(b, '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b = append(b, '\\', byte(r))
		case r == '\n':
			b = append(b, '\\', 'n')
		case r == '\r':
			b = append(b, '\\', 'r')
		case r == '\t':
			b = append(b, '\\', 't')
		case words.Interpreted(r) && r < 0x10000:
			b = fmt.Appendf(b, `\u%04x`, r)
		case words.Interpreted(r):
			hi, lo := utf16.EncodeRune(r)
			b = fmt.Appendf(b, `\u%04x\u%04x`, hi, lo)
		default:
			b = utf8.AppendRune(b, r)
		}
	}
	return append(b, '"')
}

// appendUs appends a time in microseconds with at most three decimals.
func appendUs(b []byte, t sim.Time) []byte { return appendDecimal(b, int64(t), 1000, 3) }

// appendMs appends a time in milliseconds with at most six decimals.
func appendMs(b []byte, t sim.Time) []byte { return appendDecimal(b, int64(t), 1_000_000, 6) }

// appendDecimal appends n/unit, unit a power of ten, without zeros at the end of its decimals.
func appendDecimal(b []byte, n, unit int64, decimals int) []byte {
	if n < 0 {
		b, n = append(b, '-'), -n
	}
	b = strconv.AppendInt(b, n/unit, 10)
	if f := n % unit; f != 0 {
		b = wire.AppendPadded(append(b, '.'), f, decimals)
		for b[len(b)-1] == '0' {
			b = b[:len(b)-1]
		}
	}
	return b
}

// object appends fields to a JSON object. The zero value of first is set by open.
type object struct {
	b     []byte
	first bool
}

func (o *object) open() { o.b, o.first = append(o.b, '{'), true }

func (o *object) close() { o.b, o.first = append(o.b, '}'), false }

// array appends a field with n objects, whose fields are appended by each.
func (o *object) array(k string, n int, each func(i int)) {
	o.key(k)
	o.b = append(o.b, '[')
	for i := range n {
		if i > 0 {
			o.b = append(o.b, ',')
		}
		o.open()
		each(i)
		o.close()
	}
	o.b, o.first = append(o.b, ']'), false
}

func (o *object) key(k string) {
	if !o.first {
		o.b = append(o.b, ',')
	}
	o.first = false
	o.b = append(o.b, '"')
	o.b = append(o.b, k...)
	o.b = append(o.b, '"', ':')
}

func (o *object) int(k string, v int64) {
	o.key(k)
	o.b = strconv.AppendInt(o.b, v, 10)
}

func (o *object) str(k, v string) {
	o.key(k)
	o.b = appendStr(o.b, v)
}

func (o *object) bool(k string, v bool) {
	o.key(k)
	o.b = strconv.AppendBool(o.b, v)
}

func (o *object) null(k string) {
	o.key(k)
	o.b = append(o.b, "null"...)
}

func (o *object) us(k string, t sim.Time) {
	o.key(k)
	o.b = appendUs(o.b, t)
}

// when appends a time, null for Never.
func (o *object) when(k string, t, zero sim.Time) {
	if t == sim.Never {
		o.null(k)
		return
	}
	o.us(k, t-zero)
}
