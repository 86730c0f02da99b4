package cli

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"teacp/sim"
	"teacp/views/export"
	"teacp/views/paint"
)

func cmdRun() *cobra.Command {
	c := &cobra.Command{
		Use:   "run SCENARIO",
		Short: "Simulate to the end and write it out",
		Long:  "Simulates a scenario to its end and writes it in one of these formats:\n\n" + formatHelp(),
		Example: "teacp run nagle-delayed-ack\nteacp run page --format json --set http.connections=4\n" +
			"teacp run slow-start --format pcapng --out slow-start.pcapng",
		Args: oneScenario,
		RunE: runRun,
	}
	addRunFlags(c.Flags(), "text")
	c.Flags().String("theme", "light", "colours of svg: light or dark")
	return c
}

// addRunFlags adds the flags of what writes a run.
func addRunFlags(f *pflag.FlagSet, format string) {
	f.StringP("format", "f", format, "what to write")
	f.StringP("out", "o", "", "write to a file (by way of a temporary one)")
	f.Int64("from", 0, "first frame that is written")
	f.Int64("to", -1, "last frame that is written (default: the end)")
	f.UintSlice("conn", nil, "only these connections")
	f.StringSlice("kind", nil, "only events of these kinds")
	f.Int("width", 100, "columns of the ladder (on a terminal: its own)")
	f.String(
		"axis",
		"frame",
		"rows of a ladder: frame, linear (time takes rows, none is left out) or compressed (long idle times "+
			"are left out and marked)",
	)
	f.String("vantage", "wire", "where pcapng captures: wire, client, server or both")
	addSimFlags(f)
	addViewFlags(f)
}

func runRun(cmd *cobra.Command, args []string) error {
	flags := cmd.Flags()
	name, _ := flags.GetString("format")
	format, ok := export.ByName(name)
	if !ok {
		return unknown("--format", name, export.Names())
	}
	in, err := exportInput(cmd)
	if err != nil {
		return err
	}
	l, err := load(cmd, args[0])
	if err != nil {
		return err
	}
	out, _ := flags.GetString("out")
	if format.Bin && out == "" && isTerminal(cmd.OutOrStdout()) {
		return fmt.Errorf("--format %s writes bytes that a terminal cannot show: use --out FILE or a pipe", name)
	}
	bar := newProgress(cmd, "simulating", "frames")
	defer bar.stop()
	if name == "stats" {
		err = measure(cmd, l, in, bar)
	} else {
		err = simulate(cmd, l, in, bar)
	}
	if err != nil {
		return err
	}
	if in.From >= in.Run.Frames() {
		return fmt.Errorf("--from %d: expected a frame of the run, 0 to %d", in.From, in.Run.Frames()-1)
	}
	if out == "" && isTerminal(cmd.OutOrStdout()) {
		bar.stop() // the output itself shows how far it is
	}
	bar.next("writing", "frames")
	in.Progress = bar.set
	write := writeOut
	if format.Bin {
		write = writeBytes
	}
	if err := write(cmd, out, func(w io.Writer) error { return format.Write(w, in) }); err != nil {
		return err
	}
	bar.stop()
	return l.damage(cmd)
}

// simulate runs the scenario to its end.
func simulate(cmd *cobra.Command, l *loaded, in *export.Input, bar *progressLine) error {
	r, err := l.start()
	if err != nil {
		return err
	}
	r.Thin() // a format reads the run from its start to its end and does not seek in it
	if err := finish(cmd.Context(), r, bar); err != nil {
		return err
	}
	l.describe(bar.over(cmd.ErrOrStderr()), r, in)
	return nil
}

