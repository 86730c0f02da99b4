package cli

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// A run is one line: teacp:SCENARIO?seed=N&memory=SIZE&set=KNOB=VALUE&at=FRAME:KNOB=VALUE&frame=N. What
// stands in it is what the flags of the same names say.
const shareScheme = "teacp:"

func cmdShare() *cobra.Command {
	c := &cobra.Command{
		Use:     "share SCENARIO",
		Short:   "Print a run as one line that teacp open opens",
		Example: "teacp share nagle-delayed-ack --set client.nagle=off --frame 7",
		Args:    oneScenario,
		RunE: func(cmd *cobra.Command, args []string) error {
			l, err := load(cmd, args[0])
			if err != nil {
				return err
			}
			if _, err := l.start(); err != nil {
				return err
			}
			frame, _ := cmd.Flags().GetInt64("frame")
			if frame < 0 {
				return fmt.Errorf("--frame: expected a frame from 0 on, found %d", frame)
			}
			_, err = fmt.Fprintln(cmd.OutOrStdout(), shareLine(cmd, args[0], frame))
			return err
		},
	}
	c.Flags().Int64("frame", 0, "the frame to open at")
	addSimFlags(c.Flags())
	return c
}

// shareLine writes the run of a command line that has been checked.
func shareLine(cmd *cobra.Command, name string, frame int64) string {
	var q []string
	add := func(key, value string) { q = append(q, key+"="+escape(value)) }
	f := cmd.Flags()
	if f.Changed("seed") {
		seed, _ := f.GetUint64("seed")
		add("seed", strconv.FormatUint(seed, 10))
	}
	if size, _ := f.GetString("memory"); size != "" {
		add("memory", size)
	}
	for _, key := range []string{"set", "at"} {
		list, _ := f.GetStringArray(key)
		for _, v := range list {
			add(key, v)
		}
	}
	if frame > 0 {
		add("frame", strconv.FormatInt(frame, 10))
	}
	s := shareScheme + (&url.URL{Path: name}).EscapedPath()
	if len(q) > 0 {
		s += "?" + strings.Join(q, "&")
	}
	return s
}

// escape keeps what a knob is written with readable.
func escape(s string) string {
	return strings.NewReplacer("%3D", "=", "%3A", ":", "%2F", "/").Replace(url.QueryEscape(s))
}

// shared sets the flags that a shared line stands for, and returns the scenario. What the command line says
// itself counts more than the line.
func shared(f *pflag.FlagSet, line string) (string, error) {
	name, query, _ := strings.Cut(strings.TrimPrefix(line, shareScheme), "?")
	bad := func(what, found string) (string, error) {
		return "", fmt.Errorf("%s: expected %s, found %q", line, what, found)
	}
	name, err := url.PathUnescape(name)
	if err != nil || name == "" || strings.HasPrefix(name, "-") {
		return bad("teacp:SCENARIO with its settings", line)
	}
	given := map[string]bool{}
	f.Visit(func(flag *pflag.Flag) { given[flag.Name] = true })
	for _, pair := range strings.Split(query, "&") {
		if pair == "" {
			continue
		}
		key, value, _ := strings.Cut(pair, "=")
		value, err := url.QueryUnescape(value)
		if err != nil {
			return bad("an escaped value", pair)
		}
		switch key {
		case "seed", "memory", "set", "at", "frame":
			if given[key] && key != "set" && key != "at" {
				continue
			}
			if err := f.Set(key, value); err != nil {
				return "", fmt.Errorf("%s: --%s: %w", line, key, err)
			}
		default:
			return bad("seed, memory, set, at or frame", key)
		}
	}
	return name, nil
}
