package conform

import (
	"fmt"
	"strings"
)

// Known are the recorded cases that the simulation does not match, with the reason. A test checks
// that the list is complete and current.
var Known = map[string]string{
	"loss_one_newreno_early": "a delayed-ACK timer that fired a tick later than the wheel allows, so one ACK fewer",
	"ss_iw1_reno_d20": "PSH alone: the writer of the kernel woke between two ACKs 120 µs apart, " +
		"and filled the send buffer once more",
}

// Table returns the content of docs/conformance.md.
func Table(results []Result) string {
	var b strings.Builder
	whole, alone, matched, real := 0, 0, 0, 0
	for _, r := range results {
		matched += r.Matched
		real += r.Real
		if r.OK {
			whole++
		}
		if r.Alone {
			alone++
		}
	}
	b.WriteString("# How far the linux profile agrees with a real kernel\n\n")
	b.WriteString("Made by `teacp conform --markdown TRACE…` from the recordings in `sim/testdata/linux`, " +
		"and checked by the tests to be current.\n\n")
	b.WriteString("A case is whole if each sender sent the same sequence of (flags, sequence number, length, " +
		"acknowledgment) and each sending time\n")
	b.WriteString("agrees within 1 ms, the spread between the kernel's own runs, and the step of the " +
		"kernel's timer wheel where a timer set it.\n\n")
	b.WriteString("What belongs to the recording machine and not to its TCP is taken from the recording: how " +
		"long the machine took over each packet, and\n")
	b.WriteString("whether a packet still found room in a queue that another one left within 0.2 ms of it; " +
		"where the clock of the timestamps stood; and when\n")
	b.WriteString("the timer of a compressed ACK fired, within 0.2 ms of what its rule asks.\n\n")
	b.WriteString("The stack is judged, not the scheduler of the machine that recorded: when the " +
		"applications' threads woke, how much a call read, and which\n")
	b.WriteString("segments were behind a read that took less than it asked for, is taken from the " +
		"recording's calls. Where the kernel's own runs did not all\n")
	b.WriteString("acknowledge alike, so is which segments met a call that held the socket (their ACKs wait " +
		"for it, rule `ack_deferred`). What calls do not\n")
	b.WriteString("show is tried until a case is met: how long a blocked writer took to wake (20 to 250 µs), " +
		"where the kernel's tick stood, and the medians\n")
	b.WriteString("of all recordings in place of this one's moments.\n\n")
	fmt.Fprintf(&b, "%d of %d cases are whole; %d of %d segments match. "+
		"%d cases are whole from the case alone: exact timers, medians of\n", whole, len(results), matched, real,
		alone)
	b.WriteString("all recordings for the machine, and nothing taken from this recording (column *alone*).\n\n")
	b.WriteString("| case | matched / real | largest time error | whole | alone | remark |\n| --- | --- | " +
		"--- | --- | --- | --- |\n")
	for _, r := range results {
		fmt.Fprintf(&b, "| `%s` | %d / %d | %.2f ms | %s | %s | %s |\n",
			r.Case, r.Matched, r.Real, r.MaxError/1000, yes(r.OK), yes(r.Alone), Known[r.Case])
	}
	return b.String()
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
