package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"teacp/scenarios"
	"teacp/sim"
	"teacp/sim/conform"
	"teacp/sim/tcp"
	"teacp/views"
	"teacp/views/export"
)

// runFlags are the flags of every command that simulates.
type runFlags struct {
	seed int64
	set  []string
	at   []string
}

func (f *runFlags) add(c *cobra.Command) {
	c.Flags().Int64Var(&f.seed, "seed", 0, "seed of random loss and jitter (the scenario's)")
	c.Flags().StringArrayVar(&f.set, "set", nil, "KNOB=VALUE from frame 0 on, repeatable")
	c.Flags().StringArrayVar(&f.at, "at", nil, "FRAME:KNOB=VALUE from that frame on, repeatable")
}

// changes reads --set and --at.
func (f *runFlags) changes() ([]sim.Change, error) {
	var out []sim.Change
	for _, s := range f.set {
		c, err := change(s)
		if err != nil {
			return nil, fmt.Errorf("--set: %w", err)
		}
		out = append(out, c)
	}
	for _, s := range f.at {
		frame, rest, ok := strings.Cut(s, ":")
		n, err := strconv.ParseInt(frame, 10, 64)
		if !ok || err != nil || n < 0 {
			return nil, fmt.Errorf("--at: expected FRAME:KNOB=VALUE, found %q", s)
		}
		c, err := change(rest)
		if err != nil {
			return nil, fmt.Errorf("--at: %w", err)
		}
		c.Frame = n
		out = append(out, c)
	}
	return out, nil
}

func change(s string) (sim.Change, error) {
	k, v, ok := strings.Cut(s, "=")
	if !ok || k == "" || v == "" {
		return sim.Change{}, fmt.Errorf("expected KNOB=VALUE, found %q", s)
	}
	return sim.Change{Knob: k, Value: v}, nil
}

// open loads a scenario and makes its run.
func (f *runFlags) open(cmd *cobra.Command, name string) (*scenarios.Scenario, *sim.Run, error) {
	sc, err := scenarios.Load(name)
	if err != nil {
		return nil, nil, err
	}
	if cmd.Flags().Changed("seed") {
		sc.Config.Seed = uint64(f.seed)
	}
	changes, err := f.changes()
	if err != nil {
		return nil, nil, err
	}
	r, err := sim.New(sc.Config, changes)
	return sc, r, err
}

// output writes to standard output, or to a temporary file that is renamed at the end.
func output(file string, write func(io.Writer) error) error {
	if file == "" {
		w := bufio.NewWriterSize(os.Stdout, 1<<16)
		if err := write(w); err != nil {
			return err
		}
		return w.Flush()
	}
	tmp, err := os.CreateTemp(filepath.Dir(file), ".teacp-*")
	if err != nil {
		return fmt.Errorf("cannot write %s: %w", file, err)
	}
	defer os.Remove(tmp.Name())
	w := bufio.NewWriterSize(tmp, 1<<16)
	if err := write(w); err != nil {
		tmp.Close()
		return err
	}
	if err := w.Flush(); err != nil {
		tmp.Close()
		return err
	}
	if err := tmp.Close(); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), file)
}

func writeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	return e.Encode(v)
}

func listCmd() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{Use: "list", Short: "The scenarios of the catalogue", Args: cobra.NoArgs, RunE: func(*cobra.Command, []string) error {
		return output("", func(w io.Writer) error {
			type row struct {
				Name    string `json:"name"`
				Title   string `json:"title"`
				Topic   string `json:"topic"`
				Section string `json:"section"`
			}
			rows := []row{}
			for _, m := range scenarios.List() {
				rows = append(rows, row{m.Name, m.Title.EN, m.Topic, m.Section})
			}
			if asJSON {
				return writeJSON(w, rows)
			}
			for _, r := range rows {
				fmt.Fprintf(w, "%-24s %-12s %-7s %s\n", r.Name, r.Topic, r.Section, r.Title)
			}
			return nil
		})
	}}
	c.Flags().BoolVar(&asJSON, "json", false, "as JSON")
	return c
}

