package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"teacp/sim"
	"teacp/sim/drill"
	"teacp/sim/tcp"
	"teacp/views/export"
)

// drillReport is the schema teacp.drill/1.
type drillReport struct {
	Schema string      `json:"schema"`
	Files  []drillFile `json:"files"`
	Passed int         `json:"passed"`
}

// drillFile is the outcome of one script. Status is pass, fail, unsupported, unreadable or
// internal.
type drillFile struct {
	File     string       `json:"file"`
	Status   string       `json:"status"`
	Line     int          `json:"line,omitempty"`
	What     string       `json:"what,omitempty"`
	Expected string       `json:"expected,omitempty"`
	Actual   string       `json:"actual,omitempty"`
	Events   int          `json:"events"`
	SimNS    int64        `json:"sim_ns"`
	Log      []drillEntry `json:"log,omitempty"`
}

type drillEntry struct {
	TimeUs int64  `json:"t_us"`
	Line   int    `json:"line"`
	Text   string `json:"text"`
}

func cmdDrill() *cobra.Command {
	c := &cobra.Command{
		Use:   "drill FILE.pkt...",
		Short: "Run packetdrill scripts against the simulated endpoint",
		Long: "Runs scripts in packetdrill's language against the simulated endpoint, on the virtual clock. Nothing is executed: commands\n" +
			"for a shell and assertions in Python are understood or refused. Exit status: 0 all pass, 1 a difference, 2 a script cannot\n" +
			"be read or needs something that is not there, 3 an internal error. See docs/drill.md.",
		Example: "teacp drill close.pkt\nteacp drill -v --sysctl net.ipv4.tcp_sack=0 loss.pkt\nteacp drill --ignore psh,win --json *.pkt",
		Args:    cobra.MinimumNArgs(1),
		RunE:    runDrill,
	}
	f := c.Flags()
	f.String("profile", "", "the stack: linux, rfc or textbook (default: what the script says, or linux)")
	f.StringArray("sysctl", nil, "set a kernel's parameter before the script does: NAME=VALUE (repeatable)")
	f.StringSlice("ignore", nil, "leave out of the comparison: "+strings.Join(drill.Ignorable, ", "))
	f.Duration("tolerance", 0, "how far off a time may be (default: the script's own, or 4ms)")
	f.Bool("json", false, "as JSON, schema teacp.drill/1")
	f.BoolP("verbose", "v", false, "print the whole exchange")
	return c
}

func runDrill(cmd *cobra.Command, args []string) error {
	opt, err := drillOptions(cmd)
	if err != nil {
		return err
	}
	asJSON, _ := cmd.Flags().GetBool("json")
	rep := drillReport{Schema: "teacp.drill/1"}
	worst := exitDone
	for _, name := range args {
		f, status := drillOne(name, opt)
		worst = max(worst, status)
		if status == exitDone {
			rep.Passed++
		}
		rep.Files = append(rep.Files, f)
		if !asJSON {
			if err := f.print(cmd.OutOrStdout()); err != nil {
				return err
			}
		}
	}
	if asJSON {
		if err := printJSON(cmd.OutOrStdout(), rep); err != nil {
			return err
		}
	}
	switch worst {
	case exitDone:
		return nil
	case exitNo:
		return errNo
	}
	return quiet(worst)
}

// quiet ends a command with a status whose reason has been printed.
type quiet int

func (q quiet) Error() string { return "" }

