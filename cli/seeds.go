package cli

import (
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"teacp/sim"
	"teacp/sim/goal"
	"teacp/sim/sample"
)

// maxSeeds is how many seeds a command tries at most.
const maxSeeds = 10_000

// addSeedsFlag adds the flag of commands that tell what rests on chance over several seeds.
func addSeedsFlag(f *pflag.FlagSet) {
	f.Int("seeds", sample.Seeds, "how many seeds to try where random loss or jitter decides; 1: only the run's own")
}

// seedsFlag reads the flag of addSeedsFlag.
func seedsFlag(cmd *cobra.Command) (int, error) {
	n, _ := cmd.Flags().GetInt("seeds")
	if n < 1 || n > maxSeeds {
		return 0, fmt.Errorf("--seeds: expected 1 to %d, found %d", maxSeeds, n)
	}
	return n, nil
}

// sampleRun draws the run with further seeds, if it rests on chance.
func sampleRun(cmd *cobra.Command, r *sim.Run, e goal.End, seeds int, bar *progressLine) (sample.Set, error) {
	set := sample.NewSet(sample.DrawOf(r, e))
	p := sample.Point{Config: r.Config(), Changes: r.Changes()}
	missing := set.Missing(seeds)
	for i, seed := range missing {
		bar.set(int64(i), int64(len(missing)))
		d, ok, err := sample.Run(p, seed, func() bool { return cmd.Context().Err() != nil })
		switch {
		case err != nil:
			return set, err
		case !ok:
			return set, cmd.Context().Err()
		}
		set.Add(d)
	}
	return set, nil
}
