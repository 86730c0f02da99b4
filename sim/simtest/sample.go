package simtest

import "os"

// Full reports whether tests with many cases try all of them. The variable TEACP_FULL=1 asks for
// that, as .ci/run does.
func Full() bool { return os.Getenv("TEACP_FULL") != "" }

// Sample reports whether case i of a test with many cases is tried: with Full each, else one in n.
func Sample(i, n int) bool { return i%n == 0 || Full() }