// measure runs the scenario to its end and finds out what that costs: time and memory.
func measure(cmd *cobra.Command, l *loaded, in *export.Input, bar *progressLine) error {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	r, err := l.start()
	if err != nil {
		return err
	}
	start := time.Now()
	if err := finish(cmd.Context(), r, bar); err != nil {
		return err
	}
	in.WallNS = time.Since(start).Nanoseconds()
	runtime.GC()
	runtime.ReadMemStats(&after)
	in.Retained = max(int64(after.HeapAlloc)-int64(before.HeapAlloc), 0)
	in.MaxRSS = maxRSS()
	in.WallNS = fastest(l, in.WallNS)
	l.describe(bar.over(cmd.ErrOrStderr()), r, in)
	return nil
}

// finish simulates a run to its end, or until the context is cancelled.
func finish(ctx context.Context, r *sim.Run, bar *progressLine) error {
	for !r.Extend(1 << 16) {
		bar.set(r.Frames(), 0)
		if err := context.Cause(ctx); err != nil {
			return err
		}
	}
	return r.OverBudget()
}

// describe says of which run the output is, and warns of changes without effect.
func (l *loaded) describe(stderr io.Writer, r *sim.Run, in *export.Input) {
	in.Run, in.Scenario, in.Title = r, l.Name, l.Title.In(in.Lang)
	in.Command = "teacp run " + l.command
	l.complete(stderr, r)
}

// fastest repeats a short run for up to 50 ms and returns the least time that it took: the
// first time, a short run mostly waits for memory and code to be there.
func fastest(l *loaded, wall int64) int64 {
	for spent := wall; spent < 50*time.Millisecond.Nanoseconds(); {
		r, err := l.start()
		if err != nil {
			return wall
		}
		start := time.Now()
		for !r.Extend(1 << 16) {
		}
		d := time.Since(start).Nanoseconds()
		wall, spent = min(wall, d), spent+d+time.Microsecond.Nanoseconds()
	}
	return wall
}

// exportInput reads the flags that say what is written and how.
func exportInput(cmd *cobra.Command) (*export.Input, error) {
	f := cmd.Flags()
	in := &export.Input{}
	var err error
	if in.Lang, err = language(cmd); err != nil {
		return nil, err
	}
	in.ASCII, _ = f.GetBool("ascii")
	in.Width, _ = f.GetInt("width")
	if w, ok := terminalWidth(cmd.OutOrStdout()); ok && !f.Changed("width") && !f.Changed("out") {
		in.Width = min(max(w, 60), 200) // a ladder as wide as the terminal
	}
	if in.Width < 60 || in.Width > 500 {
		return nil, fmt.Errorf("--width: expected 60 to 500 columns, found %d", in.Width)
	}
	in.From, _ = f.GetInt64("from")
	in.To, _ = f.GetInt64("to")
	if in.From < 0 || f.Changed("to") && in.To < in.From {
		return nil, fmt.Errorf("--from, --to: expected a range of frames from 0 on, found %d to %d", in.From, in.To)
	}
	conns, _ := f.GetUintSlice("conn")
	for _, c := range conns {
		in.Conns = append(in.Conns, uint32(c))
	}
	kinds, _ := f.GetStringSlice("kind")
	for _, k := range kinds {
		kind, ok := sim.KindByName(k)
		if !ok {
			return nil, unknown("--kind", k, sim.KindNames())
		}
		in.Kinds |= 1 << kind
	}
	theme, _ := f.GetString("theme")
	if theme == "" {
		theme = "light"
	}
	if theme != "light" && theme != "dark" {
		return nil, unknown("--theme", theme, []string{"light", "dark"})
	}
	in.Dark = theme == "dark"
	axis, _ := f.GetString("axis")
	kind, ok := paint.AxisByName(axis)
	if !ok || kind == paint.AxisAuto {
		return nil, unknown("--axis", axis, paint.AxisNames[paint.AxisFrame:])
	}
	in.Axis = kind
	in.Vantage, _ = f.GetString("vantage")
	if in.Vantage != "wire" && in.Vantage != "client" && in.Vantage != "server" && in.Vantage != "both" {
		return nil, unknown("--vantage", in.Vantage, []string{"wire", "client", "server", "both"})
	}
	return in, nil
}
