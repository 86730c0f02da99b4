package export

import (
	"fmt"
	"io"
	"strings"

	"teacp/sim"
	"teacp/sim/goal"
	"teacp/sim/sample"
	"teacp/views/paint"
	"teacp/views/words"
)

// Comparison is the differences between two runs of a scenario.
type Comparison struct {
	A, B   *sim.Run
	Ends   [2]goal.End // of the goals of A and B
	Rows   []Count
	Sample *Sample     // over several seeds; nil: nothing rests on chance, or one draw is all there is
	First  *Difference // the first difference; nil: the runs have the same events
}

// Sample compares the runs over several seeds.
type Sample struct {
	Spread [2]sample.Spread // of A and B
	Effect sample.Effect    // of B against A
}

// Sampled takes over what both runs do with several seeds.
func (c *Comparison) Sampled(a, b *sample.Set) {
	c.Sample = &Sample{[2]sample.Spread{a.Spread(), b.Spread()}, sample.Compare(a, b)}
}

// Chance says what the comparison over several seeds gives, or that one draw is all there is; "" where
// nothing rests on chance.
func (c *Comparison) Chance(lang string) string {
	switch s := c.Sample; {
	case s != nil:
		return words.SampleEffect(&s.Effect, &s.Spread[0], &s.Spread[1], c.A.Config().Seed, lang)
	case c.A.Draws() > 0 || c.B.Draws() > 0:
		return words.SampleSingle.In(lang)
	}
	return ""
}

// Count is one number of both runs. Those named _ns are times in nanoseconds.
type Count struct {
	Name  string
	A, B  int64
	Never [2]bool // A and B: the goal was not reached, so that the number is that of another end
}

// Compares reports whether the numbers of both runs can be compared.
func (r *Count) Compares() bool { return !r.Never[0] && !r.Never[1] }

// Difference is the first difference between the runs: the first event of each that the other does not
// have. ID 0: that run has ended before.
type Difference struct {
	A, B sim.EventID
	At   sim.Time // the earlier of the two
}

// Compare simulates both runs to their ends and compares them.
func Compare(a, b *sim.Run) *Comparison {
	a.Finish()
	b.Finish()
	c := &Comparison{A: a, B: b}
	c.Ends = [2]goal.End{goal.Of(a), goal.Of(b)}
	sa, sb := a.Stats(), b.Stats()
	c.Rows = []Count{
		{Name: "total_ns", A: int64(c.Ends[0].At), B: int64(c.Ends[1].At),
			Never: [2]bool{!c.Ends[0].Reached(), !c.Ends[1].Reached()}},
		{Name: "frames", A: sa.Frames, B: sb.Frames},
		{Name: "segments", A: sa.Segments, B: sb.Segments},
		{Name: "data_segments", A: sa.DataSegments, B: sb.DataSegments},
		{Name: "pure_acks", A: sa.PureAcks, B: sb.PureAcks},
		{Name: "retransmissions", A: sa.Retransmissions, B: sb.Retransmissions},
		{Name: "drops", A: sa.Drops, B: sb.Drops},
		{Name: "connections", A: sa.Connections, B: sb.Connections},
		{Name: "wire_bytes", A: sa.WireBytes, B: sb.WireBytes},
		{Name: "payload_bytes", A: sa.PayloadBytes, B: sb.PayloadBytes},
		{Name: "sim_ns", A: sa.SimNS, B: sb.SimNS},
	}
	c.First = part(a, b)
	return c
}

// part finds the first event that differs; if none does, the first one with another rule. Frame
// numbers and changes of knobs do not count.
func part(a, b *sim.Run) *Difference {
	x, y := walk{r: a}, walk{r: b}
	var rules *Difference
	for {
		ea, eb := x.next(), y.next()
		switch {
		case ea == nil && eb == nil:
			return rules
		case ea == nil:
			return &Difference{B: eb.ID, At: eb.At}
		case eb == nil:
			return &Difference{A: ea.ID, At: ea.At}
		case !same(ea, eb):
			return &Difference{A: mostInformative(a, ea), B: mostInformative(b, eb), At: min(ea.At, eb.At)}
		case ea.Rule != eb.Rule && rules == nil:
			rules = &Difference{A: ea.ID, B: eb.ID, At: ea.At}
		}
	}
}

func same(a, b *sim.Event) bool {
	x, y := *a, *b
	x.ID, x.Cause, x.Rule, y.ID, y.Cause, y.Rule = 0, 0, 0, 0, 0, 0
	return x == y
}