func runCmd() *cobra.Command {
	var f runFlags
	var format, out, lang string
	var width int
	var ascii bool
	var from, to, conn int64
	c := &cobra.Command{Use: "run SCENARIO", Short: "Simulate to the end and write it", Args: cobra.ExactArgs(1), RunE: func(cmd *cobra.Command, args []string) error {
		if !export.Known(format) {
			msg := fmt.Sprintf("--format: expected one of %s, found %q", strings.Join(export.Formats, ", "), format)
			if near := sim.Nearest(format, export.Formats); near != "" {
				msg += fmt.Sprintf("; did you mean %q?", near)
			}
			return fmt.Errorf("%s", msg)
		}
		if width < 60 || width > 400 {
			return fmt.Errorf("--width: expected 60 to 400, found %d", width)
		}
		sc, r, err := f.open(cmd, args[0])
		if err != nil {
			return err
		}
		filter := views.AllConns
		filter.Conn = conn
		return output(out, func(w io.Writer) error {
			return export.Write(w, format, sc, r, export.Options{Width: width, ASCII: ascii, Lang: lang, From: from, To: to, Filter: filter})
		})
	}}
	f.add(c)
	c.Flags().StringVar(&format, "format", "text", strings.Join(export.Formats, ", "))
	c.Flags().StringVar(&out, "out", "", "write to this file (by a temporary one)")
	c.Flags().StringVar(&lang, "lang", "en", "en or ko")
	c.Flags().IntVar(&width, "width", 100, "columns of the ladder")
	c.Flags().BoolVar(&ascii, "ascii", false, "draw with ASCII characters alone")
	c.Flags().Int64Var(&from, "from", 0, "first frame")
	c.Flags().Int64Var(&to, "to", -1, "last frame (the end)")
	c.Flags().Int64Var(&conn, "conn", -1, "one connection alone")
	return c
}

func whyCmd() *cobra.Command {
	var f runFlags
	var lang string
	c := &cobra.Command{Use: "why SCENARIO FRAME", Short: "The explanation of one frame", Args: cobra.ExactArgs(2), RunE: func(cmd *cobra.Command, args []string) error {
		_, r, err := f.open(cmd, args[0])
		if err != nil {
			return err
		}
		n, err := strconv.ParseInt(args[1], 10, 64)
		if err != nil || n < 0 {
			return fmt.Errorf("expected a frame number, found %q", args[1])
		}
		r.Extend(n + 1)
		if n >= r.Frames() {
			return fmt.Errorf("frame %d: the run has frames 0 to %d", n, r.Frames()-1)
		}
		return output("", func(w io.Writer) error {
			for _, line := range views.Why(r, n, lang) {
				fmt.Fprintln(w, line)
			}
			return nil
		})
	}}
	f.add(c)
	c.Flags().StringVar(&lang, "lang", "en", "en or ko")
	return c
}

func lintCmd() *cobra.Command {
	return &cobra.Command{Use: "lint FILE…", Short: "Check scenario files", Args: cobra.MinimumNArgs(1), RunE: func(_ *cobra.Command, args []string) error {
		bad := 0
		for _, name := range args {
			if _, err := scenarios.Load(name); err != nil {
				fmt.Fprintln(os.Stderr, err)
				bad++
			}
		}
		if bad > 0 {
			return fmt.Errorf("%d of %d files have mistakes", bad, len(args))
		}
		return nil
	}}
}

func schemaCmd() *cobra.Command {
	return &cobra.Command{Use: "schema", Short: "The JSON Schema of the scenario language", Args: cobra.NoArgs, RunE: func(*cobra.Command, []string) error {
		return output("", func(w io.Writer) error { return writeJSON(w, scenarios.Schema()) })
	}}
}

