package cli

import (
	"fmt"
	"strings"

	"charm.land/lipgloss/v2"

	"teacp/sim"
	"teacp/sim/ledger"
	"teacp/views"
	"teacp/views/export"
	"teacp/views/words"
)

// ledger shows where the time went: the causes, the requests and what each knob would save.
func (k look) ledger(l *export.Ledger, lang string) string {
	total := l.Book.Total()
	parts := []string{
		k.box(
			k.head.Render(
				words.Clean(l.Scenario),
			) + "  " + l.Until(
				lang,
			) + "\n" + k.dim.Render(
				words.Clean(l.Command),
			),
		),
		"",
		k.head.Render(words.LedgerTitle.In(lang)),
		k.causes(l, lang),
		"",
		"  " + k.name.Render(export.Strip(l.Book.Whole(), 0, total, k.width-4)),
	}
	if l.Book.Requests() > 0 {
		parts = append(parts, "", k.head.Render(words.LedgerRequests.In(lang)), k.requests(l, lang))
	}
	if l.Tried {
		parts = append(parts, "", k.head.Render(l.WhatIfTitle(lang)), k.whatIfs(l, lang))
	}
	return strings.Join(parts, "\n")
}

// bar is a bar of part in proportion to all.
func (k look) bar(part, all sim.Time, columns int) string {
	fill := "█"
	if k.ascii {
		fill = "#"
	}
	return strings.Repeat(fill, int(int64(columns)*int64(part)/max(int64(all), 1)))
}

// causes has a row for each cause, and below it what else was waited for at the same time.
func (k look) causes(l *export.Ledger, lang string) string {
	total := l.Book.Total()
	items := ledger.Items(l.Book.Whole())
	columns := max(k.width-70, 8)
	var rows [][]string
	cause := map[int]bool{}
	for _, it := range items {
		c := words.CauseOf(it.Cause)
		cause[len(rows)] = true
		rows = append(rows, []string{string(c.Letter), it.Cause.String(), c.Label(lang), words.Time(it.Time),
			words.Share(it.Time, total), k.bar(it.Time, items[0].Time, columns)})
		for _, w := range it.With {
			rows = append(
				rows,
				[]string{"", words.LedgerWith.In(lang) + " " + w.Rule.String(), "", words.Time(w.Time), "", ""},
			)
		}
	}
	cause[len(rows)] = true
	rows = append(rows, []string{"", "", words.LedgerTotal.In(lang), words.Time(total), words.Share(total, total), ""})
	return k.table(nil, rows, func(row, col int) lipgloss.Style {
		s := k.plain
		switch {
		case !cause[row]:
			s = k.dim
		case row == len(rows)-1, col == 0:
			s = k.head
		case col == 1, col == 5:
			s = k.name
		}
		if col == 3 || col == 4 {
			s = s.Align(lipgloss.Right)
		}
		return s
	})
}

// requests has a row for each request, with its causes as letters on the axis of the whole time.
func (k look) requests(l *export.Ledger, lang string) string {
	total, n := l.Book.Total(), l.Book.Requests()
	columns := max(k.width-48, 16)
	var rows [][]string
	for i := range min(n, export.MostRows) {
		q, list := l.Book.Request(i), l.Book.Intervals(i)
		conn, sum, failed := "-", sim.Time(0), ""
		if q.Conn != sim.NoConn {
			conn = fmt.Sprintf("#%d", q.Conn)
		}
		if len(list) > 0 {
			sum = list[len(list)-1].To - list[0].From
		}
		if q.Failed {
			failed = "✗"
		}
		name := words.ObjectName(l.Book.Run(), q.ID)
		rows = append(
			rows,
			[]string{fmt.Sprint(q.ID), conn, lipgloss.NewStyle().MaxWidth(18).Render(words.Clean(name)),
				words.Time(sum), failed, strings.TrimRight(export.Strip(list, 0, max(total, 1), columns), " ")},
		)
	}
	out := k.table(nil, rows, func(_, col int) lipgloss.Style {
		s := [...]lipgloss.Style{k.dim, k.dim, k.plain, k.plain, k.bad, k.name}[col]
		if col == 0 || col == 3 {
			s = s.Align(lipgloss.Right)
		}
		return s
	})
	if n > export.MostRows {
		out += "\n" + strings.TrimRight(fmt.Sprintf(words.LedgerMoreRows.In(lang), n-export.MostRows), "\n")
	}
	return out
}

// whatIfs has a row for each knob that would change something.
func (k look) whatIfs(l *export.Ledger, lang string) string {
	saves, costs := export.WhatIfScale(l.WhatIf)
	var shown []*views.WhatIf
	same, noCure := 0, 0
	for i := range l.WhatIf {
		switch v := &l.WhatIf[i]; {
		case v.Effect == views.NoCure:
			noCure++
		case !v.Matters():
			same++
		default:
			shown = append(shown, v)
		}
	}
	columns := max(k.width-76, 6)
	var rows [][]string
	for _, v := range shown[:min(len(shown), export.MostRows)] {
		total, what, amount := v.Text(lang)
		row := []string{words.Clean(v.Knob + "=" + v.Value), total, what, amount, v.Chance(lang)}
		if row[4] != "" {
			rows = append(rows, row)
			continue
		}
		if v.Saves > 0 {
			row[4] = k.bar(v.Saves, saves, columns)
		} else if v.Saves < 0 {
			row[4] = k.bar(-v.Saves, costs, columns)
		}
		rows = append(rows, row)
	}
	out := k.table(nil, rows, func(row, col int) lipgloss.Style {
		s := k.plain
		switch v := shown[row]; {
		case col == 0:
			s = k.name
		case col >= 2 && v.Effect == views.Lessens:
			s = k.dim
		case col >= 2 && (v.Effect == views.Cures || v.Gain() > 0):
			s = k.good
		case col >= 2:
			s = k.plain.Foreground(lipgloss.Red)
		}
		if col == 1 || col == 3 {
			s = s.Align(lipgloss.Right)
		}
		return s
	})
	if len(shown) > export.MostRows {
		out += "\n" + strings.TrimRight(fmt.Sprintf(words.LedgerMoreRows.In(lang), len(shown)-export.MostRows), "\n")
	}
	if same > 0 {
		out += "\n" + strings.TrimRight(fmt.Sprintf(words.LedgerChangeNothing.In(lang), same), "\n")
	}
	if noCure > 0 {
		out += "\n" + strings.TrimRight(words.GoalNoCure.With(lang, noCure), "\n")
	}
	return out
}
