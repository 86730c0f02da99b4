package cli

import (
	"io"

	"github.com/spf13/cobra"

	"teacp/scenarios"
	"teacp/scenarios/schema"
)

func cmdSchema() *cobra.Command {
	c := &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of the scenario language, for editors",
		Long: "Prints the JSON Schema (draft 7) of scenario files. Editors with the YAML language server " +
			"complete, explain and check a\n" +
			"scenario whose first line says where the schema is; teacp new writes that line:\n\n  # " +
			"yaml-language-server: $schema=" + scenarios.SchemaFile,
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
