package cli

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"teacp/views/paint"
)

// helpWidth is how wide a help text becomes where there is no terminal, or a wider one.
const helpWidth = 100

// writeHelp prints what a command is for, how it is called, examples, its commands and flags,
// each broken into lines as wide as the terminal.
func writeHelp(cmd *cobra.Command, out io.Writer) {
	h := helpText{w: helpWidth}
	if k, ok := lookOf(cmd); ok {
		h.w, h.look, h.styled = min(k.width, helpWidth), k, true
	}
	h.prose(strings.TrimSpace(cmp.Or(cmd.Long, cmd.Short)))
	h.head("Usage")
	use := cmd.UseLine()
	if cmd.HasAvailableSubCommands() {
		use += "\n" + cmd.CommandPath() + " COMMAND"
	}
	h.plain(use)
	if cmd.Example != "" {
		h.head("Examples")
		h.plain(cmd.Example)
	}
	for _, g := range cmd.Groups() {
		h.commands(cmd, g.ID, strings.ToUpper(g.Title[:1])+g.Title[1:])
	}
	h.commands(cmd, "", "Other")
	h.flags(cmd.LocalFlags())
	if cmd.HasAvailableSubCommands() {
		h.b.WriteString("\n")
		h.lines("", 0, fmt.Sprintf("%s COMMAND --help says more about one.", cmd.CommandPath()))
	}
	if h.styled {
		_ = h.look.print(cmd, h.b.String())
		return
	}
	_, _ = io.WriteString(out, h.b.String()) // a reader that goes away is no failure
}

// helpText is a help text as it grows.
type helpText struct {
	b      strings.Builder
	w      int
	look   look
	styled bool // on a terminal
}

func (h *helpText) bold(s string) string {
	if h.styled {
		return h.look.head.Render(s)
	}
	return s
}

func (h *helpText) head(s string) { h.b.WriteString("\n" + h.bold(s) + "\n") }

func (h *helpText) plain(s string) {
	for _, l := range strings.Split(strings.TrimSpace(s), "\n") {
		h.b.WriteString("  " + strings.TrimSpace(l) + "\n")
	}
}

// prose writes paragraphs, and leaves lines as they are in which blanks set things off, as in a
// table.
func (h *helpText) prose(text string) {
	para := ""
	for _, l := range append(strings.Split(text, "\n"), "") {
		table := strings.Contains(strings.TrimSpace(l), "  ")
		if l != "" && !table {
			para += " " + l
			continue
		}
		if para != "" {
			h.lines("", 0, para)
			para = ""
		}
		if name, about, _ := strings.Cut(strings.TrimSpace(l), "  "); table {
			col := strings.Index(l, strings.TrimSpace(about))
			h.lines(name, col+2, strings.TrimSpace(about))
		} else if l == "" {
			h.b.WriteString("\n")
		}
	}
	out := strings.TrimRight(h.b.String(), "\n") + "\n"
	h.b.Reset()
	h.b.WriteString(out)
}

// lines writes a name and beside it, from a column on, what it is about.
func (h *helpText) lines(name string, col int, text string) {
	lead := strings.Repeat(" ", col)
	if name != "" {
		lead = "  " + h.bold(name) + strings.Repeat(" ", max(col-2-len(name), 2))
	}
	for _, l := range paint.Wrap(text, max(h.w-col-1, 20)) {
		h.b.WriteString(strings.TrimRight(lead+l, " ") + "\n")
		lead = strings.Repeat(" ", col)
	}
}

// commands lists those of a group.
func (h *helpText) commands(cmd *cobra.Command, group, title string) {
	var list []*cobra.Command
	wide := 0
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() || c.Name() == "help" {
			wide = max(wide, len(c.Name()))
			if c.GroupID == group {
				list = append(list, c)
			}
		}
	}
	if len(list) == 0 {
		return
	}
	h.head(title)
	for _, c := range list {
		h.lines(c.Name(), wide+4, c.Short)
	}
}

// flagValues name what flags take, flagTypes where they are not named there.
var (
	flagValues = map[string]string{
		"set":     "KNOB=VALUE",
		"at":      "FRAME:KNOB=VALUE",
		"a":       "KNOB=VALUE",
		"b":       "KNOB=VALUE",
		"theme":   "NAME",
		"lang":    "LANG",
		"format":  "F",
		"out":     "FILE",
		"emit":    "DIR",
		"profile": "NAME",
		"sysctl":  "NAME=VALUE",
		"from":    "N",
		"to":      "N",
		"axis":    "AXIS",
		"vantage": "WHERE",
		"kind":    "KINDS",
		"conn":    "N,N",
	}
	flagTypes = map[string]string{"int": "N", "int64": "N", "uint64": "N", "duration": "TIME"}
)

// flags lists flags with the names of their values.
func (h *helpText) flags(set *pflag.FlagSet) {
	var names, texts []string
	wide := 0
	set.VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		text := f.Usage
		name := "--" + f.Name
		if f.Shorthand != "" {
			name = "-" + f.Shorthand + ", " + name
		}
		if f.Value.Type() != "bool" {
			name += " " + cmp.Or(flagValues[f.Name], flagTypes[f.Value.Type()], "TEXT")
		}
		if d := f.DefValue; d != "" && d != "false" && d != "[]" && d != "0" && d != "-1" && d != "0s" {
			text += " (default " + d + ")"
		}
		wide = max(wide, len(name))
		names, texts = append(names, name), append(texts, text)
	})
	if len(names) == 0 {
		return
	}
	h.head("Flags")
	col := min(wide+4, 32)
	for i, name := range names {
		if len(name)+4 > col { // too long to stand beside its text
			h.b.WriteString("  " + h.bold(name) + "\n")
			h.lines("", col, texts[i])
			continue
		}
		h.lines(name, col, texts[i])
	}
}

// cmdHelp prints the help of a command. A name that is none is a mistake like any other.
func cmdHelp() *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "Print the help of a command",
		Args:  cobra.ArbitraryArgs,
		ValidArgsFunction: func(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return commandNames(cmd), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			c, rest, err := cmd.Root().Find(args)
			if err != nil || c == nil || len(rest) > 0 {
				return noHelp(cmd, args)
			}
			c.InitDefaultHelpFlag()
			return c.Help()
		},
	}
}
