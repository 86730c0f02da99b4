package drill

import (
	"fmt"
	"slices"
	"strings"

	"teacp/sim/tcp"
)

// wire maps the sequence numbers of a script to those of the stack. A script numbers the endpoint's
// bytes from the sequence number of its first outbound SYN. The peer's numbers are the same in
// both.
type wire struct {
	known        bool
	script, live uint32 // the endpoint's initial sequence number in the script and in the stack
}

func (w *wire) learn(script, live uint32) {
	if !w.known {
		w.known, w.script, w.live = true, script, live
	}
}

// toStack maps a sequence number of the endpoint from the script to the stack.
func (w *wire) toStack(n uint32) uint32 { return n - w.script + w.live }

// toScript maps a sequence number of the endpoint from the stack to the script.
func (w *wire) toScript(n uint32) uint32 { return n - w.live + w.script }

// inbound returns a packet of the script with the numbers of the stack.
func (p *play) inbound(k *Packet) (Packet, bool) {
	out := *k
	if k.Flags&tcp.ACK != 0 {
		out.Ack = p.isn.toStack(k.Ack)
	}
	out.Opts = make([]Option, len(k.Opts))
	for i, o := range k.Opts {
		switch {
		case o.Kind == optTS && o.B != 0:
			live, ok := p.stamps[o.B]
			if !ok && p.offsetKnown {
				live, ok = o.B+p.offset, true
			}
			if !ok {
				return out, false
			}
			o.B = live
		case o.Kind == optSack:
			blocks := o.Sack
			o.Sack = make([]SackBlock, len(blocks))
			for j, b := range blocks {
				o.Sack[j] = SackBlock{p.isn.toStack(b.Lo), p.isn.toStack(b.Hi)}
			}
		}
		out.Opts[i] = o
	}
	return out, true
}

// expect takes the next packet that the endpoint sent and compares it with the event. Several
// packets may match one expected packet if their lengths add up to its length: all but the last are
// equally long, and the last one must have its flags, acknowledgment, window and options.
func (p *play) expect(base, slack Time) bool {
	w, k := &p.e.When, &p.e.Packet
	to := p.due + w.To - w.At
	limit := to + slack
	if w.Form == Any || p.opt.Ignore&IgnoreTime != 0 {
		limit = p.st.Now() + 3600*second
	}
	first, ok := p.sent(min(p.due, limit))
	if held := p.held(k.Len == 0 && k.Flags&(tcp.SYN|tcp.FIN|tcp.RST) == 0); !ok && !p.failed {
		if first, ok = p.sent(limit); !ok && !p.failed || first.At > limit {
			p.res.Held = held
		}
	}
	if !ok {
		if p.failed {
			return false
		}
		return p.differ("nothing is sent", at(p.due)+" > "+PacketText(k),
			"nothing until "+seconds(min(limit, max(p.st.Now(), to))))
	}
	all := first
	if p.e.Packet.Flags&tcp.SYN != 0 && first.Flags&tcp.SYN != 0 {
		p.isn.learn(k.Seq, first.Seq)
	}
	part := first.Len
	for part > 0 && all.Len < k.Len && !p.s.Config.Strict {
		more, ok := p.sent(limit)
		if !ok {
			break
		}
		if more.Seq != all.Seq+uint32(all.Len) || more.Len > part || all.Len+more.Len < k.Len && more.Len != part {
			all.Len += more.Len
			break
		}
		seq, n := all.Seq, all.Len
		all = more
		all.Seq, all.Len = seq, n+more.Len
	}
	if p.failed {
		return false
	}
	p.log(p.e.Line, "> "+PacketText(p.scriptPacket(&all)))
	p.last = all.At
	if what := p.mismatch(&all); what != "" {
		return p.differ(what, at(p.due)+" > "+PacketText(k), at(all.At)+" > "+PacketText(p.scriptPacket(&all)))
	}
	if w.Form != Any && p.opt.Ignore&IgnoreTime == 0 && (first.At < p.due-slack || all.At > limit) {
		what := "the packet comes too late"
		if first.At < p.due-slack {
			what = "the packet comes too early"
		}
		return p.differ(what, at(p.due)+" > "+PacketText(k), at(all.At)+" > "+PacketText(p.scriptPacket(&all)))
	}
	if w.Form == Any {
		p.due = all.At
	}
	return true
}

