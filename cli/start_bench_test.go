package cli

import (
	"os/exec"
	"path/filepath"
	"testing"
)

// BenchmarkStart starts the program, lets it list its scenarios, and waits for its end.
func BenchmarkStart(b *testing.B) {
	file := filepath.Join(b.TempDir(), "teacp.exe")
	if out, err := exec.Command("go", "build", "-o", file, ".").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		if err := exec.Command(file, "list").Run(); err != nil {
			b.Fatal(err)
		}
	}
}
