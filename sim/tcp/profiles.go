package tcp

import (
	"fmt"
	"strings"
	"time"

	"teacp/sim/rule"
)

// ProfileNames are the stack profiles.
var ProfileNames = []string{"rfc", "linux", "textbook"}

// Text writes a knob's value as people write it.
func (k *Knob) Text(v int64) string {
	switch k.Kind {
	case KnobBool:
		if v != 0 {
			return "on"
		}
		return "off"
	case KnobEnum:
		return k.Values[v]
	case KnobDuration:
		return time.Duration(v).String()
	}
	return fmt.Sprint(v)
}

// notModelled is what the endpoint leaves out, for the documents.
var notModelled = []string{
	"Generic receive offload: the receiver takes every segment by itself, as from a device that does not merge them.",
	"ECN (RFC 3168), TCP Fast Open (RFC 7413), MPTCP, TCP-AO, urgent data beyond the flag.",
	"Path MTU discovery: a packet larger than the path is lost, and nobody is told.",
	"Pacing, BBR and other congestion controls than Reno, NewReno, Tahoe and CUBIC.",
	"SYN cookies, and the kernel's limits on answers per second.",
	"IPv6: the simulated packets are IPv4.",
	"Auto-corking and TCP small queues: they need a device queue; the recordings do not show them either.",
}

// Markdown is the document docs/tcp.md: what each profile is set to, the rules, and what is
// not modelled.
func Markdown() string {
	var b strings.Builder
	b.WriteString("# The TCP that is simulated\n\nOne engine, three stacks: `rfc` has the values of the standards, `linux` those of a current kernel (held against\n")
	b.WriteString("recordings, see conformance.md), `textbook` the numbers that the literature of 2002 teaches. `teacp profiles` prints\nthe first table. Made from the tables in `sim/tcp` and `sim/rule`; a test keeps it current.\n\n")
	b.WriteString("## What the profiles are set to\n\n| knob | rfc | linux | textbook | what it does | source |\n| --- | --- | --- | --- | --- | --- |\n")
	var pol [3]Policy
	for i, n := range ProfileNames {
		pol[i], _ = Profile(n)
	}
	for i := range Knobs {
		k := &Knobs[i]
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s | %s |\n", k.Name, k.Text(k.Get(&pol[0])), k.Text(k.Get(&pol[1])), k.Text(k.Get(&pol[2])), k.Help, k.Source)
	}
	b.WriteString("\nBeside its knobs the `linux` profile sizes buffers by the memory that packets take, estimates the round trip and the\nRTO as a kernel does (the minimum applies to the deviation), compresses ACKs that only repeat SACK blocks, lets an application read what had\narrived before a reset (the others throw it away), and counts in ticks of 4 ms.\n")
	b.WriteString("\n## The rules\n\n| rule | what it says | source | knob |\n| --- | --- | --- | --- |\n")
	for i := 1; i < rule.Count(); i++ {
		in := rule.ID(i).Info()
		knob := in.Knob
		if knob != "" {
			knob = "`" + knob + "`"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", in.Name, in.Sentence, in.Source, knob)
	}
	b.WriteString("\n## What is not modelled\n\n")
	for _, s := range notModelled {
		b.WriteString("- " + s + "\n")
	}
	return b.String()
}
