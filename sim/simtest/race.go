//go:build race

package simtest

// Race reports whether the race detector watches: it allocates beside the program.
const Race = true
