package scenarios

// Good is a scenario without mistakes; each of Mistakes changes it into one with a mistake.
const Good = good

// Mistake is a change of Good: Old becomes New.
type Mistake struct{ Name, Old, New string }

// Mistakes returns the changes of TestMistakes.
func Mistakes() []Mistake {
	var out []Mistake
	for _, m := range mistakes {
		out = append(out, Mistake{m.name, m.old, m.new})
	}
	return out
}

// WatchKeys calls f with the keys of every mapping that is read, until stop is called.
func WatchKeys(f func(known []string)) (stop func()) {
	fieldsSeen = f
	return func() { fieldsSeen = nil }
}

// KeyLists are the lists of keys and names that docs/scenarios.md must mention.
func KeyLists() [][]string {
	return [][]string{
		rootKeys,
		pathKeys,
		stepNames,
		optNames,
		matchNames,
		whenKeys,
		subjectNames(),
		verdictKeys,
		countNames,
		readingNames,
	}
}
