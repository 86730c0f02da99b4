package sim

import (
	"fmt"
	"strings"
)

// KnobProblem says why a knob or its value was refused.
type KnobProblem uint8

// The problems, with the fields of KnobError that each sets besides Found.
const (
	KnobUnknown      KnobProblem = iota // Near: the nearest name, if one is near
	KnobOfRecording                     // a recording has no knobs
	KnobTLSProxy                        // TLS through a proxy is not simulated
	KnobNotBool                         // neither on nor off
	KnobNotAValue                       // Values: those it has; Near: the nearest one, if one is near
	KnobNotANumber                      //
	KnobOutOfBounds                     // Min, Max
	KnobNotADuration                    //
	KnobNotASize                        //
	KnobNotARate                        //
	KnobNotAShare                       //
	KnobNotNth                          // neither off, nor a duration, nor N:DURATION
	KnobNthCount                        // the N of N:DURATION is out of bounds; Max
)

// KnobError is a knob or a value that was refused. What a user reads, in either language, is made
// of it in views/words; Error is for developers, and for reports that are in English alone.
type KnobError struct {
	Problem  KnobProblem
	Knob     string // "" where a value was read for no knob in particular
	Found    string
	Near     string
	Values   []string
	Min, Max string
}

func (e *KnobError) Error() string {
	s := e.problem()
	switch {
	case e.Problem == KnobOutOfBounds: // a number, in the form of the bounds
		s += ", found " + e.Found
	case e.Found != "" || e.Problem >= KnobNotBool:
		s += fmt.Sprintf(", found %q", e.Found)
	}
	if e.Near != "" {
		s += fmt.Sprintf("; did you mean %q?", e.Near)
	}
	if e.Knob != "" && e.Problem != KnobUnknown {
		return e.Knob + ": " + s
	}
	return s
}

func (e *KnobError) problem() string {
	switch e.Problem {
	case KnobUnknown:
		return fmt.Sprintf("unknown knob %q", e.Knob)
	case KnobOfRecording:
		return "a recording has no knobs"
	case KnobTLSProxy:
		return "TLS through a proxy is not simulated"
	case KnobNotBool:
		return "expected on or off"
	case KnobNotAValue:
		return "expected one of " + strings.Join(e.Values, ", ")
	case KnobNotANumber:
		return "expected a whole number"
	case KnobOutOfBounds:
		return "expected " + e.Min + " to " + e.Max
	case KnobNotADuration:
		return "expected a time such as 40ms or 1.5s"
	case KnobNotASize:
		return "expected a size such as 1460, 64KiB or 1MB"
	case KnobNotARate:
		return "expected a rate such as 10Mbit/s or 64kbit/s"
	case KnobNotAShare:
		return "expected a share such as 1% or 500ppm"
	case KnobNthCount:
		return "expected 1 to " + e.Max + " before the colon"
	}
	return "expected off, a duration up to an hour (50ms), or which packet and a duration (2:50ms)"
}
