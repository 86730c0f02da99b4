package main

import (
	"errors"

	"github.com/spf13/cobra"
)

// explore opens the explorer.
func explore(cmd *cobra.Command, args []string) error {
	if len(args) == 1 {
		if _, err := load(cmd, args[0]); err != nil {
			return err
		}
	}
	return errors.New("teacp: the explorer needs a terminal for input and output; without one use: teacp list, teacp run SCENARIO, teacp why SCENARIO FRAME")
}
