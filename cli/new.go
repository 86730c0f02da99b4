package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"teacp/scenarios"
)

func cmdNew() *cobra.Command {
	c := &cobra.Command{
		Use:   "new [FILE.yaml]",
		Short: "Write a commented scenario to begin with",
		Long: "Writes a commented scenario that already teaches " +
			"something, and " + scenarios.SchemaFile + " beside it (unless it is there), so that editors\n" +
			"complete and check the file. Without FILE the scenario goes to standard output.",
		Example: "teacp new lost-update.yaml\nteacp new mine.yaml --from nagle-delayed-ack",
		Args:    cobra.MaximumNArgs(1),
		RunE:    runNew,
	}
	c.Flags().String("from", "", "begin with a copy of this scenario")
	return c
}

func runNew(cmd *cobra.Command, args []string) error {
	name := "my-scenario"
	if len(args) > 0 {
		if _, err := os.Stat(args[0]); !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("%s: expected a file that is not there yet, found one", args[0])
		}
		name = strings.TrimSuffix(filepath.Base(args[0]), filepath.Ext(args[0]))
		if name == "" || len(name) > 60 || strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
			name = "my-scenario"
		}
	}
	text := scenarios.Starter(name)
	if from, _ := cmd.Flags().GetString("from"); from != "" {
		sc, err := scenarios.Load(from)
		if err != nil {
			return err
		}
		text = scenarios.Renamed(sc.Source, name)
	}
	write := func(w io.Writer) error {
		_, err := w.Write(text)
		return err
	}
	if len(args) == 0 {
		return writeOut(cmd, "", write)
	}
	if err := writeOut(cmd, args[0], write); err != nil {
		return err
	}
	file := filepath.Join(filepath.Dir(args[0]), scenarios.SchemaFile)
	if _, err := os.Stat(file); !errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return writeOut(cmd, file, writeSchema)
}
