// Package words holds every text of the program, in English and Korean, and makes sentences of
// them. Packages below it know keys and values alone: a rule, the key of a knob, an error with what
// was found.
//
// A text is a key with one line in each language. How a sentence is made:
//
//	keys_events.go   HoldNagle
//	en_events.go     HoldNagle: "%s holds %s bytes back. Nagle: %s bytes are unacknowledged.",
//	ko_events.go     HoldNagle: "%s가 %s바이트를 붙든다. 네이글: %s바이트가 확인되지 않았다.",
//
//	b := Builder{Lang: "en"}
//	b.Say(HoldNagle, Str("client"), Grouped(1460), Grouped(100))
//	string(b.B) // client holds 1,460 bytes back. Nagle: 100 bytes are unacknowledged.
//
// A placeholder takes the next argument, or by number any: %[2]s. In Korean a particle in braces
// fits the word before it: "%s{을} 보낸다" gives "ACK를 보낸다" and "SYN을 보낸다". Where speed does not
// matter, HoldNagle.With("ko", "client", "1,460", "100") is shorter, and HoldNagle.In("ko") is the
// text alone.
//
// To change a text, change its line in one file; to add one, add a line to three. Tests hold that
// no key lacks a text or is unused, that placeholders agree, and that all files have one order.
//
// Files of the catalogue, each as keys_*.go, en_*.go and ko_*.go:
//
//	events    what happens in a frame and why
//	panes     the panes: titles, headings, legends, notes in margins
//	packet    the fields of headers in the packet pane
//	keys      what keys do, and hints at the foot of the screen
//	explorer  the explorer outside its panes: lists, prompts, messages
//	reports   what commands and exports write
//	errors    errors that a user meets
//	rules     the sentences of the rules (keys are rules; no file of keys)
//	settings  labels and explanations of the settings (keys are sim.Knob.Key)
//
// Other files:
//
//	key.go       keys, and the catalogue made of all themes
//	fill.go      builders, arguments, and the function that fills placeholders
//	particle.go  Korean particles
//	words.go     events as sentences; labels of segments and calls
//	http.go      the way of a request as sentences
//	infer.go     what is inferred from a recording
//	socketcalls.go what each socket call does
//	glossary.go  the words by which people look for a term, in both languages
//	hand.go      changes made by hand
//	why.go       the explanation of a frame
//	ledger.go    which interval of the ledger a frame belongs to
//	goal.go      how the goal of a run ended
//	sample.go    what a result that rests on chance is worth
//	script.go    what a script found, and what its endpoint holds back
//	cause.go     names and letters of the ledger's causes
//	errors.go    errors in both languages
//	rules.go     the sentence of a rule
//	settings.go  label and explanation of a setting
//	search.go    finds a text in all that is said of an event
//	numbers.go   times, numbers, rates and shares
//	clean.go     makes foreign text harmless
//	gate.go      escapes what a terminal would interpret, in texts and as a writer
package words
