package sim_test

import (
	"os"
	"path/filepath"
	"testing"

	"teacp/scenarios"
	"teacp/scenarios/capture"
	"teacp/sim"
	"teacp/sim/conform"
	"teacp/sim/rule"
	"teacp/sim/simtest"
	"teacp/sim/tcp"
)

// spacing is the number of frames between checkpoints in this file.
const spacing = 8

// seeksAsItSteps compares a run with frequent checkpoints with a run that steps from its start: a
// world that was copied at any checkpoint must continue like one that was never copied.
func seeksAsItSteps(t *testing.T, what string, cfg *sim.Config, frames int64, changes ...sim.Change) *sim.Run {
	t.Helper()
	r, err := sim.NewSpaced(cfg, changes, spacing)
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	r.Extend(frames)
	if err := sim.CheckCheckpoints(r, 12); err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	return r
}

// TestSeekInLibrary checks every scenario of the library under every profile.
func TestSeekInLibrary(t *testing.T) {
	frames := int64(1000)
	if simtest.Full() {
		frames = 20_000
	}
	for _, m := range scenarios.List() {
		sc, err := scenarios.Load(m.Name)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range tcp.ProfileNames {
			seeksAsItSteps(t, m.Name+" "+p, sc.Config, frames, sim.Change{Knob: "profile", Value: p})
		}
	}
}

// TestSeekWithWaitingIntervention checks an intervention that waits for its packet across a
// checkpoint: from there it must find the same packet.
func TestSeekWithWaitingIntervention(t *testing.T) {
	data, err := os.ReadFile("testdata/waiting-intervention.yaml")
	if err != nil {
		t.Fatal(err)
	}
	sc, problems := scenarios.Parse("waiting-intervention.yaml", data)
	if len(problems) > 0 {
		t.Fatal(problems[0])
	}
	for _, c := range []sim.Change{
		{Frame: 4080, Knob: "wire.lose", Value: "20"},
		{Frame: 4080, Knob: "wire.delay", Value: "25:40ms"},
		{Frame: 4080, Knob: "wire.duplicate", Value: "30"},
	} {
		seeksAsItSteps(t, c.Knob, sc.Config, 8000, c)
		// The same with the default checkpoints. Read the frames after 4096 one by one,
		// backwards.
		r := mustRun(t, sc.Config, c)
		r.Extend(8000)
		stepped := make([]sim.Event, 0, 8000)
		r.Each(0, 8000, 0, func(e *sim.Event) bool {
			if e.ID.Index() == 0 {
				stepped = append(stepped, *e)
			}
			return true
		})
		again := mustRun(t, sc.Config, c)
		again.Extend(8000)
		for f := int64(7999); f >= 4110; f-- {
			if got := again.Events(f)[0]; got != stepped[f] {
				t.Fatalf("%s: frame %d is %+v, expected %+v", c.Knob, f, got, stepped[f])
			}
		}
	}
}

// TestForkEqualsNewRun checks that a fork, at a checkpoint or between two, equals a run with the
// same changes from the start.
func TestForkEqualsNewRun(t *testing.T) {
	for _, c := range []struct {
		scenario string
		change   sim.Change
	}{
		{"nagle-delayed-ack", sim.Change{Knob: "client.nagle", Value: "off"}},
		{"slow-start", sim.Change{Knob: "link.loss", Value: "3%"}},
		{"fast-retransmit", sim.Change{Knob: "wire.lose", Value: "9"}},
		{"flow-control", sim.Change{Knob: "wire.delay", Value: "4:300ms"}},
		{"page", sim.Change{Knob: "http.strategy", Value: "pipeline"}},
		{"parallel-limit", sim.Change{Knob: "http.total", Value: "3"}},
		{"port-exhaustion", sim.Change{Knob: "http.ports", Value: "28232"}},
		{"dumb-proxy", sim.Change{Knob: "proxy.mode", Value: "http11"}},
	} {
		sc, err := scenarios.Load(c.scenario)
		if err != nil {
			t.Fatal(err)
		}
		const frames = 1500
		parent := seeksAsItSteps(t, c.scenario, sc.Config, frames)
		for _, at := range []int64{1, 7, 8, 9, 16, 39, 40, parent.Frames() / 2, parent.Frames() - 1} {
			c.change.Frame = at
			fork, err := parent.Fork(c.change)
			if err != nil {
				t.Fatal(err)
			}
			fresh, err := sim.NewSpaced(sc.Config, []sim.Change{c.change}, spacing)
			if err != nil {
				t.Fatal(err)
			}
			with, err := fork.With(nil) // without the change: equal to the parent
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range []*sim.Run{fork, fresh, with} {
				r.Extend(frames - r.Frames() + 1)
			}
			if err := sim.SameRun(fork, fresh, 0); err != nil {
				t.Fatalf("%s forked at %d: %v", c.scenario, at, err)
			}
			if err := sim.SameRun(with, parent, 0); err != nil {
				t.Fatalf("%s forked at %d and back: %v", c.scenario, at, err)
			}
			if err := sim.CheckCheckpoints(fork, 4); err != nil {
				t.Fatalf("%s forked at %d: %v", c.scenario, at, err)
			}
		}
	}
}

