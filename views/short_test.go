package views

import "testing"

// TestWrapParts breaks a summary between its parts.
func TestWrapParts(t *testing.T) {
	const s = "client: 1 socket · ports 60,000/60,000, 1 wait · memory 15,362,311 B"
	if got := wrapParts(s, 80); len(got) != 1 {
		t.Errorf("%q", got)
	}
	if got := wrapParts(s, 50); len(got) != 2 || got[1] != "  memory 15,362,311 B" {
		t.Errorf("%q", got)
	}
}
