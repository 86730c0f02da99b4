package scenarios

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestTooLarge: a file is given up at its limit, not read into memory first.
func TestTooLarge(t *testing.T) {
	for name, most := range map[string]int64{"large.yaml": MaxFile, "large.pkt": MaxFile} {
		file := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(file, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Truncate(file, most+1); err != nil {
			t.Fatal(err)
		}
		if _, err := Load(file); err == nil ||
			!strings.HasSuffix(err.Error(), "expected at most 4194304 bytes, found more") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
