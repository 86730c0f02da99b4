package export

import (
	"fmt"
	"io"
	"strings"

	"teacp/sim"
	"teacp/sim/ledger"
	"teacp/sim/sample"
	"teacp/views"
	"teacp/views/paint"
	"teacp/views/words"
)

// Ledger is what the command writes: where the time of a run went, and what each knob alone
// would save.
type Ledger struct {
	Book      *ledger.Ledger
	WhatIf    []views.WhatIf
	Tried     bool           // what-if was asked for
	Sample    *sample.Spread // how the goal spreads over seeds; nil: it does not rest on chance, or was not sampled
	Intervals bool           // the JSON lists the intervals too
	Scenario  string
	Command   string // the command line that made it
}

// WriteJSON writes the schema teacp.ledger/1.
func (l *Ledger) WriteJSON(w io.Writer) error {
	r := l.Book.Run()
	var o object
	o.open()
	o.str("schema", "teacp.ledger/1")
	o.str("scenario", l.Scenario)
	o.int("seed", int64(r.Config().Seed))
	o.changes(r)
	o.int("total_ns", int64(l.Book.Total()))
	end := l.Book.End()
	o.int("frame", end.Frame)
	o.goal(r, &end)
	whole := l.Book.Whole()
	if l.Sample == nil {
		o.null("sample")
	} else {
		o.spread("sample", l.Sample)
	}
	o.items(ledger.Items(whole), l.Book.Total())
	if l.Intervals {
		o.intervals(whole)
	}
	o.key("requests")
	o.b = append(o.b, '[')
	for i := 0; i < l.Book.Requests(); i++ {
		if i > 0 {
			o.b = append(o.b, ',')
		}
		l.request(&o, i)
		if len(o.b) > 1<<16 {
			if _, err := w.Write(o.b); err != nil {
				return err
			}
			o.b = o.b[:0]
		}
	}
	o.b, o.first = append(o.b, ']'), false
	o.array("whatif", len(l.WhatIf), func(i int) {
		v := &l.WhatIf[i]
		o.str("knob", v.Knob)
		o.str("value", v.Value)
		o.int("total_ns", int64(v.End.At))
		if v.Effect == views.Compares {
			o.int("saves_ns", int64(v.Saves))
		} else {
			o.null("saves_ns")
		}
		o.bool("complete", v.Effect == views.Compares || v.Effect == views.Cures)
		o.str("state", v.End.State.String())
		o.bool("one_draw", v.OneDraw)
		o.effect("sample", &v.Sample)
	})
	o.close()
	_, err := w.Write(append(o.b, '\n'))
	return err
}

func (l *Ledger) request(o *object, i int) {
	q := l.Book.Request(i)
	list := l.Book.Intervals(i)
	o.open()
	o.int("id", int64(q.ID))
	o.str("url", words.RequestURL(l.Book.Run(), q.ID))
	if q.Conn == sim.NoConn {
		o.null("conn")
	} else {
		o.int("conn", int64(q.Conn))
	}
	total := sim.Time(0)
	if len(list) > 0 {
		total = list[len(list)-1].To - list[0].From
	}
	if q.Start == sim.Never {
		o.null("start_ns")
	} else {
		o.int("start_ns", int64(q.Start))
	}
	if q.End == sim.Never {
		o.null("end_ns")
	} else {
		o.int("end_ns", int64(q.End))
	}
	o.int("total_ns", int64(total))
	o.bool("failed", q.Failed)
	o.items(ledger.Items(list), total)
	if l.Intervals {
		o.intervals(list)
	}
	o.close()
}

func (o *object) items(list []ledger.Item, total sim.Time) {
	o.array("items", len(list), func(i int) {
		it := &list[i]
		o.str("cause", it.Cause.String())
		o.int("ns", int64(it.Time))
		o.key("share")
		o.b = appendShare(o.b, it.Time, total)
		o.array("contributors", len(it.With), func(j int) {
			o.str("cause", it.With[j].Rule.String())
			o.int("ns", int64(it.With[j].Time))
		})
	})
}

