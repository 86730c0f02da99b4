//go:build race

package testkit

// Race reports whether the race detector watches: it allocates beside the program.
const Race = true
