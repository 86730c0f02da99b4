package model

import (
	"teacp/scenarios"
	"teacp/sim"
	"teacp/views"
	"teacp/views/ladder"
	"teacp/views/paint"
)

// preview is the beginning of the scenario under the library's cursor.
type preview struct {
	name  string
	scene views.Scene
}

// previewFrames is how much of a scenario is simulated for its preview.
const previewFrames = 200

// paintBeginning draws how the scenario begins, where there is room below what it is about.
func (b *library) paintBeginning(canvas *paint.Canvas, r paint.Rect, name string) {
	if r.H < 8 {
		return
	}
	p := &b.preview
	if p.name != name {
		*p = preview{name: name}
		if sc, err := scenarios.Load(name); err == nil {
			if run, err := sim.New(sc.Config, nil); err == nil {
				run.Extend(previewFrames)
				p.scene = views.Scene{Run: run, Filter: ladder.AllConns}
			}
		}
	}
	if p.scene.Run == nil {
		return
	}
	p.scene.Lang, p.scene.Theme = b.scene.Lang, b.scene.Theme
	views.Paint(canvas, r, views.PaneLadder, &p.scene, false)
}
