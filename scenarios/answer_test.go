package scenarios

import (
	"slices"
	"testing"

	"teacp/sim"
)

// TestMarkedAnswersAreWhatRunsGive computes from runs which choices of each question of the library are right: the
// marked one, and no other.
func TestMarkedAnswersAreWhatRunsGive(t *testing.T) {
	for _, meta := range List() {
		sc, err := Load(meta.Name)
		if err != nil {
			t.Fatal(err)
		}
		q := sc.Question
		if q == nil || len(q.Proof) != len(q.Choices) {
			t.Errorf("%s: a question with a proof for each choice is missing", meta.Name)
			continue
		}
		c := &checker{sc, map[string]*sim.Run{}}
		right, err := c.right(q)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(right, []int{q.Answer}) {
			t.Errorf("%s: marked is choice %d, right are %v (from 0)", meta.Name, q.Answer, right)
			for i := range q.Proof {
				for j := range q.Proof[i] {
					res, _ := c.judge(&q.Proof[i][j], "")
					t.Logf("  %d: %v %s", i, res.OK, res.Text())
				}
			}
		}
	}
}
