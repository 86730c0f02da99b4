package report

import (
	"fmt"
	"strings"

	"teacp/sim/rule"
	"teacp/sim/tcp"
	"teacp/views/words"
)

// everyProfile is what every profile does as the recordings show it of a Linux 6.18 kernel, where the
// standards leave it open.
var everyProfile = []string{
	"A blocked write continues when a third of the send buffer is free; a write sets PSH where the buffer is full and after half of the largest window (traces ss_iw10_reno, bottleneck_sack).",
	"CUBIC's curve does not advance while nothing is in flight (RFC 9438 section 5.8; trace c_cubic_after_idle).",
	"A D-SACK counts as a delivery; more D-SACKs than retransmissions come from the network and are ignored (traces c_reorder_twice, c_dup_data_many).",
	"Clearing TCP_CORK leaves a small segment to Nagle's algorithm; TCP_NODELAY set under a cork sends it (traces c_cork_nagle, c_cork_nodelay).",
	"SACK blocks reduce the payload of the segments that carry them, and those count as full-sized (trace c_sack_room).",
	"If new data was sent in place of a retransmission after a timeout, nothing is retransmitted before the next ACK (trace c_frto_tail).",
	"Without SACK, an ACK that a retransmission may have caused does not prove a timeout spurious (trace c_frto_nosack).",
	"A late original is told from a retransmission by the echoed timestamp, and the reduction is undone (trace c_reorder_2_ts_cubic).",
	"With `timer_tick`, clocks advance in ticks: the timer wheel, CUBIC, the estimate of the ACK delay, idle times.",
}

// ruleColumns is what each profile sets the knob of a rule to; a dot where none does.
func ruleColumns(knob string, pol *[3]tcp.Policy) [3]string {
	set := [3]string{"·", "·", "·"}
	for i := range tcp.Knobs {
		if k := &tcp.Knobs[i]; k.Name == knob {
			for p := range pol {
				set[p] = k.Text(k.Get(&pol[p]))
			}
		}
	}
	return set
}

// notModelled is what the endpoint leaves out, for the documents.
var notModelled = []string{
	"Generic receive offload: the receiver takes every segment by itself, as from a device that does not merge them.",
	"TCP Fast Open (RFC 7413), MPTCP, TCP-AO, urgent data beyond the flag. ECN (RFC 3168) is there for scripts (teacp drill); links mark no packets.",
	"Path MTU discovery on links: a packet larger than the path is lost, and nobody is told; scripts can inject the ICMP message.",
	"Pacing, BBR and other congestion controls than Reno, NewReno, Tahoe and CUBIC.",
	"SYN cookies, and the kernel's limit on challenge ACKs per second of a whole host.",
	"IPv6: the simulated packets are IPv4.",
	"Auto-corking and TCP small queues: they need a device queue; the recordings do not show them either.",
	"tcp_retries1: after so many time-outs a kernel asks for another route, and there is one only.",
}

// settingRows writes the rows of the settings that are kernel details, or of the others.
func settingRows(b *strings.Builder, pol *[3]tcp.Policy, detail bool) {
	for i := range tcp.Knobs {
		k := &tcp.Knobs[i]
		if k.Detail != detail {
			continue
		}
		help := words.SettingHelp("host."+k.Name, "en")
		fmt.Fprintf(b, "| `%s` | %s | %s | %s | %s | %s |\n", k.Name, k.Text(k.Get(&pol[0])), k.Text(k.Get(&pol[1])), k.Text(k.Get(&pol[2])), help, k.Source)
	}
}

// StackDocument is the document docs/tcp.md: what each profile is set to, the rules, and what is
// not modelled.
func StackDocument() string {
	var b strings.Builder
	b.WriteString("# The TCP that is simulated\n\nOne engine, three stacks: `rfc` has the values of the standards, `linux` those of a current kernel (held against\n")
	b.WriteString("recordings, see conformance.md), `textbook` the numbers that the literature of 2002 teaches. `teacp profiles` prints\nthe first table. Made from the tables in `sim/tcp` and `sim/rule`; a test keeps it current.\n\n")
	b.WriteString("## What the profiles are set to\n\n| knob | rfc | linux | textbook | what it does | source |\n| --- | --- | --- | --- | --- | --- |\n")
	var pol [3]tcp.Policy
	for i, n := range tcp.ProfileNames {
		pol[i], _ = tcp.Profile(n)
	}
	settingRows(&b, &pol, false)
	b.WriteString("\n## Kernel details\n\nHow the recorded Linux 6.18 kernel differs from the standards or goes beyond them. A profile is the sum of its\nsettings: `rfc` with all settings of `linux` runs as `linux` does. The explorer's list of knobs leaves these out until\none types a part of their names; `teacp ledger --details` tries them.\n\n")
	b.WriteString("| knob | rfc | linux | textbook | what it does | source |\n| --- | --- | --- | --- | --- | --- |\n")
	settingRows(&b, &pol, true)
	b.WriteString("\n## What every profile does\n\n")
	for _, s := range everyProfile {
		b.WriteString("- " + s + "\n")
	}
	b.WriteString("\n## The rules\n\nA column says what the profile's knob is set to where one switches the rule; a dot where the rule holds in every profile.\n\n")
	b.WriteString("| rule | what it says | source | knob | rfc | linux | textbook |\n| --- | --- | --- | --- | --- | --- | --- |\n")
	for i := 1; i < rule.Count; i++ {
		in := rule.ID(i).Info()
		knob := in.Knob
		set := ruleColumns(knob, &pol)
		if knob != "" {
			knob = "`" + knob + "`"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s | %s | %s |\n", in.Name, words.RuleSentence(rule.ID(i), "en"), in.Source, knob, set[0], set[1], set[2])
	}
	b.WriteString("\n## What is not modelled\n\n")
	for _, s := range notModelled {
		b.WriteString("- " + s + "\n")
	}
	return b.String()
}
