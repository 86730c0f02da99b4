package views

import (
	"strconv"
	"strings"

	"teacp/sim"
	"teacp/sim/ledger"
	"teacp/sim/rule"
)

// Cause is how a cause of the ledger is shown: the waterfall, the ledger, the text and the
// legends share one letter and one style for each.
type Cause struct {
	Rule   rule.ID
	Letter rune
	EN, KO string
	style  func(*Theme) Style
}

// Causes is the table of the ledger's causes, in the order in which a request meets them.
var Causes = []Cause{
	{rule.Dns, 'd', "DNS look-up", "DNS 조회", func(t *Theme) Style { return t.Dim }},
	{rule.Pool, 'w', "no free connection", "빈 연결 없음", func(t *Theme) Style { return t.Dim }},
	{rule.PortWait, 'P', "no free port", "빈 포트 없음", func(t *Theme) Style { return t.Bad }},
	{rule.Handshaking, 'h', "handshake", "핸드셰이크", func(t *Theme) Style { return t.Timer }},
	{rule.Tls, 't', "TLS handshake", "TLS 핸드셰이크", func(t *Theme) Style { return t.Timer }},
	{rule.Request, 'q', "request travels", "요청이 간다", func(t *Theme) Style { return t.C2S }},
	{rule.Server, 's', "server works", "서버가 일한다", func(t *Theme) Style { return t.Strong }},
	{rule.Workers, 'k', "no free worker", "빈 일꾼 없음", func(t *Theme) Style { return t.Bad }},
	{rule.HeadOfLine, 'l', "behind another answer", "앞 응답에 막힘", func(t *Theme) Style { return t.Bad }},
	{rule.Response, 'r', "response travels", "응답이 온다", func(t *Theme) Style { return t.S2C }},
	{rule.Serialization, 'b', "bits onto the line", "비트를 싣는 시간", func(t *Theme) Style { return t.Plain }},
	{rule.Queueing, 'u', "queue of others", "남의 대기열", func(t *Theme) Style { return t.Held }},
	{rule.Nagle, 'N', "Nagle", "네이글", func(t *Theme) Style { return t.Held }},
	{rule.Cork, 'K', "cork", "코르크", func(t *Theme) Style { return t.Held }},
	{rule.DelayedAck, 'D', "delayed ACK", "지연 ACK", func(t *Theme) Style { return t.Held }},
	{rule.CwndHold, 'C', "congestion window", "혼잡 윈도", func(t *Theme) Style { return t.Held }},
	{rule.RwndHold, 'R', "receive window", "수신 윈도", func(t *Theme) Style { return t.Held }},
	{rule.SndBufFull, 'B', "send buffer", "송신 버퍼", func(t *Theme) Style { return t.Held }},
	{rule.Rto, 'X', "retransmission time-out", "재전송 시간 초과", func(t *Theme) Style { return t.Lost }},
	{rule.Tlp, 'L', "tail loss probe", "꼬리 손실 탐침", func(t *Theme) Style { return t.Retrans }},
	{rule.FastRecovery, 'F', "fast recovery", "빠른 복구", func(t *Theme) Style { return t.Retrans }},
	{rule.Jitter, 'j', "jitter", "지터", func(t *Theme) Style { return t.Bad }},
	{rule.FaultDelay, 'e', "delayed by the scenario", "시나리오가 늦춤", func(t *Theme) Style { return t.Bad }},
	{rule.FaultDup, '2', "second copy", "두 번째 사본", func(t *Theme) Style { return t.Bad }},
	{rule.HandDelay, 'E', "delayed by hand", "손으로 늦춤", func(t *Theme) Style { return t.Bad }},
	{rule.HandDup, '3', "second copy by hand", "손으로 만든 두 번째 사본", func(t *Theme) Style { return t.Bad }},
	{rule.HandLose, 'x', "lost by hand", "손으로 잃게 함", func(t *Theme) Style { return t.Lost }},
	{rule.Think, 'a', "application", "응용", func(t *Theme) Style { return t.Dim }},
	{rule.ClientTimeout, '!', "client's time-out", "클라이언트의 시간 제한", func(t *Theme) Style { return t.Bad }},
	{rule.IdleTimeout, 'i', "idle time-out", "유휴 시간 제한", func(t *Theme) Style { return t.Dim }},
	{rule.AtWill, 'A', "server closes at will", "서버가 마음대로 닫음", func(t *Theme) Style { return t.Bad }},
	{rule.AppBlocked, '?', "nothing comes", "아무것도 안 옴", func(t *Theme) Style { return t.Dim }},
}

var causeOf [256]uint8 // by rule: index in Causes plus 1

func init() {
	for i := range Causes {
		causeOf[Causes[i].Rule&255] = uint8(i + 1)
	}
}

// CauseOf is how a cause is shown; one that is not in the table has a star and its name.
func CauseOf(r rule.ID) Cause {
	if i := causeOf[r&255]; i != 0 {
		return Causes[i-1]
	}
	return Cause{Rule: r, Letter: '*', EN: r.String(), KO: r.String(), style: func(t *Theme) Style { return t.Bad }}
}

// Label is a cause's name for people.
func (c *Cause) Label(lang string) string { return Say(lang, c.EN, c.KO) }

// permille is a share in tenths of a percent, rounded.
func permille(part, all sim.Time) int64 {
	if all <= 0 {
		return 0
	}
	return (2000*int64(part) + int64(all)) / (2 * int64(all))
}

// Share writes a share in percent: 37.3 %.
func Share(part, all sim.Time) string {
	b := make([]byte, 0, 8)
	p := permille(part, all)
	b = appendInt(b, p/10)
	b = append(b, '.', byte('0'+p%10), ' ', '%')
	return string(b)
}

// Letters draws intervals into a bar of w letters that stands for [from, to): each column
// shows the cause that takes most of it; blank where nothing is booked.
func Letters(list []ledger.Interval, from, to sim.Time, w int, put func(x int, v *ledger.Interval)) {
	if to <= from || w <= 0 {
		return
	}
	i := 0
	for x := 0; x < w; x++ {
		a := from + sim.Time(int64(to-from)*int64(x)/int64(w))
		b := from + sim.Time(int64(to-from)*int64(x+1)/int64(w))
		for i < len(list) && list[i].To <= a {
			i++
		}
		best, most := -1, sim.Time(0)
		for j := i; j < len(list) && list[j].From < b; j++ {
			if d := min(list[j].To, b) - max(list[j].From, a); d > most {
				best, most = j, d
			}
		}
		if best >= 0 {
			put(x, &list[best])
		}
	}
}

// RequestURL is the whole address of a request.
func RequestURL(r *sim.Run, id int32) string {
	cfg := r.Config()
	if id < 0 || len(cfg.HTTP) == 0 || len(cfg.HTTP[0].Objects) == 0 {
		return ""
	}
	page := &cfg.HTTP[0]
	obj := page.Object(id)
	site := &page.Sites[obj.Site]
	port := ""
	if site.Port != 80 {
		port = ":" + strconv.Itoa(int(site.Port))
	}
	return "http://" + site.Name + port + obj.Path
}

// ASCII replaces drawing characters by ones that every terminal has.
func ASCII(s string) string { return strings.Map(toASCII, s) }
