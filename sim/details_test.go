package sim_test

import (
	"slices"
	"testing"

	"teacp/scenarios"
	"teacp/scenarios/scenariotest"
	"teacp/sim"
	"teacp/sim/simtest"
	"teacp/sim/tcp"
)

// TestProfileIsItsSettings sets every setting of every host to its value under linux, on top of the
// profile rfc. The run must equal that of linux in every scenario. Settings of the scenario itself
// stay.
func TestProfileIsItsSettings(t *testing.T) {
	linux, _ := tcp.Profile("linux")
	for _, m := range scenarios.List() {
		want := scenariotest.Run(t, m.Name, sim.Change{Knob: "profile", Value: "linux"})
		cfg := *want.Config()
		cfg.Hosts = slices.Clone(cfg.Hosts)
		for h := range cfg.Hosts {
			p, _ := tcp.Profile("rfc")
			for i := range tcp.Knobs {
				k := &tcp.Knobs[i]
				k.Set(&p, k.Get(&linux))
				for _, s := range cfg.Hosts[h].Set {
					if s.Knob == k.Name {
						k.Set(&p, s.Value)
					}
				}
			}
			cfg.Hosts[h].Policy = p
		}
		same(t, m.Name, simtest.Of(t, &cfg), want)
	}
}

// TestProfileFromChanges does the same by changes before the first frame, as a user does.
func TestProfileFromChanges(t *testing.T) {
	linux, _ := tcp.Profile("linux")
	for _, name := range []string{"sack", "half-close", "silly-window"} {
		changes := []sim.Change{{Knob: "profile", Value: "rfc"}}
		for _, host := range []string{"client", "server"} {
			for i := range tcp.Knobs {
				k := &tcp.Knobs[i]
				sk := sim.StackKnob(k)
				changes = append(changes, sim.Change{Knob: host + "." + k.Name, Value: sk.Format(k.Get(&linux))})
			}
		}
		for _, h := range scenariotest.Run(t, name).Config().Hosts {
			for _, s := range h.Set { // last, as in the run that is compared
				for i := range tcp.Knobs {
					if sk := sim.StackKnob(&tcp.Knobs[i]); sk.Name == s.Knob {
						changes = append(changes, sim.Change{Knob: h.Name + "." + s.Knob, Value: sk.Format(s.Value)})
					}
				}
			}
		}
		same(t, name, scenariotest.Run(t, name, changes...), scenariotest.Run(t, name,
			sim.Change{Knob: "profile", Value: "linux"}))
	}
}

func same(t *testing.T, name string, got, want *sim.Run) {
	t.Helper()
	if got.Hash() != want.Hash() || segmentHash(got) != segmentHash(want) {
		t.Errorf("%s: rfc with all settings of linux differs from linux", name)
	}
}

// TestDetailsAlone sets each kernel detail alone under each profile, and checks that no run breaks
// an invariant.
func TestDetailsAlone(t *testing.T) {
	sample := []string{"sack", "silly-window", "reordering", "tail-loss", "simultaneous-close"}
	for i := range tcp.Knobs {
		k := &tcp.Knobs[i]
		if !k.Detail || k.Kind != tcp.KnobBool {
			continue
		}
		for _, profile := range tcp.ProfileNames {
			p, _ := tcp.Profile(profile)
			sk := sim.StackKnob(k)
			value := sk.Format(1 - k.Get(&p))
			for _, name := range sample {
				checked(t, name, sim.Change{Knob: "profile", Value: profile},
					sim.Change{Knob: "client." + k.Name, Value: value},
					sim.Change{Knob: "server." + k.Name, Value: value})
			}
		}
	}
}

// checked runs a scenario with changes and checks the world after every frame.
func checked(t *testing.T, name string, changes ...sim.Change) {
	t.Helper()
	sc, err := scenarios.Load(name)
	if err != nil {
		t.Fatal(err)
	}
	r, err := sim.New(sc.Config, changes)
	if err != nil {
		t.Fatal(err)
	}
	for !r.Extend(1) {
		if err := r.At(r.Frames() - 1).Check(); err != nil {
			t.Errorf("%s with %v, frame %d: %v", name, changes, r.Frames()-1, err)
			return
		}
	}
}
