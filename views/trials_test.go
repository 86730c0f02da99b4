package views_test

import (
	"testing"

	"teacp/scenarios"
	"teacp/scenarios/scenariotest"
	"teacp/sim"
	"teacp/sim/goal"
	"teacp/sim/ledger"
	"teacp/sim/sample"
	"teacp/sim/simtest"
	"teacp/views"
)

const lossyPage = `
name: lossy-page
profile: linux
link: {delay: 25ms, rate: 20Mbit/s, loss: 5%}
http: {requests: [{size: 5kB, count: 2}], strategy: persistent}
`

func parsed(t *testing.T, text string) *sim.Config {
	t.Helper()
	sc, problems := scenarios.Parse("test.yaml", []byte(text))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return sc.Config
}

// TestTrialsTellChance checks that each effect is that of the same seeds on both sides, in order of the
// medians, and the same however many runs are made at the same time.
func TestTrialsTellChance(t *testing.T) {
	const seeds = 3
	cfg := parsed(t, lossyPage)
	list := func(atOnce int) ([]views.WhatIf, *views.Trials) {
		tr := views.NewTrials(ledger.Of(simtest.Of(t, cfg)), false)
		tr.Seeds, tr.AtOnce = seeds, atOnce
		return tr.All(), tr
	}
	one, tr := list(1)
	two, _ := list(3)
	if base, ok := tr.Base(); !ok || !tr.Random() || base.Seeds != seeds {
		t.Fatalf("the run spreads %+v, %v", base, ok)
	}
	draw := func(i int, changes ...sim.Change) sim.Time {
		c := *cfg
		c.Seed += uint64(i)
		e := goal.Of(simtest.Of(t, &c, changes...))
		return e.At
	}
	for i, w := range one {
		if w != two[i] {
			t.Fatalf("one at a time %+v, three at a time %+v", w, two[i])
		}
		if i > 0 && w.Effect == views.Compares && one[i-1].Effect == views.Compares && w.Gain() > one[i-1].Gain() {
			t.Errorf("%s=%s saves more than what stands above it", w.Knob, w.Value)
		}
		if w.OneDraw || w.Sample.Seeds != seeds {
			t.Errorf("%s=%s: %d seeds", w.Knob, w.Value, w.Sample.Seeds)
		}
		if i%12 != 0 || w.Effect != views.Compares {
			continue
		}
		helps := 0
		for k := range seeds {
			if draw(k)-draw(k, sim.Change{Knob: w.Knob, Value: w.Value}) >= sample.Least {
				helps++
			}
		}
		if helps != w.Sample.Helps {
			t.Errorf("%s=%s helps in %d seeds, expected %d", w.Knob, w.Value, w.Sample.Helps, helps)
		}
	}
}

// TestTrialsMarkOneDraw checks that what got no further seeds says so, and that a run without chance needs none.
func TestTrialsMarkOneDraw(t *testing.T) {
	tr := views.NewTrials(ledger.Of(simtest.Of(t, parsed(t, lossyPage))), false)
	tr.Seeds, tr.Frames = 3, 2000
	marked, sampled := 0, 0
	for _, w := range tr.All() {
		if w.OneDraw {
			marked++
		} else if w.Sample.Seeds == 3 {
			sampled++
		}
	}
	if marked == 0 || sampled == 0 {
		t.Errorf("%d marked as one draw, %d sampled", marked, sampled)
	}
	steps := 0
	exact := views.NewTrials(ledger.Of(scenariotest.Run(t, "nagle-delayed-ack")), false)
	exact.Stop = func() bool { steps++; return false }
	if !exact.Step() || exact.Random() {
		t.Error("a run without chance is tried with further seeds")
	}
	for _, w := range exact.List() {
		if w.OneDraw || w.Sample.Seeds != 0 || w.Chance("en") != "" {
			t.Errorf("%s=%s: chance in a run without: %+v", w.Knob, w.Value, w)
		}
	}
	stopped := views.NewTrials(ledger.Of(scenariotest.Run(t, "nagle-delayed-ack")), false)
	stopped.Stop = func() bool { return true }
	if list := stopped.All(); len(list) != 0 {
		t.Errorf("stopped before it began, but %d effects", len(list))
	}
}

// TestCuresFirstBreaksLast checks the order of effects where the goal is not reached, and where a setting
// breaks it.
func TestCuresFirstBreaksLast(t *testing.T) {
	hang := parsed(t, `
name: hang
profile: linux
link: {delay: 20ms, mtu: 1400}
connections:
  - client: [connect, {write: 1900}, {read: 3000}, close]
    server: [accept, {read: 1900}, {write: 3000}, read_eof, close]
limits: {time: 3s}
`)
	list := views.NewTrials(ledger.Of(simtest.Of(t, hang)), false).All()
	if w := list[0]; w.Effect != views.Cures || !w.Matters() {
		t.Errorf("first is %+v", w)
	}
	for _, w := range list {
		if w.Effect != views.Cures && w.Effect != views.NoCure || w.Saves != 0 {
			t.Errorf("%s=%s: %+v", w.Knob, w.Value, w)
		}
	}
	small := []sim.Change{{Knob: "client.mss", Value: "536"}, {Knob: "server.mss", Value: "536"}}
	list = views.NewTrials(ledger.Of(simtest.Of(t, hang, small...)), false).All()
	last := list[len(list)-1]
	if _, what, why := last.Text("en"); last.Effect != views.Breaks || what != "never completes" || why == "" {
		t.Errorf("last is %+v", last)
	}
	if list[0].Effect != views.Compares {
		t.Errorf("first is %+v", list[0])
	}
}