// held returns what the endpoint holds: its data, or where an ACK is expected, the ACK.
func (p *play) held(ack bool) *Held {
	h, ok := p.st.(Holder)
	if !ok {
		return nil
	}
	return h.Held(ack)
}

// sent returns the next packet that the endpoint sent. It waits for one until limit.
func (p *play) sent(limit Time) (Sent, bool) {
	for {
		if k, ok := p.st.Sent(); ok {
			p.res.Packets++
			return k, true
		}
		if p.st.Now() > limit {
			return Sent{}, false
		}
		p.st.Wait(limit+1, OnPacket)
		if !p.takeReply() {
			return Sent{}, false
		}
	}
}

// scriptPacket returns a packet with the numbers of the script, for messages.
func (p *play) scriptPacket(k *Sent) *Packet {
	out := k.Packet
	out.Seq = p.isn.toScript(k.Seq)
	out.Opts = make([]Option, len(k.Opts))
	for i, o := range k.Opts {
		if o.Kind == optTS && p.offsetKnown {
			o.A -= p.offset
		}
		out.Opts[i] = o
	}
	return &out
}

// mismatch names the first field in which a packet differs from the expected one, "" if none
// differs.
func (p *play) mismatch(k *Sent) string {
	want, got := &p.e.Packet, p.scriptPacket(k)
	mask := ^tcp.Flags(0)
	if p.opt.Ignore&IgnorePush != 0 {
		mask &^= tcp.PSH
	}
	switch {
	case want.Flags&mask != got.Flags&mask:
		return "the flags differ"
	case want.Seq != got.Seq:
		return "the sequence number differs"
	case want.Len != got.Len:
		return "the length differs"
	case want.Flags&tcp.ACK != 0 && want.Ack != got.Ack:
		return "the acknowledgment differs"
	case want.HasWin && want.Win != got.Win && p.opt.Ignore&IgnoreWindow == 0:
		return "the window differs"
	case want.ECN != ecnNotGiven && want.ECN != got.ECN:
		return "the ECN bits differ"
	}
	if want.AnyOpts || p.opt.Ignore&IgnoreSynOpts != 0 && want.Flags&tcp.SYN != 0 {
		p.learnStamp(want, k)
		return ""
	}
	return p.options(want, k)
}

// optionNames are the names of TCP options in the notation of scripts.
var optionNames = map[uint8]string{
	optEOL: "eol", optNop: "nop", optMSS: "mss", optWScale: "wscale", optSackOK: "sackOK", optSack: "sack",
	optTS: "TS",
}

// options compares the TCP options one by one and names the first that differs.
func (p *play) options(want *Packet, k *Sent) string {
	for i := 0; i < max(len(want.Opts), len(k.Opts)); i++ {
		both := i < len(want.Opts) && i < len(k.Opts)
		differs := both && want.Opts[i].Kind != k.Opts[i].Kind
		switch {
		case i >= len(k.Opts), differs && !has(k.Opts[i:], want.Opts[i].Kind):
			return "the option " + optionNames[want.Opts[i].Kind] + " is missing"
		case i >= len(want.Opts), differs && !has(want.Opts[i:], k.Opts[i].Kind):
			return "the option " + optionNames[k.Opts[i].Kind] + " is not expected"
		case differs:
			return "the option " + optionNames[k.Opts[i].Kind] + " is out of order"
		}
		if what := p.optionValue(&want.Opts[i], &k.Opts[i]); what != "" {
			return what
		}
	}
	return ""
}

func has(opts []Option, kind uint8) bool {
	return slices.ContainsFunc(opts, func(o Option) bool { return o.Kind == kind })
}

