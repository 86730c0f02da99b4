package cli

import (
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"teacp/scenarios"
	"teacp/scenarios/capture"
	"teacp/views/words"
)

func cmdLint() *cobra.Command {
	c := &cobra.Command{
		Use:   "lint FILE...",
		Short: "Check scenario files: all mistakes, with line and column",
		Long: "Names every mistake of scenario files with its place. With --library it also says what a file " +
			"would need to be part of\n" +
			"the library: texts in both languages, a question with its proof, notes that are reached, " +
			"expectations.\n" +
			"Status 0: nothing is wrong; 1: something is missing for the library; 2: there is a mistake.",
		Example: "teacp lint my.yaml\nteacp lint --library scenarios/library/*.yaml",
		Args:    cobra.MinimumNArgs(1),
		RunE:    runLint,
	}
	c.Flags().Bool("library", false, "say what a scenario of the library lacks")
	return c
}

func runLint(cmd *cobra.Command, args []string) error {
	library, _ := cmd.Flags().GetBool("library")
	var all []error
	lacking := false
	for _, name := range args {
		var sc *scenarios.Scenario
		err := waitFor(cmd, name, "for what is written to it", func() (err error) {
			sc, err = lint(name)
			return err
		})
		if err != nil {
			all = append(all, err)
			continue
		}
		var lacks []string
		if library {
			setBudget(sc.Config, 0)
			if lacks, err = scenarios.Lacks(sc); err != nil {
				all = append(all, fmt.Errorf("%s: %w", name, err))
				continue
			}
		}
		lacking = lacking || len(lacks) > 0
		if err := printLint(cmd.OutOrStdout(), words.Clean(name), lacks); err != nil {
			return err
		}
	}
	if len(all) == 0 && lacking {
		return errNo
	}
	return errors.Join(all...)
}

// lint reads a scenario file.
func lint(name string) (*scenarios.Scenario, error) {
	if capture.IsCapture(name) {
		return nil, fmt.Errorf("%s: expected a scenario file, found a capture (teacp open shows it)", name)
	}
	data, err := scenarios.ReadFile(name, scenarios.MaxFile)
	if err != nil {
		return nil, fileError("read", name, err)
	}
	if err := scenarios.Foreign(name, data); err != nil {
		return nil, err
	}
	sc, ps := scenarios.Parse(name, data)
	if len(ps) > 0 {
		return nil, scenarios.Problems(ps)
	}
	return sc, nil
}

// printLint writes what a file without mistakes lacks for the library.
func printLint(out io.Writer, name string, lacks []string) error {
	text := name + ": ok\n"
	if len(lacks) > 0 {
		text = ""
		for _, l := range lacks {
			text += name + ": lacks " + words.Clean(l) + "\n"
		}
	}
	_, err := io.WriteString(out, text)
	return err
}
