package sim

import (
	"strconv"
	"strings"
	"time"

	"teacp/sim/tcp"
)

type unit struct {
	name string
	mul  int64
}

// parseNumber reads a decimal number with a unit without floats, so that every machine reads
// the same; digits beyond the unit's own precision are refused.
func parseNumber(s string, what KnobProblem, units []unit) (int64, error) {
	bad := &KnobError{Problem: what, Found: s}
	i := 0
	for i < len(s) && (s[i] >= '0' && s[i] <= '9' || s[i] == '.' || s[i] == '_') {
		i++
	}
	digits, name := strings.ReplaceAll(s[:i], "_", ""), strings.TrimSpace(s[i:])
	mul := int64(0)
	for _, u := range units {
		if strings.EqualFold(u.name, name) {
			mul = u.mul
		}
	}
	whole, frac, _ := strings.Cut(digits, ".")
	if mul == 0 || whole == "" && frac == "" {
		return 0, bad
	}
	var v int64
	if whole != "" {
		n, err := strconv.ParseInt(whole, 10, 64)
		if err != nil || n > (1<<62)/mul {
			return 0, bad
		}
		v = n * mul
	}
	for scale := mul; frac != ""; frac = frac[1:] {
		if scale%10 != 0 && frac[0] != '0' || frac[0] == '.' {
			return 0, bad
		}
		scale /= 10
		v += int64(frac[0]-'0') * scale
	}
	return v, nil
}

// ParseDuration reads a time such as 40ms, 1.5s, 200us, 2m, 0; in nanoseconds.
func ParseDuration(s string) (int64, error) {
	units := []unit{{"ns", 1}, {"us", 1000}, {"µs", 1000}, {"ms", 1_000_000}, {"s", 1_000_000_000},
		{"m", 60_000_000_000}, {"min", 60_000_000_000}, {"h", 3600_000_000_000}}
	if s == "0" {
		return 0, nil
	}
	if v, err := time.ParseDuration(s); err == nil && v >= 0 && strings.Count(s, ".") == 0 {
		return int64(v), nil
	}
	return parseNumber(s, KnobNotADuration, units)
}

// ParseBytes reads a size such as 1460, 1460B, 64KiB, 10kB, 1MB; in bytes.
func ParseBytes(s string) (int64, error) {
	return parseNumber(s, KnobNotASize, []unit{{"", 1}, {"B", 1}, {"kB", 1000}, {"MB", 1_000_000},
		{"GB", 1_000_000_000}, {"KiB", 1 << 10}, {"MiB", 1 << 20}, {"GiB", 1 << 30}})
}

var rateUnits = []unit{{"Gbit/s", 1_000_000_000}, {"Mbit/s", 1_000_000}, {"kbit/s", 1000}, {"bit/s", 1}}

// ParseRate reads a rate such as 10Mbit/s or 64kbit/s; in bits per second. 0, off and
// unlimited mean no serialisation delay.
func ParseRate(s string) (int64, error) {
	if s == "0" || s == "off" || s == "unlimited" {
		return 0, nil
	}
	us := append([]unit{{"", 1}, {"kbps", 1000}, {"Mbps", 1_000_000}, {"Gbps", 1_000_000_000}, {"bps",
		1}}, rateUnits...)
	return parseNumber(s, KnobNotARate, us)
}

// FormatRate writes a rate as ParseRate reads it.
func FormatRate(v int64) string {
	if v == 0 {
		return "unlimited"
	}
	for _, u := range rateUnits {
		if v%u.mul == 0 {
			return strconv.FormatInt(v/u.mul, 10) + u.name
		}
	}
	return strconv.FormatInt(v, 10)
}

// ParseShare reads a share such as 1%, 0.1% or 500ppm; in parts per million.
func ParseShare(s string) (int64, error) {
	if s == "0" {
		return 0, nil
	}
	return parseNumber(s, KnobNotAShare, []unit{{"%", 10_000}, {"ppm", 1}})
}

// FormatShare writes a share as ParseShare reads it.
func FormatShare(v int64) string {
	if v%10_000 == 0 {
		return strconv.FormatInt(v/10_000, 10) + "%"
	}
	return strconv.FormatInt(v, 10) + "ppm"
}

// Time is an instant or a span of simulated time; instants count from the run's start.
type Time = time.Duration

// Never is a deadline that does not come.
const Never = tcp.Never
