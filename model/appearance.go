package model

import (
	"teacp/model/keymap"
	"teacp/views/paint"
	"teacp/views/words"
)

// axisAction turns what the time axes show.
func (c *cursor) axisAction(act keymap.Action) {
	s := &c.scene
	switch act {
	case keymap.ZoomIn, keymap.ZoomOut:
		s.Zoom = max(min(s.Zoom+dir(act == keymap.ZoomIn), paint.MaxZoom), -1)
		c.status = c.say(words.GraphsWholeRun)
		if s.Zoom == 0 {
			c.status = c.say(words.GraphsData, c.keyFor(keymap.ZoomOut))
		}
		if s.Zoom > 0 {
			c.status = c.say(words.GraphsZoomed, 1<<s.Zoom)
		}
	case keymap.Direction:
		s.Side = uint8(2 - s.SideOf(s.Run.At(s.Run.Frames()-1)))
		c.status = c.say(words.GraphsSide, []string{c.say(words.GraphsSideOpener),
			c.say(words.GraphsSideOther)}[s.Side-1])
	case keymap.Axis:
		s.Axis = (s.Axis + 1) % paint.NumAxes
		c.status = c.say(words.AxisChosen) + s.Axis.Title(s.Lang)
	}
}

func (c *cursor) nextTheme() {
	for i := range paint.Themes {
		if &paint.Themes[i] == c.scene.Theme {
			c.scene.Theme = &paint.Themes[(i+1)%len(paint.Themes)]
			break
		}
	}
	c.status = c.say(words.ThemeChosen) + c.scene.Theme.Name
}
