// Package sample says what a result is worth that rests on chance. Random loss and jitter are drawn from
// the seed, so one run is one draw: a setting that helps with this seed may cost time with the next. The
// same settings are run with several seeds, and what is told is the median, the range, and the share of
// seeds in which a setting helps.
//
//	base := sample.Point{Config: cfg}
//	a, err := sample.Run(base, cfg.Seed, stop)   // one draw
//	set := sample.NewSet(a)
//	for _, seed := range set.Missing(sample.Seeds) { … set.Add(draw) }
//	e := sample.Compare(&setA, &setB)            // e.Helps of e.Seeds, e.Median
//
// A run that has drawn nothing is the same with every seed, so its set is exact with one draw. Run is a
// pure function: several draws may be made at the same time. The values are of one machine word or
// lists of them, and functions over sets have no other input.
//
// The files:
//
//	sample.go  draws and sets of draws
//	spread.go  the spread of a set, and the comparison of two
package sample
