package words

import (
	"strconv"
	"strings"

	"teacp/sim"
)

// Failure is an error whose text stands in the catalogue.
type Failure struct {
	text Key
	args []any
}

// Fail returns an error with a text of the catalogue.
func Fail(k Key, args ...any) error { return &Failure{k, args} }

// Error is the English text.
func (f *Failure) Error() string { return f.text.With("en", f.args...) }

// Error is the text of an error in a language. What wraps a Failure or an error of a knob stays as
// it is.
func Error(err error, lang string) string {
	text := err.Error()
	for _, e := range translated(err) {
		switch x := e.(type) {
		case *Failure:
			text = strings.Replace(text, x.Error(), x.text.With(lang, x.args...), 1)
		case *sim.BudgetError:
			text = strings.Replace(text, x.Error(), ErrorBudget.With(lang, Bytes(x.Budget/1_000_000), Bytes(x.Frame)), 1)
		case *sim.KnobError:
			text = strings.Replace(text, x.Error(), knobError(x, lang), 1)
		}
	}
	return text
}

// translated are the errors of a tree that have a text in each language.
func translated(err error) []error {
	switch e := err.(type) {
	case *Failure, *sim.KnobError, *sim.BudgetError:
		return []error{err}
	case interface{ Unwrap() error }:
		return translated(e.Unwrap())
	case interface{ Unwrap() []error }:
		var out []error
		for _, one := range e.Unwrap() {
			out = append(out, translated(one)...)
		}
		return out
	}
	return nil
}

// knobTexts are the texts of the problems that take what was found and nothing else.
var knobTexts = map[sim.KnobProblem]Key{
	sim.KnobNotBool:      ErrorNotBool,
	sim.KnobNotANumber:   ErrorNotANumber,
	sim.KnobNotADuration: ErrorNotADuration,
	sim.KnobNotASize:     ErrorNotASize,
	sim.KnobNotARate:     ErrorNotARate,
	sim.KnobNotAShare:    ErrorNotAShare,
	sim.KnobNotNth:       ErrorNotNth,
}

func knobError(e *sim.KnobError, lang string) string {
	switch e.Problem { // the knob is part of the text, or does not matter
	case sim.KnobUnknown:
		if e.Near != "" {
			return ErrorKnobUnknownNear.With(lang, strconv.Quote(e.Knob), strconv.Quote(e.Near))
		}
		return ErrorKnobUnknown.With(lang, strconv.Quote(e.Knob))
	case sim.KnobTLSProxy:
		return ErrorKnobTLSProxy.In(lang)
	}
	text := knobProblem(e, lang)
	if e.Knob != "" {
		return e.Knob + ": " + text
	}
	return text
}

func knobProblem(e *sim.KnobError, lang string) string {
	found := strconv.Quote(e.Found)
	switch e.Problem {
	case sim.KnobOfRecording:
		return ErrorKnobOfRecording.In(lang)
	case sim.KnobNotAValue:
		values := strings.Join(e.Values, ", ")
		if e.Near != "" {
			return ErrorNotAValueNear.With(lang, values, found, strconv.Quote(e.Near))
		}
		return ErrorNotAValue.With(lang, values, found)
	case sim.KnobOutOfBounds:
		return ErrorOutOfBounds.With(lang, e.Min, e.Max, e.Found)
	case sim.KnobNthCount:
		return ErrorNthCount.With(lang, e.Max, found)
	}
	return knobTexts[e.Problem].With(lang, found)
}
