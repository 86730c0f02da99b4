package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"teacp/model"
)

func cmdOpen() *cobra.Command {
	c := &cobra.Command{
		Use:   "open FILE|teacp:SCENARIO?...|SESSION.teacp",
		Short: "Open a capture, what teacp share has printed, or a saved session",
		Long: "Opens a capture (pcap or pcapng) in the explorer: the same panes, stepped the same way. What a capture cannot say is\n" +
			"inferred, and marked as inferred. With --format it is written instead, as by teacp run. Recorded traces (JSON), lines\n" +
			"of teacp share and saved sessions are opened as well.",
		Example: "teacp open real.pcapng\nteacp open real.pcap --format text\n" +
			"teacp open 'teacp:nagle-delayed-ack?set=client.nagle=off&frame=7'",
		Args: oneFile,
		RunE: runOpen,
	}
	addRunFlags(c.Flags(), "")
	addExploreFlags(c.Flags())
	return c
}

func oneFile(cmd *cobra.Command, args []string) error {
	if len(args) != 1 {
		return fmt.Errorf("%s: expected one file, or one line of teacp share, found %d arguments", cmd.CommandPath(), len(args))
	}
	return nil
}

func runOpen(cmd *cobra.Command, args []string) error {
	f := cmd.Flags()
	switch {
	case strings.HasPrefix(args[0], shareScheme):
		list, err := shared(args[0])
		if err != nil {
			return err
		}
		root := cmd.Root()
		root.SetArgs(list)
		return root.Execute()
	case model.IsSession(args[0]):
	case f.Changed("format"):
		return runRun(cmd, args)
	}
	return explore(cmd, args)
}
