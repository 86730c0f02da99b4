package cli

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"teacp/scenarios"
	"teacp/sim"
)

// oneAtMost holds the command line of teacp itself to a scenario. Two words are most often
// a command with a slip in its name.
func oneAtMost(cmd *cobra.Command, args []string) error {
	if len(args) <= 1 {
		return nil
	}
	msg := fmt.Sprintf("teacp: expected one scenario's name or file, or a command, found %d arguments", len(args))
	if near := nearCommand(cmd, args[0]); near != "" {
		return fmt.Errorf("%s; did you mean \"teacp %s %s\"?", msg, near, strings.Join(args[1:], " "))
	}
	return errors.New(msg + " (teacp --help lists the commands)")
}

func oneScenario(cmd *cobra.Command, args []string) error {
	if len(args) != 1 {
		return fmt.Errorf(
			"%s: expected one scenario's name or file, found %d arguments (teacp list shows the names)",
			cmd.CommandPath(),
			len(args),
		)
	}
	return nil
}

// noWords is for commands that take flags alone.
func noWords(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return fmt.Errorf("%s: expected no arguments, found %q (%s --help)", cmd.CommandPath(), args[0], cmd.CommandPath())
}

// noHelp says that there is no command of a name, and what may have been meant.
func noHelp(cmd *cobra.Command, args []string) error {
	msg := fmt.Sprintf("teacp help: there is no command %q", args[0])
	if near := nearCommand(cmd, args[0]); near != "" {
		return fmt.Errorf("%s; did you mean \"teacp help %s\"?", msg, near)
	}
	for _, m := range scenarios.List() {
		if m.Name == args[0] {
			return fmt.Errorf("%s; it is a scenario: \"teacp %s\" opens it", msg, m.Name)
		}
	}
	return errors.New(msg + " (teacp --help lists the commands)")
}

// orCommand adds to what is wrong with a scenario's name the command that may have been meant.
func orCommand(cmd *cobra.Command, word string, err error) error {
	if near := nearCommand(cmd, word); near != "" && strings.HasPrefix(err.Error(), "there is no scenario") {
		return fmt.Errorf("%w; there is a command of nearly that name: teacp %s", err, near)
	}
	return err
}

func nearCommand(cmd *cobra.Command, word string) string { return sim.Nearest(word, commandNames(cmd)) }

func commandNames(cmd *cobra.Command) []string {
	var names []string
	for _, c := range cmd.Root().Commands() {
		if !c.Hidden {
			names = append(names, c.Name())
		}
	}
	return names
}

var (
	unknownFlag = regexp.MustCompile(`^unknown flag: --(\S+)`)
	badFlag     = regexp.MustCompile(`^invalid argument ("(?:[^"\\]|\\.)*") for "([^"]+)" flag: `)
)

// flagSlip says what is wrong with a flag, in the words of this program and with what was
// expected.
func flagSlip(cmd *cobra.Command, err error) error {
	if m := unknownFlag.FindStringSubmatch(err.Error()); m != nil {
		var names []string
		cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
		more := ""
		if near := sim.Nearest(m[1], names); near != "" {
			more = fmt.Sprintf("; did you mean --%s?", near)
		}
		if m[1] == "profile" {
			more = "; it is a knob: --set profile=NAME"
		}
		return fmt.Errorf(
			"%s: there is no flag --%s%s (%s --help lists them)",
			cmd.CommandPath(),
			m[1],
			more,
			cmd.CommandPath(),
		)
	}
	if m := badFlag.FindStringSubmatch(err.Error()); m != nil {
		_, long, _ := strings.Cut(m[2], "--")
		if f := cmd.Flags().Lookup(long); f != nil && expects[f.Value.Type()] != "" {
			return fmt.Errorf("--%s: expected %s, found %s", f.Name, expects[f.Value.Type()], m[1])
		}
	}
	return fmt.Errorf("%s: %w (%s --help)", cmd.CommandPath(), err, cmd.CommandPath())
}

// expects says in words what flags of a type take.
var expects = map[string]string{
	"int": "a whole number", "int64": "a whole number", "uint64": "a whole number from 0 on",
	"uintSlice": "numbers of connections such as 0,2",
	"bool":      "true or false", "duration": "a time such as 4ms",
}