// appendShare appends a share of one with six decimals, made of integers.
func appendShare(b []byte, part, all sim.Time) []byte {
	if all <= 0 {
		return append(b, '0')
	}
	const unit = 1_000_000
	n := int64(part) / int64(all) * unit
	n += mulDiv(int64(part)%int64(all), unit, int64(all))
	return fmt.Appendf(b, "%d.%06d", n/unit, n%unit)
}

// mulDiv is a*b/c without overflow where b is small.
func mulDiv(a, b, c int64) int64 {
	for a > (1<<62)/b {
		a, c = a/2, c/2
	}
	return a * b / max(c, 1)
}

func (o *object) intervals(list []ledger.Interval) {
	o.array("intervals", len(list), func(i int) {
		v := &list[i]
		o.int("from_ns", int64(v.From))
		o.int("to_ns", int64(v.To))
		o.str("cause", v.Cause.String())
		if v.With != 0 {
			o.str("contributor", v.With.String())
		}
		o.int("frame", v.Frame)
		if v.Conn != sim.NoConn {
			o.int("conn", int64(v.Conn))
		}
	})
}

// MostRows is how many requests and turns of knobs the text lists.
const MostRows = 40

// WriteText writes the ledger for people: items with bars, the requests, what if.
func (l *Ledger) WriteText(w io.Writer, lang string, ascii bool, width int) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s  %s", Clean(l.Scenario), l.Until(lang))
	fmt.Fprintf(&b, "\n%s\n\n", Clean(l.Command))
	l.textItems(&b, lang, width)
	l.textRequests(&b, lang, width)
	l.textWhatIf(&b, lang, width)
	s := b.String()
	if ascii {
		s = paint.ASCII(s)
	}
	_, err := io.WriteString(w, s)
	return err
}

// Until says how long the whole took and what ended it, or why it was not reached.
func (l *Ledger) Until(lang string) string {
	end := l.Book.End()
	if !end.Reached() {
		return words.GoalHead(&end, lang) + "\n" + words.GoalDetail(l.Book.Run(), &end, lang)
	}
	until := words.LedgerUntilRead
	switch {
	case end.Frame < 0:
		until = words.LedgerNeverComplete
	case len(l.Book.Run().Config().HTTP) > 0:
		until = words.LedgerUntilPage
	}
	s := words.Time(l.Book.Total()) + " " + until.In(lang)
	if end.Frame >= 0 {
		s += fmt.Sprintf(" (:%d)", end.Frame)
	}
	return s
}

// textItems writes one line a cause: letter, name, time, share, bar, contributors.
func (l *Ledger) textItems(b *strings.Builder, lang string, width int) {
	b.WriteString(words.LedgerTitle.In(lang) + "\n")
	total := l.Book.Total()
	items := ledger.Items(l.Book.Whole())
	room := max(width-54, 10)
	for _, it := range items {
		c := words.CauseOf(it.Cause)
		bar := int(int64(room/2) * int64(it.Time) / max(int64(items[0].Time), 1))
		line := fmt.Sprintf("  %c %s %s %13s %8s  %s", c.Letter, padTo(it.Cause.String(), 14),
			padTo(c.Label(lang), 24), words.Time(it.Time), words.Share(it.Time, total), strings.Repeat("█", bar))
		b.WriteString(strings.TrimRight(line, " ") + "\n")
		for _, p := range it.With {
			fmt.Fprintf(b, "      %s %s %s\n", words.LedgerWith.In(lang), p.Rule, words.Time(p.Time))
		}
	}
	fmt.Fprintf(b, "    %s %13s %8s\n", padTo(words.LedgerTotal.In(lang), 39), words.Time(total),
		words.Share(total, total))
	fmt.Fprintf(b, "\n  |%s|\n", Strip(l.Book.Whole(), 0, total, width-6))
}

// Strip is a bar of letters, one a column: the cause that takes most of its time.
func Strip(list []ledger.Interval, from, to sim.Time, w int) string {
	row := []rune(strings.Repeat(" ", max(w, 0)))
	views.Letters(list, from, to, w, func(x int, v *ledger.Interval) { row[x] = words.CauseOf(v.Cause).Letter })
	return string(row)
}

func padTo(s string, w int) string {
	s = paint.Cut(s, w)
	return s + strings.Repeat(" ", max(w-paint.Width(s), 0))
}

