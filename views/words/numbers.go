package words

import (
	"strconv"

	"teacp/sim"
)

// ShortTime writes a round time: 40 ms, 1.5 s, 250 µs.
func ShortTime(t sim.Time) string {
	us := int64(t) / 1000
	switch {
	case us == 0:
		return "0"
	case us < 1000:
		return Bytes(us) + " µs"
	case us < 1_000_000:
		return fraction(us, 1000) + " ms"
	}
	return fraction(us, 1_000_000) + " s"
}

// fraction is n/unit with at most three decimals, without trailing zeros.
func fraction(n, unit int64) string {
	s := Bytes(n / unit)
	rest := n % unit * 1000 / unit
	if rest == 0 {
		return s
	}
	d := []byte{'.', byte('0' + rest/100), byte('0' + rest/10%10), byte('0' + rest%10)}
	for d[len(d)-1] == '0' {
		d = d[:len(d)-1]
	}
	return s + string(d)
}

// permille is a share in tenths of a percent, rounded.
func permille(part, all sim.Time) int64 {
	if all <= 0 {
		return 0
	}
	return (2000*int64(part) + int64(all)) / (2 * int64(all))
}

// Share writes a share in percent: 37.3 %.
func Share(part, all sim.Time) string {
	b := make([]byte, 0, 8)
	p := permille(part, all)
	b = appendInt(b, p/10)
	b = append(b, '.', byte('0'+p%10), ' ', '%')
	return string(b)
}

// AppendTime appends an instant or a span with three decimals: in milliseconds, from 10 s on in seconds.
func AppendTime(b []byte, t sim.Time) []byte {
	if t == sim.Never {
		return append(b, "never"...)
	}
	us := int64(t) / 1000
	if us < 0 {
		b, us = append(b, '-'), -us
	}
	unit := " ms"
	if us >= 10_000_000 {
		us, unit = us/1000, " s"
	}
	b = strconv.AppendInt(b, us/1000, 10)
	b = append(b, '.', byte('0'+us/100%10), byte('0'+us/10%10), byte('0'+us%10))
	return append(b, unit...)
}

// AppendGrouped appends a number with groups of three: 1,460.
func AppendGrouped(b []byte, n int64) []byte {
	if n < 0 {
		b, n = append(b, '-'), -n
	}
	var room [20]byte
	d := strconv.AppendInt(room[:0], n, 10)
	for i, ch := range d {
		if i > 0 && (len(d)-i)%3 == 0 {
			b = append(b, ',')
		}
		b = append(b, ch)
	}
	return b
}

// RateText writes a rate: 10 Mbit/s.
func RateText(bps int64) string {
	switch {
	case bps >= 1_000_000_000:
		return fraction(bps, 1_000_000_000) + " Gbit/s"
	case bps >= 1_000_000:
		return fraction(bps, 1_000_000) + " Mbit/s"
	case bps >= 1000:
		return fraction(bps, 1000) + " kbit/s"
	}
	return Bytes(bps) + " bit/s"
}

// Short writes a number in few columns: 9,999, 14.5k, 1.25M.
func Short(n int64) string {
	switch {
	case n < 100_000:
		return Bytes(n)
	case n < 1_000_000:
		return fraction(n/100*100, 1000) + "k"
	case n < 1_000_000_000:
		return fraction(n/10_000*10_000, 1_000_000) + "M"
	}
	return fraction(n/10_000_000*10_000_000, 1_000_000_000) + "G"
}

func appendInt(b []byte, n int64) []byte { return strconv.AppendInt(b, n, 10) }

// Time writes an instant or a span as AppendTime does.
func Time(t sim.Time) string {
	var room [32]byte
	return string(AppendTime(room[:0], t))
}

// Bytes writes a number with groups of three digits: 1,460.
func Bytes(n int64) string {
	var room [32]byte
	return string(AppendGrouped(room[:0], n))
}

// Known is Bytes with a unit, and a dash for a number below zero, which stands for no number: the
// connection is gone, for example.
func Known(n int64, unit string) string {
	if n < 0 {
		return "–"
	}
	return Bytes(n) + unit
}
