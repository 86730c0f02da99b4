package report

import (
	"fmt"
	"strings"

	"teacp/sim/rule"
	"teacp/sim/tcp"
	"teacp/views/words"
)

// linuxOnly is what the linux profile does beside its knobs, for the documents.
var linuxOnly = []string{
	"Buffers count the memory that packets take: a block of 576 bytes, a power of two or whole pages, and a descriptor; a small segment is copied behind the one in front of it (traces zero_window, slow_reader).",
	"The send buffer follows the congestion window, unless that was filled; a blocked write goes on when a third is free; a write marks PSH where the buffer fills and after half of the largest window (traces ss_iw10_reno, bottleneck_sack).",
	"The receive buffer grows once a round trip of the receiver by what was read in it, less what waits unread; the window follows what arrives (traces delack_oneway, c_slow_reader_big).",
	"The round trip and the RTO are estimated as there: the minimum applies to the deviation, which falls slowly (trace rto_backoff_notlp).",
	"ACKs that only repeat SACK blocks are compressed from the fourth on, for a twentieth of the round trip, at most a millisecond (trace loss_one_sack_ts).",
	"A compressed ACK goes at once before a third SACK block is made, or one behind the first two changes (trace c_sack_blocks_few).",
	"Retransmissions count as sending for the idle time, and CUBIC's curve stands still while nothing is in flight (trace c_cubic_after_idle).",
	"A D-SACK counts as a delivery; more D-SACKs than retransmissions come from the network and are ignored (traces c_reorder_twice, c_dup_data_many).",
	"Taking the cork off leaves the part of a segment to Nagle's rule; TCP_NODELAY set under the cork lets that part go (traces c_cork_nagle, c_cork_nodelay).",
	"SACK blocks take their room off the segments that they travel with, and those count as full ones (trace c_sack_room).",
	"A retransmission that answers what has just been received makes a connection interactive, as other data does (trace c_sack_room).",
	"A receive buffer that is over its size is packed, page by page; what then finds no room is dropped, and the ACK offers no window (trace c_rcvbuf_shrunk).",
	"What waits behind a gap is thrown away for a segment in order; a sender that learns of it waits for half a round trip, then sends all again (trace c_renege).",
	"Nothing is sent again that lies beyond a window which was taken back, but for the first segment (trace c_window_taken_back).",
	"Where new data has left in place of a retransmission after a time-out, nothing is resent before the next ACK (trace c_frto_tail).",
	"Without SACK an ACK that a retransmission may have brought proves no time-out spurious (trace c_frto_nosack).",
	"Pure ACKs from the past, as their timestamps show, are not answered (trace c_old_acks_ts).",
	"A segment that had been received is acknowledged at once unless the receive buffer is more than half full (trace c_dup_full_buffer).",
	"Small segments that are sent again are joined up to a full one (trace c_oneway_small_nodelay_loss).",
	"A late original is told from a retransmission by the timestamp that comes back, and the reduction is undone (trace c_reorder_2_ts_cubic).",
	"Clocks count in ticks where `timer_tick` says so: the timers' wheel, CUBIC, the delayed-ACK estimate, idle times.",
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
	for i := range tcp.Knobs {
		k := &tcp.Knobs[i]
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s | %s |\n", k.Name, k.Text(k.Get(&pol[0])), k.Text(k.Get(&pol[1])), k.Text(k.Get(&pol[2])), words.SettingHelp("host."+k.Name, "en"), k.Source)
	}
	b.WriteString("\nBeside its knobs the `linux` profile does what the recordings show of a Linux 6.18 kernel:\n\n")
	for _, s := range linuxOnly {
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
