package report

import (
	"fmt"
	"io"
	"strings"

	"teacp/sim"
	"teacp/sim/tcp"
)

// Profiles writes the table of all settings of a stack, under each profile and with its source.
func Profiles(w io.Writer) error {
	names := tcp.ProfileNames
	var b strings.Builder
	fmt.Fprintf(&b, "%-24s %-12s %-12s %-12s %s\n", "setting", names[0], names[1], names[2], "source")
	for i := range tcp.Knobs {
		k := &tcp.Knobs[i]
		sk := sim.StackKnob(k)
		fmt.Fprintf(&b, "%-24s", k.Name)
		for _, name := range names {
			p, _ := tcp.Profile(name)
			fmt.Fprintf(&b, " %-12s", sk.Format(k.Get(&p)))
		}
		fmt.Fprintf(&b, " %s\n", k.Source)
	}
	_, err := io.WriteString(w, b.String())
	return err
}
