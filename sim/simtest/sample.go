package simtest

import (
	"os"
	"strconv"
	"testing"
)

// Full reports whether tests with many cases try all of them. The variable TEACP_FULL=1 asks for
// that, as .ci/run does.
func Full() bool { return os.Getenv("TEACP_FULL") != "" }

// Sample reports whether case i of a test with many cases is tried: with Full each, else one in n.
func Sample(i, n int) bool { return i%n == 0 || Full() }

// Number reads a number from the environment: how many random cases a test tries, or from which seed on.
func Number(t testing.TB, name string, unset uint64) uint64 {
	t.Helper()
	s := os.Getenv(name)
	if s == "" {
		return unset
	}
	n, err := strconv.ParseUint(s, 10, 64)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return n
}
