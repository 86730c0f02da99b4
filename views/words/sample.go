package words

import (
	"teacp/sim"
	"teacp/sim/sample"
)

// SavedTime is how much earlier something is, with its sign: +1.5 ms, −20 ms for later.
func SavedTime(t sim.Time) string {
	switch {
	case t > 0:
		return "+" + Time(t)
	case t < 0:
		return "−" + Time(-t)
	}
	return Time(0)
}

// SpreadOf says how the goal of a run spreads over the seeds from first on, beside the end with the run's
// own seed.
func SpreadOf(s *sample.Spread, first uint64, own sim.Time, lang string) string {
	text := SampleBase.With(lang, first, first+uint64(s.Seeds)-1, Time(s.Median), Time(s.Min), Time(s.Max), Time(own))
	if s.Reached < s.Seeds {
		text += SampleBaseReached.With(lang, s.Reached, s.Seeds)
	}
	return text
}

// SampleEffect says what B changes against A over the seeds from first on.
func SampleEffect(e *sample.Effect, a, b *sample.Spread, first uint64, lang string) string {
	text := SampleCompare.With(lang, first, first+uint64(e.Seeds)-1, e.Helps, e.Seeds, e.Hurts)
	if e.Both > 0 {
		text += SampleCompareRange.With(lang, SavedTime(e.Median), SavedTime(e.Min), SavedTime(e.Max), Time(a.Median),
			Time(b.Median))
	}
	return text + "."
}
