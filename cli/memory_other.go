//go:build !unix

package cli

import "runtime"

// maxRSS is the memory that the runtime has obtained, in bytes: the nearest that every
// system can tell.
func maxRSS() int64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.Sys)
}
