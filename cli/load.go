package cli

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"teacp/scenarios"
	"teacp/sim"
	"teacp/views/export"
	"teacp/views/words"
)

// addSimFlags adds the flags of every command that simulates.
func addSimFlags(f *pflag.FlagSet) {
	f.Uint64("seed", 0, "seed of random loss and jitter")
	f.String("memory", "", "end the run where its state takes more memory than this: a size such as 2GB")
	f.StringArray("set", nil, "turn a knob for the whole run: KNOB=VALUE (repeatable)")
	f.StringArray("at", nil, "turn a knob from a frame on: FRAME:KNOB=VALUE (repeatable)")
}

// loaded is a scenario with the changes of the command line.
type loaded struct {
	*scenarios.Scenario
	config  *sim.Config
	changes []sim.Change
	command string // the flags that reproduce the run
}

// loadScenario reads a scenario, and waits for it if it comes through a FIFO.
func loadScenario(cmd *cobra.Command, name string) (sc *scenarios.Scenario, err error) {
	err = waitFor(cmd, name, "for what is written to it", func() (err error) {
		sc, err = scenarios.Load(name)
		return err
	})
	return sc, err
}

// load reads the scenario and the flags of addSimFlags.
func load(cmd *cobra.Command, name string) (*loaded, error) {
	sc, err := loadScenario(cmd, name)
	if err != nil {
		return nil, err
	}
	cfg := *sc.Config
	l := &loaded{Scenario: sc, config: &cfg, command: words.Quote(name)}
	f := cmd.Flags()
	if f.Changed("seed") {
		cfg.Seed, _ = f.GetUint64("seed")
		l.command += fmt.Sprintf(" --seed %d", cfg.Seed)
	}
	size, _ := f.GetString("memory")
	memory, err := memoryFlag(size)
	if err != nil {
		return nil, err
	}
	if setBudget(&cfg, memory); memory > 0 {
		l.command += " --memory " + words.Quote(size)
	}
	sets, _ := f.GetStringArray("set")
	for _, s := range sets {
		if err := l.change("--set", s, 0, s); err != nil {
			return nil, err
		}
	}
	ats, _ := f.GetStringArray("at")
	for _, s := range ats {
		frame, rest, ok := strings.Cut(s, ":")
		n, err := strconv.ParseInt(frame, 10, 64)
		if !ok || err != nil || n < 0 {
			return nil, fmt.Errorf("--at %s: expected FRAME:KNOB=VALUE with a frame from 0 on, found %q", s, s)
		}
		if err := l.change("--at", s, n, rest); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// change adds one KNOB=VALUE.
func (l *loaded) change(flag, arg string, frame int64, s string) error {
	knob, value, ok := strings.Cut(s, "=")
	if !ok {
		return fmt.Errorf("%s %s: expected KNOB=VALUE, found %q", flag, arg, s)
	}
	if _, _, err := l.config.ParseKnob(knob, value); err != nil {
		return fmt.Errorf("%s %s: %w", flag, arg, err)
	}
	l.changes = append(l.changes[:len(l.changes):len(l.changes)], sim.Change{Frame: frame, Knob: knob, Value: value})
	l.command += " " + flag + " " + words.Quote(arg)
	return nil
}

// start makes the run; nothing is simulated yet.
func (l *loaded) start() (*sim.Run, error) {
	r, err := sim.New(l.config, l.changes)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", l.Name, err)
	}
	return r, nil
}

// complete warns of changes whose frame the run never reached.
func (l *loaded) complete(stderr io.Writer, r *sim.Run) {
	for _, c := range r.Changes() {
		if c.Frame >= r.Frames() {
			fmt.Fprintf(
				stderr,
				"note: --at %d:%s=%s has no effect: the run ends with frame %d\n",
				c.Frame,
				c.Knob,
				c.Value,
				r.Frames()-1,
			)
		}
	}
}

// damage says at the end of a command what could not be read of a capture; the answer of
// the command is then "no".
func (l *loaded) damage(cmd *cobra.Command) error {
	if l.Capture == nil {
		return nil
	}
	err := l.Capture.Damage()
	if err == nil {
		return nil
	}
	cmd.PrintErrln("note: " + export.Clean(words.Error(err, "en")))
	return errNo
}