// mostInformative returns the most informative event of a frame from e on: a timer is started because of an
// event that follows in the same frame.
func mostInformative(r *sim.Run, e *sim.Event) sim.EventID {
	const quiet = 1<<sim.EvArm | 1<<sim.EvCancel | 1<<sim.EvAcked
	for _, x := range r.Events(e.ID.Frame())[e.ID.Index():] {
		if quiet&(1<<x.Kind) == 0 {
			return x.ID
		}
	}
	return e.ID
}

// walk iterates over the events of a run.
type walk struct {
	r     *sim.Run
	frame int64
	evs   []sim.Event
}

func (w *walk) next() *sim.Event {
	for {
		for len(w.evs) == 0 {
			if w.frame >= w.r.Frames() {
				return nil
			}
			w.evs = w.r.Events(w.frame)
			w.frame++
		}
		e := &w.evs[0]
		w.evs = w.evs[1:]
		if e.Kind != sim.EvStart && e.Kind != sim.EvKnob && e.Kind != sim.EvEnd {
			return e
		}
	}
}

// Differ reports whether the runs differ in any event.
func (c *Comparison) Differ() bool { return c.First != nil }

// WriteText writes the table of differences and the first difference in events.
func (c *Comparison) WriteText(w io.Writer, lang string) error {
	var b strings.Builder
	a, other := c.Changes(lang)
	fmt.Fprintf(&b, "A  %s\nB  %s\n\n", a, other)
	fmt.Fprintf(&b, "%-16s %16s %16s %16s\n", "", "A", "B", "B - A")
	for i := range c.Rows {
		row := c.Rows[i].Text(lang)
		fmt.Fprintf(&b, "%-16s %s %s %s\n", row[0], padLeft(row[1], 16), padLeft(row[2], 16), padLeft(row[3], 16))
	}
	b.WriteByte('\n')
	if s := c.Chance(lang); s != "" {
		b.WriteString(s + "\n\n")
	}
	for _, s := range c.Unreached(lang) {
		b.WriteString(s + "\n")
	}
	head, events := c.Parting(lang)
	b.WriteString(head + "\n")
	for i, s := range events {
		fmt.Fprintf(&b, "  %c %s\n", 'A'+i, s)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// Changes returns the knobs that are turned in each run.
func (c *Comparison) Changes(lang string) (a, b string) {
	return changesText(c.A, lang), changesText(c.B, lang)
}

// Unreached says of each run whose goal was not reached why that is.
func (c *Comparison) Unreached(lang string) (out []string) {
	for i, r := range []*sim.Run{c.A, c.B} {
		if e := &c.Ends[i]; !e.Reached() {
			out = append(out, fmt.Sprintf("%c  %s", 'A'+i, words.Goal(r, e, lang)))
		}
	}
	return out
}

// padLeft puts a text at the right end of a column.
func padLeft(s string, w int) string { return strings.Repeat(" ", max(w-paint.Width(s), 0)) + s }

// Text returns the row of the table: name, A, B, difference.
func (r *Count) Text(lang string) [4]string {
	if !r.Compares() {
		out := [4]string{strings.TrimSuffix(r.Name, "_ns")}
		for i, v := range [2]int64{r.A, r.B} {
			if out[i+1] = words.Time(sim.Time(v)); r.Never[i] {
				out[i+1] = words.GoalNever.In(lang)
			}
		}
		return out
	}
	if name, isTime := strings.CutSuffix(r.Name, "_ns"); isTime {
		return [4]string{name, words.Time(sim.Time(r.A)), words.Time(sim.Time(r.B)),
			signed(words.Time(sim.Time(r.B-r.A)), r.B-r.A)}
	}
	return [4]string{r.Name, fmt.Sprint(r.A), fmt.Sprint(r.B), signed(fmt.Sprint(r.B-r.A), r.B-r.A)}
}

// Difference says where the runs part, and which event of A and of B that is; without events they do
// not part.
func (c *Comparison) Parting(lang string) (head string, events []string) {
	if c.First == nil {
		return words.CompareNoDifference.In(lang), nil
	}
	a, b := moment(c.A, c.First.A, lang), moment(c.B, c.First.B, lang)
	if a == b {
		a, b = a+optionsAndWindow(c.A, c.First.A, lang), b+optionsAndWindow(c.B, c.First.B, lang)
	}
	return strings.TrimSpace(fmt.Sprintf(words.ComparePartAt.In(lang), words.Time(c.First.At))), []string{a, b}
}

// signed puts a plus sign before a positive difference.
func signed(s string, v int64) string {
	if v > 0 {
		return "+" + s
	}
	return s
}

func changesText(r *sim.Run, lang string) string {
	var out []string
	for _, c := range r.Changes() {
		s := Clean(c.Knob + "=" + c.Value)
		if c.Frame > 0 {
			s = fmt.Sprintf("%d:%s", c.Frame, s)
		}
		if by := words.HandText(r, c, lang); by != "" {
			s += " [" + by + "]"
		}
		out = append(out, s)
	}
	if len(out) == 0 {
		return words.CompareUnchanged.In(lang)
	}
	return strings.Join(out, " ")
}

// optionsAndWindow names the options and window of a segment, which its sentence leaves out: segments with
// equal sentences may differ in them.
func optionsAndWindow(r *sim.Run, id sim.EventID, lang string) string {
	e := r.Event(id)
	if e == nil || e.Kind != sim.EvSend && e.Kind != sim.EvRecv {
		return ""
	}
	opts := words.Options(&e.Seg)
	if opts == "" {
		opts = words.OptionsNone.In(lang)
	}
	return words.CompareCarries.With(lang, opts, words.Bytes(int64(e.Seg.Wnd)))
}

// moment is an event with its frame and sentence.
func moment(r *sim.Run, id sim.EventID, lang string) string {
	if id == 0 {
		return words.CompareEndedBefore.In(lang)
	}
	e := r.Event(id)
	s := fmt.Sprintf(":%d  %s  %s", id.Frame(), words.Time(e.At), words.Sentence(r, e, lang))
	if fate := words.Fate(r, e, lang); fate != "" {
		s += " " + fate
	}
	return s
}

// WriteJSON writes the schema teacp.compare/1.
func (c *Comparison) WriteJSON(w io.Writer, scenario, lang string) error {
	var o object
	o.open()
	o.str("schema", "teacp.compare/1")
	o.str("scenario", scenario)
	for _, side := range []struct {
		name string
		run  *sim.Run
		end  *goal.End
	}{{"a", c.A, &c.Ends[0]}, {"b", c.B, &c.Ends[1]}} {
		o.key(side.name)
		o.open()
		o.changes(side.run)
		for _, r := range c.Rows {
			v := r.A
			if side.name == "b" {
				v = r.B
			}
			o.int(r.Name, v)
		}
		o.goal(side.run, side.end)
		o.str("hash", fmt.Sprintf("%016x", side.run.Hash()))
		o.close()
	}
	o.key("differences")
	o.open()
	for _, r := range c.Rows {
		if r.A != r.B && r.Compares() {
			o.int(r.Name, r.B-r.A)
		}
	}
	o.close()
	o.bool("differ", c.Differ())
	o.bool("chance", c.A.Draws() > 0 || c.B.Draws() > 0)
	if c.Sample == nil {
		o.null("sample")
	} else {
		o.key("sample")
		o.open()
		o.int("first_seed", int64(c.A.Config().Seed))
		o.spread("a", &c.Sample.Spread[0])
		o.spread("b", &c.Sample.Spread[1])
		o.effect("effect", &c.Sample.Effect)
		o.close()
	}
	if c.First == nil {
		o.null("parts")
	} else {
		o.key("parts")
		o.open()
		o.int("t_ns", int64(c.First.At))
		o.appendEvent("a", c.A, c.First.A, lang)
		o.appendEvent("b", c.B, c.First.B, lang)
		o.close()
	}
	o.close()
	_, err := w.Write(append(o.b, '\n'))
	return err
}

// appendEvent appends the event of one run that the other does not have.
func (o *object) appendEvent(k string, r *sim.Run, id sim.EventID, lang string) {
	if id == 0 {
		o.null(k)
		return
	}
	e := r.Event(id)
	o.key(k)
	o.open()
	o.int("frame", id.Frame())
	o.int("t_ns", int64(e.At))
	o.str("kind", e.Kind.String())
	o.str("rule", e.Rule.String())
	o.str("why", words.Sentence(r, e, lang))
	o.close()
}

// changes appends the list of a run's changes.
func (o *object) changes(r *sim.Run) {
	list := r.Changes()
	o.array("changes", len(list), func(i int) {
		o.int("frame", list[i].Frame)
		o.str("knob", list[i].Knob)
		o.str("value", list[i].Value)
	})
}