// optionValue compares two options of one kind.
func (p *play) optionValue(w, g *Option) string {
	switch w.Kind {
	case optMSS, optWScale:
		if w.A != g.A {
			return "the value of the option " + optionNames[w.Kind] + " differs"
		}
	case optSack:
		if len(w.Sack) != len(g.Sack) {
			return "the number of SACK blocks differs"
		}
		if !slices.Equal(w.Sack, g.Sack) {
			return "the SACK blocks differ"
		}
	case optTS:
		if w.B != g.B {
			return "the echoed timestamp differs"
		}
		if !p.stamp(w.A, g.A) {
			return "the timestamp differs"
		}
	}
	return ""
}

// stamp records a pair of timestamps. If the script sets a tick, the timestamps of both must also
// advance by the same amount.
func (p *play) stamp(script, live uint32) bool {
	p.stamps[script] = live
	if !p.offsetKnown {
		p.offsetKnown, p.offset = true, live-script
		return true
	}
	tick := p.s.Config.TSTick
	if tick == 0 {
		return true
	}
	d := int32(live - p.offset - script)
	most := int32(max(p.tolerance/tick, 1))
	return d >= -most && d <= most
}

func (p *play) learnStamp(want *Packet, k *Sent) {
	for i := range want.Opts {
		for j := range k.Opts {
			if want.Opts[i].Kind == optTS && k.Opts[j].Kind == optTS {
				p.stamp(want.Opts[i].A, k.Opts[j].A)
			}
		}
	}
}

// PacketText formats a packet in the script's notation.
func PacketText(k *Packet) string {
	var b strings.Builder
	switch k.ECN {
	case ecnECT0:
		b.WriteString("[ect0] ")
	case ecnECT1:
		b.WriteString("[ect1] ")
	case ecnCE:
		b.WriteString("[ce] ")
	}
	n := b.Len()
	for _, c := range []byte("SFRPUEW.") {
		if k.Flags&flagLetters[c] != 0 {
			b.WriteByte(c)
		}
	}
	if b.Len() == n {
		b.WriteByte('-')
	}
	fmt.Fprintf(&b, " %d:%d(%d)", k.Seq, k.Seq+uint32(k.Len), k.Len)
	if k.Flags&tcp.ACK != 0 {
		fmt.Fprintf(&b, " ack %d", k.Ack)
	}
	if k.HasWin {
		fmt.Fprintf(&b, " win %d", k.Win)
	}
	if k.AnyOpts {
		b.WriteString(" <...>")
	} else if len(k.Opts) > 0 {
		b.WriteString(" <" + optionsText(k.Opts) + ">")
	}
	return b.String()
}

// SegmentOptions formats the options of a segment in the script's notation, in the order that
// common stacks use.
func SegmentOptions(s *tcp.Segment) string { return optionsText(wireOptions(s)) }

func optionsText(opts []Option) string {
	var out []string
	for i := range opts {
		o := &opts[i]
		switch o.Kind {
		case optEOL:
			out = append(out, "eol")
		case optNop:
			out = append(out, "nop")
		case optMSS:
			out = append(out, fmt.Sprintf("mss %d", o.A))
		case optWScale:
			out = append(out, fmt.Sprintf("wscale %d", o.A))
		case optSackOK:
			out = append(out, "sackOK")
		case optTS:
			out = append(out, fmt.Sprintf("TS val %d ecr %d", o.A, o.B))
		case optSack:
			t := "sack"
			for _, b := range o.Sack {
				t += fmt.Sprintf(" %d:%d", b.Lo, b.Hi)
			}
			out = append(out, t)
		default:
			out = append(out, fmt.Sprintf("option %d", o.Kind))
		}
	}
	return strings.Join(out, ",")
}

// seconds formats an instant in seconds, without trailing zeros.
func seconds(t Time) string {
	us := int64(t / microsecond)
	sign := ""
	if us < 0 {
		sign, us = "-", -us
	}
	s := fmt.Sprintf("%s%d.%06d", sign, us/1_000_000, us%1_000_000)
	return strings.TrimRight(strings.TrimRight(s, "0"), ".") + " s"
}

// at formats an instant as the time of an event.
func at(t Time) string { return strings.TrimSuffix(seconds(t), " s") }
