package capture

import (
	"testing"

	"teacp/sim"
)

func run(t *testing.T, name string) (*File, *sim.Run) {
	t.Helper()
	c, err := Open(name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	r, err := sim.New(c.Config(), nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Finish()
	return c, r
}