// TestSeekInRecordings checks the replays of recordings with their TCP_INFO readings, and their
// simulations.
func TestSeekInRecordings(t *testing.T) {
	files, err := filepath.Glob("testdata/linux/traces/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d recordings, %v", len(files), err)
	}
	readings := 0
	for i, f := range files {
		if !simtest.Sample(i, 8) {
			continue
		}
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		tr, err := conform.Parse(data)
		if err != nil {
			t.Fatal(err)
		}
		readings += len(tr.Info)
		cfg, err := tr.Replay()
		if err != nil {
			t.Fatal(err)
		}
		seeksAsItSteps(t, filepath.Base(f), cfg, 1<<20)
	}
	if readings == 0 {
		t.Error("no recording has readings of TCP_INFO")
	}
}

// TestSeekInCaptures checks the replays of captures.
func TestSeekInCaptures(t *testing.T) {
	files, err := filepath.Glob("../scenarios/capture/testdata/*.pcap*")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d captures, %v", len(files), err)
	}
	for _, name := range files {
		f, err := capture.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		seeksAsItSteps(t, filepath.Base(name), f.Config(), 1<<20)
		f.Close()
	}
}

// TestFrameAt checks FrameAt at the time of every frame, 1 ns before it and 1 ns after it.
func TestFrameAt(t *testing.T) {
	sc, err := scenarios.Load("reliable-stream")
	if err != nil {
		t.Fatal(err)
	}
	r, err := sim.NewSpaced(sc.Config, nil, spacing)
	if err != nil {
		t.Fatal(err)
	}
	r.Finish()
	times := make([]sim.Time, r.Frames())
	for f := range times {
		times[f] = r.TimeOf(int64(f))
	}
	for _, at := range times {
		for _, near := range []sim.Time{at - 1, at, at + 1} {
			want := int64(0)
			for f := range times {
				if times[f] <= near {
					want = int64(f)
				}
			}
			if got := r.FrameAt(near); got != want {
				t.Fatalf("frame %d at %v, expected %d", got, near, want)
			}
		}
	}
}

// TestTimeLimitIsInclusive checks that events at the time limit happen, and later ones do not.
func TestTimeLimitIsInclusive(t *testing.T) {
	whole := mustRun(t, bulk("rfc", 20_000, 1))
	whole.Finish()
	at := whole.TimeOf(whole.Frames() / 2)
	c := bulk("rfc", 20_000, 1)
	c.LimitTime = at
	r := mustRun(t, c)
	r.Finish()
	last := whole.FrameAt(at)
	if r.Ended() != rule.Limit || r.Frames() != last+2 {
		t.Fatalf("%d frames, ended by %s; expected those up to %d and the end by the limit", r.Frames(), r.Ended(),
			last)
	}
	if got := r.Events(last)[0]; got != whole.Events(last)[0] {
		t.Errorf("frame %d is %+v", last, got)
	}
}

// TestWithSharesThePastOfBoth checks that two runs with different changes share the frames before
// the earlier change only, whichever run is derived from the other.
func TestWithSharesThePastOfBoth(t *testing.T) {
	cfg := bulk("rfc", 300_000, 1)
	early := []sim.Change{{Frame: 40, Knob: "link.delay", Value: "30ms"}}
	late := []sim.Change{{Frame: 400, Knob: "link.delay", Value: "30ms"}}
	for _, c := range [][2][]sim.Change{{early, late}, {late, early}} {
		from, err := sim.NewSpaced(cfg, c[0], spacing)
		if err != nil {
			t.Fatal(err)
		}
		from.Finish()
		with, err := from.With(c[1])
		if err != nil {
			t.Fatal(err)
		}
		fresh := mustRun(t, cfg, c[1]...)
		with.Finish()
		fresh.Finish()
		if err := sim.SameRun(with, fresh, 0); err != nil {
			t.Errorf("from %v to %v: %v", c[0], c[1], err)
		}
	}
}
