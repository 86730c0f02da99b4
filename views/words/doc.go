// Package words says what happens in a run, in English and Korean: sentences, names, times and
// numbers.
//
//	fmt.Println(Sentence(run, &event, "en"))
package words