func assertCmd() *cobra.Command {
	return &cobra.Command{Use: "assert FILE…", Short: "Hold scenarios against their expectations", Args: cobra.MinimumNArgs(1), RunE: func(_ *cobra.Command, args []string) error {
		failed := false
		for _, name := range args {
			sc, err := scenarios.Load(name)
			if err != nil {
				return err
			}
			results, err := scenarios.Check(sc)
			if err != nil {
				return err
			}
			for _, r := range results {
				word := "ok  "
				if !r.OK {
					word, failed = "FAIL", true
				}
				fmt.Printf("%s %s: %s\n", word, sc.Name, r.Text)
			}
		}
		if failed {
			return errNo
		}
		return nil
	}}
}

func conformCmd() *cobra.Command {
	var asJSON bool
	var emit string
	c := &cobra.Command{Use: "conform TRACE…", Short: "Simulate recorded cases and compare them segment by segment", Args: cobra.MinimumNArgs(1), RunE: func(_ *cobra.Command, args []string) error {
		type report struct {
			Schema  string           `json:"schema"`
			Cases   []conform.Result `json:"cases"`
			Matched int              `json:"matched"`
			Real    int              `json:"real"`
			Whole   int              `json:"whole"`
		}
		rep := report{Schema: "teacp.conform/1"}
		for _, name := range args {
			data, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			tr, err := conform.Parse(data)
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			r, err := tr.Run()
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			res := conform.Compare(tr, r)
			rep.Cases = append(rep.Cases, res)
			rep.Matched += res.Matched
			rep.Real += res.Real
			if res.OK {
				rep.Whole++
			}
			if emit != "" {
				file := filepath.Join(emit, tr.Case.Name+".json")
				if err := output(file, func(w io.Writer) error {
					return writeJSON(w, map[string]any{"case": tr.Case.Name, "segments": conform.Simulated(r)})
				}); err != nil {
					return err
				}
			}
			if !asJSON {
				printCase(res, r)
			}
		}
		if asJSON {
			if err := output("", func(w io.Writer) error { return writeJSON(w, rep) }); err != nil {
				return err
			}
		} else {
			fmt.Printf("%d of %d cases whole, %d of %d segments matched\n", rep.Whole, len(rep.Cases), rep.Matched, rep.Real)
		}
		if rep.Whole < len(rep.Cases) {
			return errNo
		}
		return nil
	}}
	c.Flags().BoolVar(&asJSON, "json", false, "as JSON")
	c.Flags().StringVar(&emit, "emit", "", "write each simulated run to this folder")
	return c
}

func printCase(res conform.Result, r *sim.Run) {
	word := "ok  "
	if !res.OK {
		word = "DIFF"
	}
	fmt.Printf("%s %-32s %4d/%-4d  largest time error %.3f ms\n", word, res.Case, res.Matched, res.Real, res.MaxError/1000)
	if d := res.First; d != nil {
		fmt.Printf("     %s, connection %d %s, segment %d\n     real      %s\n     simulated %s\n", d.Kind, d.Conn, d.Dir, d.Index, d.Real.Line(), d.Sim.Line())
		if ev := r.Event(d.Event); ev != nil {
			fmt.Printf("     why       %s\n", views.Sentence(r, ev, "en"))
		}
	}
}

func profilesCmd() *cobra.Command {
	return &cobra.Command{Use: "profiles", Short: "What the stack profiles are set to, and why", Args: cobra.NoArgs, RunE: func(*cobra.Command, []string) error {
		return output("", func(w io.Writer) error {
			fmt.Fprintf(w, "%-24s %-12s %-12s %-12s %s\n", "setting", "rfc", "linux", "textbook", "source")
			for i := range tcp.Knobs {
				k := &tcp.Knobs[i]
				sk := sim.Knob{Kind: sim.KnobKind(k.Kind), Values: k.Values}
				fmt.Fprintf(w, "%-24s", k.Name)
				for _, name := range []string{"rfc", "linux", "textbook"} {
					p, _ := tcp.Profile(name)
					fmt.Fprintf(w, " %-12s", sk.Format(k.Get(&p)))
				}
				fmt.Fprintf(w, " %s\n", k.Source)
			}
			return nil
		})
	}}
}
