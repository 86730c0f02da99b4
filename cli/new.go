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
	"teacp/scenarios/schema"
)

func cmdSchema() *cobra.Command {
	c := &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of the scenario language, for editors",
		Long: "Prints the JSON Schema (draft 7) of scenario files. Editors with the YAML language server complete, explain and check a\n" +
			"scenario whose first line says where the schema is; teacp new writes that line:\n\n  # yaml-language-server: $schema=" + scenarios.SchemaFile,
		Example: "teacp schema --out " + scenarios.SchemaFile,
		Args:    noWords,
		RunE: func(cmd *cobra.Command, _ []string) error {
			out, _ := cmd.Flags().GetString("out")
			if keys, _ := cmd.Flags().GetBool("keys"); keys {
				return writeOut(cmd, out, func(w io.Writer) error {
					_, err := io.WriteString(w, schema.Keys())
					return err
				})
			}
			return writeOut(cmd, out, writeSchema)
		},
	}
	c.Flags().Bool("keys", false, "list the keys with a line on each, for people")
	c.Flags().StringP("out", "o", "", "write to a file (by way of a temporary one)")
	return c
}

func writeSchema(w io.Writer) error {
	_, err := w.Write(schema.JSON())
	return err
}

func cmdNew() *cobra.Command {
	c := &cobra.Command{
		Use:   "new [FILE.yaml]",
		Short: "Write a commented scenario to begin with",
		Long: "Writes a commented scenario that already teaches something, and " + scenarios.SchemaFile + " beside it (unless it is there), so that editors\n" +
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
