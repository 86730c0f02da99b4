package sample_test

import (
	"math/rand/v2"
	"testing"

	"teacp/scenarios"
	"teacp/sim"
	"teacp/sim/goal"
	"teacp/sim/sample"
)

func never() bool { return false }

// lossy is a page over a link that loses packets at random.
const lossy = `
name: lossy
profile: linux
link: {delay: 25ms, rate: 20Mbit/s, loss: 3%}
http: {requests: [{size: 20kB, count: 6}], strategy: persistent}
`

func point(t *testing.T, text string, changes ...sim.Change) sample.Point {
	t.Helper()
	sc, problems := scenarios.Parse("test.yaml", []byte(text))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return sample.Point{Config: sc.Config, Changes: changes}
}

// drawn is a set of n seeds of a point.
func drawn(t *testing.T, p sample.Point, n int) sample.Set {
	t.Helper()
	d, ok, err := sample.Run(p, p.Config.Seed, never)
	if !ok || err != nil {
		t.Fatal(ok, err)
	}
	s := sample.NewSet(d)
	for _, seed := range s.Missing(n) {
		if d, ok, err = sample.Run(p, seed, never); !ok || err != nil {
			t.Fatal(ok, err)
		}
		s.Add(d)
	}
	return s
}

// TestChanceIsFound checks that a set finds out by itself whether its result depends on the seed.
func TestChanceIsFound(t *testing.T) {
	for _, c := range []struct {
		name    string
		changes []sim.Change
		draws   int
	}{
		{"with loss", nil, 7},
		{"without loss", []sim.Change{{Knob: "link.loss", Value: "0%"}}, 1},
		{"with jitter alone", []sim.Change{{Knob: "link.loss", Value: "0%"}, {Knob: "link.jitter", Value: "1ms"}}, 7},
		{"without loss from frame 5 on", []sim.Change{{Frame: 5, Knob: "link.loss", Value: "0%"}}, 7},
	} {
		p := point(t, lossy, c.changes...)
		s := drawn(t, p, 7)
		if len(s.Draws()) != c.draws || s.Exact() != (c.draws == 1) {
			t.Errorf("%s: %d draws, expected %d", c.name, len(s.Draws()), c.draws)
		}
		other, _, err := sample.Run(p, 99, never)
		if first := s.Draws()[0]; err != nil || s.Exact() && (other.Hash != first.Hash || other.End != first.End) {
			t.Errorf("%s: called exact, but with another seed it is another run (%v)", c.name, err)
		}
	}
}

// TestDrawsAreRuns checks that each draw is the run of its seed, in whatever order draws are added.
func TestDrawsAreRuns(t *testing.T) {
	p := point(t, lossy)
	s := drawn(t, p, 5)
	back := sample.NewSet(s.Draws()[0])
	for i := len(s.Draws()) - 1; i > 0; i-- {
		back.Add(s.Draws()[i])
	}
	for i, d := range s.Draws() {
		cfg := *p.Config
		cfg.Seed = p.Config.Seed + uint64(i)
		r, err := sim.New(&cfg, nil)
		if err != nil {
			t.Fatal(err)
		}
		if end := goal.Of(r); d.Seed != cfg.Seed || d.End != end || d.Hash != r.Hash() || back.Draws()[i] != d {
			t.Errorf("seed %d: %+v, the run alone ends %+v", cfg.Seed, d, end)
		}
	}
	if e := sample.Compare(&s, &back); e != (sample.Effect{Seeds: 5, Both: 5}) {
		t.Errorf("a set differs from itself: %+v", e)
	}
	if _, ok, _ := sample.Run(p, 1, func() bool { return true }); ok && s.Draws()[0].Frames > 1<<14 {
		t.Error("a draw that was stopped is called done")
	}
}

// made is a set of given ends, from a seed on; a time of 0 is a goal that is not reached.
func made(random bool, first uint64, times ...sim.Time) sample.Set {
	var s sample.Set
	for i, at := range times {
		d := sample.Draw{Seed: first + uint64(i), Random: random, End: goal.End{State: goal.Reached, At: at}}
		if at == 0 {
			d.End = goal.End{State: goal.Failed, At: 1e12}
		}
		if i == 0 {
			s = sample.NewSet(d)
		} else {
			s.Add(d)
		}
	}
	return s
}

// TestSpreadAndEffect checks medians, ranges and shares, around the largest seed, too.
func TestSpreadAndEffect(t *testing.T) {
	const first = ^uint64(0) - 1 // seeds go on at 0
	a := made(true, first, 4e6, 2e6, 0, 8e6)
	if got := a.Spread(); got != (sample.Spread{Seeds: 4, Reached: 3, Median: 4e6, Min: 2e6, Max: 8e6}) {
		t.Errorf("spread %+v", got)
	}
	if e := a.End(); e.At != 4e6 {
		t.Errorf("the end in the middle is %+v", e)
	}
	b := made(true, first, 3e6, 5e6, 7e6, 0)
	if got := sample.Compare(&a, &b); got != (sample.Effect{Seeds: 4, Helps: 2, Hurts: 2, Both: 2, Median: -1e6, Min: -3e6,
		Max: 1e6}) {
		t.Errorf("effect %+v", got)
	}
	exact := made(false, first, 3e6)
	if got := sample.Compare(&a, &exact); got != (sample.Effect{Seeds: 4, Helps: 3, Hurts: 1, Both: 3, Median: 1e6,
		Min: -1e6, Max: 5e6}) {
		t.Errorf("against an exact set: %+v", got)
	}
	if got := sample.Compare(&exact, &exact); got != (sample.Effect{Seeds: 1, Both: 1}) {
		t.Errorf("two exact sets: %+v", got)
	}
}

// TestEffectTurns checks over random sets that the effect of A against B is that of B against A, turned.
func TestEffectTurns(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		times := func() []sim.Time {
			out := make([]sim.Time, 1+rnd.IntN(40))
			for i := range out {
				out[i] = sim.Time(rnd.IntN(5)) * 600
			}
			return out
		}
		a, b := made(true, 7, times()...), made(true, 7, times()...)
		x, y := sample.Compare(&a, &b), sample.Compare(&b, &a)
		if x.Helps != y.Hurts || x.Hurts != y.Helps || x.Seeds != y.Seeds || x.Min != -y.Max || x.Helps+x.Hurts > x.Seeds ||
			x.Seeds != min(len(a.Draws()), len(b.Draws())) || x.Median < x.Min || x.Median > x.Max {
			t.Fatalf("%+v and %+v", x, y)
		}
	}
}
