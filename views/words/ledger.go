package words

import (
	"fmt"
	"sort"

	"teacp/sim/ledger"
	"teacp/sim/rule"
)

// LedgerLines say to which interval of the ledger a frame belongs: the waits that it ended,
// or the one in which it lies. The first line is a heading.
func LedgerLines(l *ledger.Ledger, frame int64, lang string) []string {
	list := l.Whole()
	if frame >= l.Read() || len(list) == 0 {
		return nil
	}
	out := []string{Say(lang, "In the ledger", "장부에서")}
	add := func(en, ko string, v *ledger.Interval, args ...any) {
		k := CauseOf(v.Cause)
		out = append(out, fmt.Sprintf("  [%c] ", k.Letter)+fmt.Sprintf(Say(lang, en, ko), append([]any{Time(v.To - v.From), causeAndWith(v)}, args...)...))
	}
	now := l.Run().TimeOf(frame)
	from := sort.Search(len(list), func(i int) bool { return list[i].To > now })
	for i := from - 1; i >= 0 && len(out) < 8 && list[i].Frame >= frame; i-- {
		if list[i].Frame == frame {
			add("this frame ends %s of %s, %s of the whole", "이 프레임에서 끝난다: %s의 %s, 전체의 %s", &list[i], Share(list[i].To-list[i].From, l.Total()))
		}
	}
	switch {
	case len(out) > 1:
	case from < len(list):
		add("this time is booked to %[2]s: %[1]s up to frame :%[3]d", "이 시간은 %[2]s의 몫이다: %[1]s, 프레임 :%[3]d까지", &list[from], list[from].Frame)
	default:
		out = append(out, "  "+fmt.Sprintf(Say(lang, "behind the completion at :%d: closing does not count", "일이 끝난 :%d 뒤: 닫기는 세지 않는다"), l.CompletionFrame()))
	}
	return out
}

// causeAndWith name an interval's cause and its contributor.
func causeAndWith(v *ledger.Interval) string {
	s := v.Cause.String()
	if v.With != rule.None {
		s += " +" + v.With.String()
	}
	return s
}
