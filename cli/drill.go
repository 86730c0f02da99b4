package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"teacp/scenarios"
	"teacp/sim/drill"
	"teacp/sim/tcp"
	"teacp/views/report"
)

func cmdDrill() *cobra.Command {
	c := &cobra.Command{
		Use:   "drill FILE.pkt...",
		Short: "Run packetdrill scripts against the simulated endpoint",
		Long: "Runs scripts in packetdrill's language against the simulated endpoint, on the virtual clock. " +
			"Nothing is executed: commands\n" +
			"for a shell and assertions in Python are understood or refused. Exit status: 0 all pass, 1 a " +
			"difference, 2 a script cannot\n" +
			"be read or needs something that is not there, 3 an internal error. See docs/drill.md.",
		Example: "teacp drill close.pkt\nteacp drill -v --sysctl net.ipv4.tcp_sack=0 loss.pkt\nteacp drill " +
			"--ignore psh,win --json *.pkt",
		Args: cobra.MinimumNArgs(1),
		RunE: runDrill,
	}
	f := c.Flags()
	f.String("profile", "", "the stack: linux, rfc or textbook (default: what the script says, or linux)")
	f.StringArray("sysctl", nil, "set a kernel's parameter before the script does: NAME=VALUE (repeatable)")
	f.StringSlice("ignore", nil, "leave out of the comparison: "+strings.Join(drill.Ignorable, ", "))
	f.Duration("tolerance", 0, "how far off a time may be (default: the script's own, or 4ms)")
	f.StringArray("define", nil, "a name for #ifdef in scripts (repeatable; default: "+drill.Platform+")")
	f.Bool("json", false, "as JSON, schema teacp.drill/1")
	f.BoolP("verbose", "v", false, "print the whole exchange, and what has no effect")
	return c
}

func runDrill(cmd *cobra.Command, args []string) error {
	opt, err := drillOptions(cmd)
	if err != nil {
		return err
	}
	defines, _ := cmd.Flags().GetStringArray("define")
	asJSON, _ := cmd.Flags().GetBool("json")
	rep := report.NewDrill()
	bar := newProgress(cmd, "running", "scripts")
	defer bar.stop()
	for i, name := range args {
		bar.set(int64(i), int64(len(args)))
		if err := context.Cause(cmd.Context()); err != nil {
			return err
		}
		var f report.Script
		err := waitFor(cmd, name, "for what is written to it", func() error {
			f = drillOne(name, opt, defines)
			return nil
		})
		if err != nil {
			return err
		}
		rep.Add(f)
		if !asJSON {
			if err := f.Write(bar.over(cmd.OutOrStdout())); err != nil {
				return err
			}
		}
	}
	bar.stop()
	if asJSON {
		if err := report.JSON(cmd.OutOrStdout(), rep); err != nil {
			return err
		}
	}
	switch worst := rep.Status(); worst {
	case exitDone:
		return nil
	case exitNo:
		return errNo
	default:
		return status(worst)
	}
}

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

func drillOne(name string, opt drill.Options, defines []string) report.Script {
	src, err := scenarios.ReadFile(name, scenarios.MaxFile)
	if err != nil {
		return report.Unreadable(name, fileError("read", name, err))
	}
	return report.PlayScript(name, string(src), opt, defines...)
}
