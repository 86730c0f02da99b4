package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"teacp/model/session"
	"teacp/scenarios/capture"
)

func cmdOpen() *cobra.Command {
	c := &cobra.Command{
		Use:   "open FILE",
		Short: "Open a capture, a saved session, or what teacp share has printed",
		Long: "Opens a capture (pcap or pcapng) in the explorer: the same panes, stepped the same way. What a " +
			"capture cannot say is\n" +
			"inferred, and marked as inferred. With --format it is written instead, as by teacp run. Recorded " +
			"traces (JSON), lines\n" +
			"of teacp share and saved sessions are opened as well.\n" +
			"--simulate N writes a scenario made of connection N: its options, round trip, rate, writes and losses.",
		Example: "teacp open real.pcapng\nteacp open real.pcap --format text\nteacp open real.pcap --simulate " +
			"0 --out mine.yaml\n" +
			"teacp open 'teacp:nagle-delayed-ack?set=client.nagle=off&frame=7'",
		Args: oneFile,
		RunE: runOpen,
	}
	addRunFlags(c.Flags(), "")
	addExploreFlags(c.Flags())
	c.Flags().Int64("simulate", -1, "write a scenario made of this connection of a recording")
	return c
}

func oneFile(cmd *cobra.Command, args []string) error {
	if len(args) != 1 {
		return fmt.Errorf(
			"%s: expected one file, or one line of teacp share, found %d arguments",
			cmd.CommandPath(),
			len(args),
		)
	}
	return nil
}

func runOpen(cmd *cobra.Command, args []string) error {
	f := cmd.Flags()
	if strings.HasPrefix(args[0], shareScheme) {
		name, err := shared(f, args[0])
		if err != nil {
			return err
		}
		args = []string{name}
	}
	switch {
	case session.Is(args[0]):
	case f.Changed("simulate"):
		return runSimulate(cmd, args[0])
	case f.Changed("format"):
		return runRun(cmd, args)
	}
	return explore(cmd, args)
}

// runSimulate writes the scenario made of one connection of a recording.
func runSimulate(cmd *cobra.Command, name string) error {
	conn, _ := cmd.Flags().GetInt64("simulate")
	if conn < 0 || conn > 1<<31 {
		return fmt.Errorf("--simulate: expected the number of a connection, 0 or more, found %d", conn)
	}
	l, err := load(cmd, name)
	if err != nil {
		return err
	}
	if !l.config.Replays() {
		return fmt.Errorf(
			"%s: --simulate makes a scenario of a recording; expected a capture or a recorded trace, found a scenario",
			name,
		)
	}
	r, err := l.start()
	if err != nil {
		return err
	}
	bar := newProgress(cmd, "reading the recording", "frames")
	defer bar.stop()
	if err := finish(cmd.Context(), r, bar); err != nil {
		return err
	}
	bar.stop()
	text, err := capture.Scenario(r, uint32(conn))
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	out, _ := cmd.Flags().GetString("out")
	err = writeOut(cmd, out, func(w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	})
	if err != nil {
		return err
	}
	return l.damage(cmd)
}
