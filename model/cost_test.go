package model

import (
	"os"
	"path/filepath"
	"testing"

	tea "charm.land/bubbletea/v2"

	"teacp/model/keymap"
	"teacp/sim"
	"teacp/views"
	"teacp/views/ladder"
)

// bigRun is a scenario of twelve million frames.
const bigRun = `name: big
title: {en: A long transfer, ko: 긴 전송}
topic: tcp
section: "4.2.1"
look_for: {en: A long transfer., ko: 긴 전송.}
profile: linux
link: {delay: 5ms, rate: 10Gbit/s}
connections:
  - client: [connect, read_eof, close]
    server: [accept, {write: 5000000000}, close]
`

// BenchmarkKeyCost is what each key of the table costs with its painting, at places between the
// end of twelve million frames and the nine millionth before it. What a key begins as a job is
// left to go on between the keys. go test ./model -run - -bench KeyCost -benchtime 15x
func BenchmarkKeyCost(b *testing.B) {
	file := filepath.Join(b.TempDir(), "big.yaml")
	if err := os.WriteFile(file, []byte(bigRun), 0o600); err != nil {
		b.Fatal(err)
	}
	m := start(b, Options{Scenario: file}, 120, 40)
	r, root := m.scene.Run, m.tree[0]
	r.Finish()
	for i := range keymap.Builtin {
		k := &keymap.Builtin[i]
		if k.Action == keymap.Quit || k.Action == keymap.Suspend || k.Action == keymap.Library {
			continue
		}
		b.Run(string(k.Action), func(b *testing.B) {
			for n := range b.N {
				b.StopTimer()
				m.job, m.cmp, m.pend = nil, nil, pending{}
				m.over.Forget()
				m.zoom, m.playing, m.focus, m.scene.Filter, m.scene.Axis = false, false, 0, ladder.AllConns, 0
				m.tree, m.cur, m.scene.Run, m.scene.Conn = append(m.tree[:0], root), 0, r, 0
				m.setLayout(0)
				m.moveTo(r.Frames() - 1 - int64(n*n*n*971)%9_000_000)
				m.Screen()
				b.StartTimer()
				m.Update(press(k.Keys()[0]))
				m.Screen()
			}
		})
	}
}

// BenchmarkManyConnections steps in each pane through a run of fifty thousand connections, one
// after the other, in its middle and at its end.
func BenchmarkManyConnections(b *testing.B) {
	m := start(b, Options{Scenario: "port-exhaustion", Changes: []sim.Change{{Knob: "http.held", Value: "0"}, {Knob: "http.transactions", Value: "50000"}}}, 200, 60)
	m.scene.Run.Finish()
	for m.scene.ReadOn(1 << 16) {
	}
	for id := range views.Panes {
		b.Run(views.Panes[id].Name, func(b *testing.B) {
			m.setPane(views.PaneID(id))
			m.zoom = true
			m.Update(tea.WindowSizeMsg{Width: 200, Height: 60})
			for n := range b.N {
				if n%20 == 0 {
					b.StopTimer()
					m.moveTo([]int64{m.scene.Run.Frames() / 2, m.scene.Run.Frames() - 30}[n/20%2])
					m.Screen()
					b.StartTimer()
				}
				m.moveTo(m.scene.Frame + 1)
				m.Screen()
			}
		})
	}
}