func drillOptions(cmd *cobra.Command) (drill.Options, error) {
	f := cmd.Flags()
	var opt drill.Options
	opt.Profile, _ = f.GetString("profile")
	if names := tcp.ProfileNames; opt.Profile != "" && !slices.Contains(names, opt.Profile) {
		return opt, unknown("--profile", opt.Profile, names)
	}
	sets, _ := f.GetStringArray("sysctl")
	for _, s := range sets {
		k, v, ok := strings.Cut(s, "=")
		if !ok {
			return opt, fmt.Errorf("--sysctl %s: expected NAME=VALUE, found %q", s, s)
		}
		var trial drill.Settings
		if bad := drill.Sysctl(&trial, k, v); bad != "" {
			return opt, fmt.Errorf("--sysctl %s: not supported: %s", s, bad)
		}
		opt.Sysctls = append(opt.Sysctls, [2]string{k, v})
	}
	list, _ := f.GetStringSlice("ignore")
	for _, s := range list {
		i := slices.Index(drill.Ignorable, s)
		if i < 0 {
			return opt, unknown("--ignore", s, drill.Ignorable)
		}
		opt.Ignore |= 1 << i
	}
	d, _ := f.GetDuration("tolerance")
	if d < 0 || d > time.Hour {
		return opt, fmt.Errorf("--tolerance: expected 0 to 1h, found %v", d)
	}
	opt.Tolerance = d
	opt.Log, _ = f.GetBool("verbose")
	return opt, nil
}

// drillOne runs one script. A panic is a failure of the program, and is said as such.
func drillOne(name string, opt drill.Options) (f drillFile, status int) {
	f = drillFile{File: name}
	defer func() {
		if p := recover(); p != nil {
			f.Status, f.What, status = "internal", fmt.Sprint("internal error: ", p), exitInternal
		}
	}()
	src, err := readScript(name)
	if err != nil {
		f.Status, f.What = "unreadable", err.Error()
		return f, exitBad
	}
	s, err := drill.Parse(name, src)
	var problem *drill.Problem
	if errors.As(err, &problem) {
		f.Status, f.Line, f.What = "unreadable", problem.Line, problem.Error()
		if problem.Unsupported {
			f.Status, f.What = "unsupported", problem.Found
		}
		return f, exitBad
	}
	res, err := drill.Run(s, opt)
	if err != nil {
		f.Status, f.What = "unsupported", err.Error()
		return f, exitBad
	}
	f.Status, f.Events, f.SimNS = "pass", res.Events, int64(res.Time)
	if res.Verdict == drill.Fail {
		f.Status, f.Line, f.What, f.Expected, f.Actual = "fail", res.Line, res.What, res.Expected, res.Actual
		status = exitNo
	}
	for _, e := range res.Log {
		f.Log = append(f.Log, drillEntry{int64(e.At) / 1000, e.Line, e.Text})
	}
	return f, status
}

func readScript(name string) (string, error) {
	info, err := os.Stat(name)
	if err != nil {
		return "", fileError("read", name, err)
	}
	if info.Size() > drill.MaxBytes {
		return "", fmt.Errorf("%s: expected at most %d bytes, found %d", name, drill.MaxBytes, info.Size())
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return "", fileError("read", name, err)
	}
	return string(data), nil
}

func (f *drillFile) print(w io.Writer) error {
	name := export.Clean(f.File)
	for _, e := range f.Log {
		if _, err := fmt.Fprintf(w, "%10d.%03d ms  %5d  %s\n", e.TimeUs/1000, e.TimeUs%1000, e.Line, export.Clean(e.Text)); err != nil {
			return err
		}
	}
	var text string
	switch f.Status {
	case "pass":
		text = fmt.Sprintf("PASS %s (%d events, %v simulated)\n", name, f.Events, sim.Time(f.SimNS))
	case "fail":
		text = fmt.Sprintf("FAIL %s:%d: %s\n  expected  %s\n  actual    %s\n", name, f.Line, export.Clean(f.What), export.Clean(f.Expected), export.Clean(f.Actual))
	case "unsupported":
		text = fmt.Sprintf("UNSUPPORTED %s:%d: %s\n", name, f.Line, export.Clean(f.What))
	case "internal":
		text = fmt.Sprintf("ERROR %s: %s\n", name, export.Clean(f.What))
	default:
		text = "ERROR " + export.Clean(f.What) + "\n"
	}
	_, err := io.WriteString(w, text)
	return err
}
