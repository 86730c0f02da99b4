// Package rule is the table of rules. Every event of a run and every hold has a rule. A rule is a
// small number in the simulation; the table contains its name, its source and the knob that sets
// it. Package views/words contains its texts.
//
//	rule.Nagle.Info().Source == "RFC 896; RFC 9293 section 3.7.4"
//	rule.Nagle.Info().Knob   == "nagle"
//
// The JSON formats contain the names (`"rule": "nagle"`), so a name never changes.
//
// The files:
//
//	rule.go   the entry of a rule, and how to find it
//	table.go  the rules and their table
package rule
