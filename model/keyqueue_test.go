package model

import (
	"math/rand"
	"testing"

	tea "charm.land/bubbletea/v2"
)

// settle answers what waits in a queue, as Bubble Tea does behind the keys.
func settle(q *keyQueue) {
	for q.asked {
		q.Update(drainMsg{q.came})
	}
}

// TestQueueOfKeys: whatever keys come at once, the explorer stands where it does when they come one by
// one, with fewer answers where steps repeat.
func TestQueueOfKeys(t *testing.T) {
	rng := rand.New(rand.NewSource(2))
	names := []string{"right", "l", "left", "h", "right", "right", "right", "?", "n", "z", "J", "G", "g", "2", "m"}
	for range 60 {
		one := start(t, Options{Scenario: "nagle-delayed-ack", Lang: "en"}, 80, 24)
		q := &keyQueue{Model: start(t, Options{Scenario: "nagle-delayed-ack", Lang: "en"}, 80, 24)}
		var list []string
		for range 1 + rng.Intn(12) {
			name := names[rng.Intn(len(names))]
			for range 1 + rng.Intn(4) {
				list = append(list, name)
			}
		}
		for _, name := range list {
			keys(one, name)
			q.Update(press(name))
		}
		if settle(q); one.Text() != q.Text() {
			t.Fatalf("%v: together\n%s\none by one\n%s", list, q.Text(), one.Text())
		}
	}
}

// TestHeldKeys: steps that wait are one answer; esc ends a job before them, ctrl+c leaves without them.
func TestHeldKeys(t *testing.T) {
	q := &keyQueue{Model: start(t, Options{Scenario: "congestion", Lang: "en"}, 80, 24)}
	for range 2000 {
		if q.Update(press("right")); q.scene.Frame != 0 {
			t.Fatal("a key is answered while others wait")
		}
		q.Update(drainMsg{q.came - 1}) // another key has come meanwhile
	}
	if settle(q); q.scene.Frame != 2000 {
		t.Errorf("2000 steps lead to frame %d", q.scene.Frame)
	}
	q.Update(press("left"))
	q.Update(press("left"))
	if settle(q); q.scene.Frame != 1998 {
		t.Errorf("two steps back lead to frame %d", q.scene.Frame)
	}
	longJob(q.Model, func() (done, of int64) { return 0, 0 })
	q.Update(press("right"))
	q.Update(press("esc"))
	if q.job != nil || q.scene.Frame != 1998 {
		t.Error("esc does not go before a step")
	}
	q.Update(press("right"))
	if q.Update(press("ctrl+c")); !q.quit {
		t.Error("ctrl+c does not go first")
	}
}

// TestQueueKeepsTheOrder: a paste and a click come behind the keys before them.
func TestQueueKeepsTheOrder(t *testing.T) {
	q := &keyQueue{Model: start(t, Options{Scenario: "nagle-delayed-ack", Lang: "en"}, 80, 24)}
	q.Update(press("M"))
	q.Update(tea.PasteMsg{Content: "abc"})
	if q.over.IsOpen() == false || typedIn(q.Model).Value() != "abc" {
		t.Error("a paste does not reach the prompt that was opened before it")
	}
}
