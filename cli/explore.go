package cli

import (
	"context"
	"fmt"
	"io"

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

func cmdConfig() *cobra.Command {
	return &cobra.Command{
		Use:   "config",
		Short: "Print the configuration in effect, with where each setting comes from",
		Args:  noWords,
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := model.ReadConfig(session.ConfigFile())
			if err != nil {
				return err
			}
			_, err = io.WriteString(cmd.OutOrStdout(), model.ConfigText(c))
			return err
		},
	}
}

func cmdNotes() *cobra.Command {
	c := &cobra.Command{
		Use:   "notes",
		Short: "Presenter notes in a second terminal: the cue, the next one, the answer, the time",
		Long:  "Follows the explorer that runs in another terminal of the same user, over a local socket.",
		Args:  noWords,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if _, err := language(cmd); err != nil {
				return err
			}
			lang, _ := cmd.Flags().GetString("lang")
			ascii, _ := cmd.Flags().GetBool("ascii")
			plain, _ := cmd.Flags().GetBool("plain")
			return untilSignal(func(ctx context.Context) error {
				return model.Notes(ctx, lang, ascii, plain, cmd.OutOrStdout())
			})
		},
	}
	c.Flags().Bool("plain", false, "lines instead of a screen")
	return c
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
	opt.Theme, _ = f.GetString("theme")
	opt.Frame, _ = f.GetInt64("frame")
	if len(args) == 0 {
		for _, name := range []string{"set", "at", "seed", "frame"} {
			if f.Changed(name) {
				return fmt.Errorf("--%s: expected a scenario that it applies to, found none (teacp list shows the names)", name)
			}
		}
	}
	switch {
	case len(args) == 1 && session.Is(args[0]):
		opt.Scenario = args[0]
	case len(args) == 1:
		l, err := load(cmd, args[0])
		if err != nil {
			return orCommand(cmd, args[0], err)
		}
		opt.Scenario, opt.Changes = args[0], l.changes
		opt.Seed, opt.SeedSet = int64(l.config.Seed), f.Changed("seed")
	}
	return untilSignal(func(ctx context.Context) error { return model.Run(ctx, opt) })
}
