package model

import (
	"slices"
	"sync/atomic"

	tea "charm.land/bubbletea/v2"

	"teacp/sim"
	"teacp/sim/sample"
	"teacp/views"
	"teacp/views/words"
)

// samples draws the runs of a comparison with further seeds where they rest on chance, in the background.
type samples struct {
	drawn    []*drawnRun // the runs that were compared last
	drawing  *drawnRun   // the run of which draws are being made; nil: none
	stopDraw *atomic.Bool
}

// drawnRun is a run with its draws.
type drawnRun struct {
	run *sim.Run
	set sample.Set
	bad bool // a draw could not be made
}

// drawsMsg brings draws of a run.
type drawsMsg struct {
	of    *drawnRun
	draws []sample.Draw
	bad   bool
}

const (
	mostDrawn  = 8 // runs whose draws are kept
	drawsAStep = 3 // draws that are made in one step
)

// drawsOf returns the draws of a run, nil while its end is not known, of a recording, and of a run that is
// too long to be drawn again and again.
func (c *cursor) drawsOf(r *sim.Run) *drawnRun {
	if i := slices.IndexFunc(c.drawn, func(d *drawnRun) bool { return d.run == r }); i >= 0 {
		return c.drawn[i]
	}
	end, ok := c.end(r)
	if !ok || r.Config().Replays() || r.Frames() > views.MaxWhatIf {
		return nil
	}
	if len(c.drawn) == mostDrawn {
		c.drawn = slices.Delete(c.drawn, 0, 1)
	}
	d := &drawnRun{run: r, set: sample.NewSet(sample.DrawOf(r, end))}
	c.drawn = append(c.drawn, d)
	return d
}

// drawMore makes the next draws for the branches that are compared on the screen. It ends draws that are no
// longer wanted.
func (c *cursor) drawMore(compared []int) tea.Cmd {
	if c.drawing != nil {
		if !slices.ContainsFunc(compared, func(i int) bool { return c.tree[i].run == c.drawing.run }) {
			c.stopDraw.Store(true)
		}
		return nil
	}
	for _, i := range compared {
		d := c.drawsOf(c.tree[i].run)
		if d == nil || d.bad || len(d.set.Missing(sample.Seeds)) == 0 {
			continue
		}
		seeds := d.set.Missing(sample.Seeds)
		seeds = seeds[:min(len(seeds), drawsAStep)]
		p := sample.Point{Config: d.run.Config(), Changes: d.run.Changes()}
		stop := &atomic.Bool{}
		c.drawing, c.stopDraw = d, stop
		return func() tea.Msg {
			msg := drawsMsg{of: d}
			for _, seed := range seeds {
				x, ok, err := sample.Run(p, seed, stop.Load)
				if msg.bad = err != nil; !ok {
					break
				}
				msg.draws = append(msg.draws, x)
			}
			return msg
		}
	}
	return nil
}

// addDraws takes over draws that were made.
func (s *samples) addDraws(msg drawsMsg) {
	for _, d := range msg.draws {
		msg.of.set.Add(d)
	}
	msg.of.bad = msg.bad
	s.drawing = nil
}

// chanceText says what a comparison over several seeds gives, how far it is, or that one draw is all there
// is; "" where nothing rests on chance.
func (c *cursor) chanceText(a, b *sim.Run) string {
	if a.Draws() == 0 && b.Draws() == 0 {
		return ""
	}
	x, y := c.drawsOf(a), c.drawsOf(b)
	if x == nil || y == nil || x.bad || y.bad || x.set.First != y.set.First {
		return c.say(words.SampleSingle)
	}
	of, left := 0, 0
	for _, d := range []*drawnRun{x, y} {
		if !d.set.Exact() {
			of += sample.Seeds
			left += len(d.set.Missing(sample.Seeds))
		}
	}
	first := x.set.First
	if left > 0 {
		return c.say(words.SampleDrawing, first, first+sample.Seeds-1, of-left, of)
	}
	e, sa, sb := sample.Compare(&x.set, &y.set), x.set.Spread(), y.set.Spread()
	return words.SampleEffect(&e, &sa, &sb, first, c.scene.Lang)
}
