package cli

import (
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"teacp/model"
	"teacp/model/session"
)

// addExploreFlags adds the flags of the explorer alone.
func addExploreFlags(f *pflag.FlagSet) {
	f.Bool("plain", false, "a line a step instead of a screen, for screen readers")
	f.String("theme", "", "default, dark, light, high-contrast, colour-blind or colour-blind-light")
	f.Int64("frame", 0, "open at this frame")
}

// explore opens the explorer, on the library, a scenario or a saved session.
func explore(cmd *cobra.Command, args []string) error {
	f := cmd.Flags()
	var opt model.Options
	var err error
	if _, err = language(cmd); err != nil {
		return err
	}
	opt.Lang, _ = f.GetString("lang") // without the flag the configuration file decides, then the locale
	opt.ASCII, _ = f.GetBool("ascii")
	opt.Plain, _ = f.GetBool("plain")
	opt.Budget = runBudget()
	opt.In, opt.Out = cmd.InOrStdin(), cmd.OutOrStdout()
	opt.Theme, _ = f.GetString("theme")
	opt.Frame, _ = f.GetInt64("frame")
	if len(args) == 0 {
		for _, name := range []string{"set", "at", "seed", "memory", "frame"} {
			if f.Changed(name) {
				return fmt.Errorf(
					"--%s: expected a scenario that it applies to, found none (teacp list shows the names)",
					name,
				)
			}
		}
	}
	switch {
	case len(args) == 1 && session.Is(args[0]):
		opt.Scenario = args[0]
	case len(args) == 1:
		if fi, err := os.Stat(args[0]); err == nil && fi.Mode()&fs.ModeNamedPipe != 0 {
			return fmt.Errorf("%s: expected a file, found a FIFO, which can be read only once: teacp run reads it",
				args[0])
		}
		l, err := load(cmd, args[0])
		if err != nil {
			return orCommand(cmd, args[0], err)
		}
		opt.Scenario, opt.Changes = args[0], l.changes
		opt.Seed, opt.SeedSet = int64(l.config.Seed), f.Changed("seed")
		if f.Changed("memory") {
			opt.Memory = l.config.Limits.Memory
		}
	}
	return model.Run(cmd.Context(), opt)
}