// textRequests writes the waterfall: one line a request.
func (l *Ledger) textRequests(b *strings.Builder, lang string, width int) {
	n := l.Book.Requests()
	if n == 0 {
		return
	}
	b.WriteString("\n" + words.LedgerRequests.In(lang) + "\n")
	total := l.Book.Total()
	room := max(width-50, 16)
	for i := 0; i < n; i++ {
		if i == MostRows {
			fmt.Fprint(b, words.LedgerMoreRows.With(lang, n-i))
			break
		}
		q := l.Book.Request(i)
		list := l.Book.Intervals(i)
		conn, sum := "-", sim.Time(0)
		if q.Conn != sim.NoConn {
			conn = fmt.Sprintf("#%d", q.Conn)
		}
		if len(list) > 0 {
			sum = list[len(list)-1].To - list[0].From
		}
		mark := " "
		if q.Failed {
			mark = "✗"
		}
		fmt.Fprintf(b, "  %3d %-5s %s %13s %s %s\n", q.ID, conn, padTo(words.ObjectName(l.Book.Run(), q.ID), 18),
			words.Time(sum), mark, strings.TrimRight(Strip(list, 0, max(total, 1), room), " "))
	}
}

// textWhatIf lists the knobs that would change something, by what they save.
func (l *Ledger) textWhatIf(b *strings.Builder, lang string, width int) {
	if !l.Tried {
		return
	}
	b.WriteString("\n" + l.WhatIfTitle(lang) + "\n")
	rows, same, noCure := 0, 0, 0
	saves, costs := WhatIfScale(l.WhatIf)
	for i := range l.WhatIf {
		v := &l.WhatIf[i]
		switch {
		case v.Effect == views.NoCure:
			noCure++
			continue
		case !v.Matters():
			same++
			continue
		}
		if rows++; rows > MostRows {
			continue
		}
		b.WriteString(strings.TrimRight(whatIfLine(v, lang, saves, costs, max(width-84, 8)), " ") + "\n")
	}
	if rows > MostRows {
		fmt.Fprint(b, words.LedgerMoreRows.With(lang, rows-MostRows))
	}
	if same > 0 {
		fmt.Fprint(b, words.LedgerChangeNothing.With(lang, same))
	}
	if noCure > 0 {
		fmt.Fprint(b, words.GoalNoCure.With(lang, noCure))
	}
}

// WhatIfTitle is the line above the effects; where they rest on chance it names the seeds, and how the
// goal spreads over them.
func (l *Ledger) WhatIfTitle(lang string) string {
	if l.Sample == nil {
		return words.LedgerWhatIfTitle.In(lang)
	}
	first := l.Book.Run().Config().Seed
	end := l.Book.End()
	return words.SampleWhatIf.With(lang, first, first+uint64(l.Sample.Seeds)-1) + "\n" +
		words.SpreadOf(l.Sample, first, end.At, lang)
}

// WhatIfScale returns the largest saving and the largest cost, at least 1.
func WhatIfScale(list []views.WhatIf) (saves, costs sim.Time) {
	saves, costs = 1, 1
	for i := range list {
		saves, costs = max(saves, list[i].Gain()), max(costs, -list[i].Gain())
	}
	return saves, costs
}

func whatIfLine(v *views.WhatIf, lang string, saves, costs sim.Time, room int) string {
	total, what, amount := v.Text(lang)
	chance, name := v.Chance(lang), 40
	if chance != "" {
		name = 34
	}
	s := fmt.Sprintf("  %s %13s  %s", padTo(Clean(v.Knob+"="+v.Value), name), total, what)
	switch {
	case chance != "":
		return s + fmt.Sprintf(" %13s  %s", amount, chance)
	case v.Effect != views.Compares:
		if amount != "" {
			s += " (" + amount + ")"
		}
	case v.Saves > 0:
		s += fmt.Sprintf(" %13s  %s", amount, strings.Repeat("█", int(int64(room)*int64(v.Saves)/int64(saves))))
	default:
		s += fmt.Sprintf(" %13s  %s", amount, strings.Repeat("▒", int(int64(room)*int64(-v.Saves)/int64(costs))))
	}
	return s
}
