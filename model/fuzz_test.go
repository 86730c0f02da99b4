package model

import (
	"encoding/json"
	"slices"
	"testing"

	"teacp/model/session"
	"teacp/scenarios"
	"teacp/sim"
)

// FuzzSession: any bytes are refused as a session, or open as one: its screens are painted, its comparison
// begins, and what is saved of it is a session again.
func FuzzSession(f *testing.F) {
	for _, s := range []*session.Session{
		{Schema: session.Schema, Scenario: "nagle-delayed-ack", Branches: []session.Branch{{Parent: -1}, {Parent: 0, At: 1 << 40,
			Changes: []sim.Change{{Frame: 8, Knob: "client.nagle", Value: "off"}}}}, Frame: 7, Compare: []int{0, 1}, Layout: "why"},
		{Schema: session.Schema, Scenario: "page", Branches: []session.Branch{{Parent: -1, Cursor: 1 << 40}, {Parent: -1, Scenario: "serial"}},
			Current: 1, Frame: 1 << 40, Conn: 1 << 31, Compare: []int{0, 1, 1, 0}, Lock: 2, Marks: []session.Bookmark{{Frame: 1 << 40}},
			Splits: []session.Split{{Layout: "http", Cols: []int{0, 1 << 16}, Rows: [][]int{{0}, {1 << 16, 0, 5}}}}},
	} {
		data, err := json.Marshal(s)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte(`{"schema":"teacp.session/1","scenario":"handshake","branches":[{"parent":-1}],"splits":[{"cols":[1],"rows":[[]]}]}`))
	carried := func(name string) string { // no other files are opened
		for _, m := range scenarios.List()[:12] {
			if m.Name == name {
				return name
			}
		}
		return "nagle-delayed-ack"
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := session.Decode(data)
		if err != nil {
			if err.Error() == "" {
				t.Error("a refusal without a message")
			}
			return
		}
		s.Scenario = carried(s.Scenario)
		s.Branches = s.Branches[:min(len(s.Branches), 8)]
		if s.Current >= len(s.Branches) || slices.ContainsFunc(s.Compare, func(i int) bool { return i >= len(s.Branches) }) ||
			slices.ContainsFunc(s.Marks, func(b session.Bookmark) bool { return b.Branch >= len(s.Branches) }) {
			return
		}
		for i := range s.Branches {
			if b := &s.Branches[i]; b.Scenario != "" {
				b.Scenario = carried(b.Scenario)
			}
		}
		m := start(t, Options{}, 80, 24)
		if m.restore(s) != nil {
			return
		}
		for range 30 { // jobs begin; what takes long need not end
			if len(m.after) > 0 {
				next := m.after[0]
				m.after = m.after[1:]
				next()
			}
			if j := m.job; j != nil && j.step() && m.job == j {
				m.job = nil
			}
		}
		for i := range presets {
			m.setLayout(i)
			m.Screen()
		}
		if _, err := session.Decode(m.encode()); err != nil {
			t.Errorf("what is saved is no session: %v", err)
		}
	})
}
