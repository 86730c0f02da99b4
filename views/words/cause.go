package words

import "teacp/sim/rule"

// Cause is how a cause of the ledger is named: the waterfall, the ledger, the text and the
// legends share one letter for each.
type Cause struct {
	Rule   rule.ID
	Letter rune
	EN, KO string
}

// Causes is the table of the ledger's causes, in the order in which a request meets them.
var Causes = []Cause{
	{rule.Dns, 'd', "DNS look-up", "DNS 조회"},
	{rule.Pool, 'w', "no free connection", "빈 연결 없음"},
	{rule.PortWait, 'P', "no free port", "빈 포트 없음"},
	{rule.Handshaking, 'h', "handshake", "핸드셰이크"},
	{rule.Tls, 't', "TLS handshake", "TLS 핸드셰이크"},
	{rule.Request, 'q', "request travels", "요청이 간다"},
	{rule.Server, 's', "server works", "서버가 일한다"},
	{rule.Workers, 'k', "no free worker", "빈 일꾼 없음"},
	{rule.HeadOfLine, 'l', "behind another answer", "앞 응답에 막힘"},
	{rule.Response, 'r', "response travels", "응답이 온다"},
	{rule.Serialization, 'b', "bits onto the line", "비트를 싣는 시간"},
	{rule.Queueing, 'u', "queue of others", "남의 대기열"},
	{rule.Nagle, 'N', "Nagle", "네이글"},
	{rule.Cork, 'K', "cork", "코르크"},
	{rule.DelayedAck, 'D', "delayed ACK", "지연 ACK"},
	{rule.CwndHold, 'C', "congestion window", "혼잡 윈도"},
	{rule.RwndHold, 'R', "receive window", "수신 윈도"},
	{rule.SndBufFull, 'B', "send buffer", "송신 버퍼"},
	{rule.Rto, 'X', "retransmission time-out", "재전송 시간 초과"},
	{rule.Tlp, 'L', "tail loss probe", "꼬리 손실 탐침"},
	{rule.FastRecovery, 'F', "fast recovery", "빠른 복구"},
	{rule.Jitter, 'j', "jitter", "지터"},
	{rule.FaultDelay, 'e', "delayed by the scenario", "시나리오가 늦춤"},
	{rule.FaultDup, '2', "second copy", "두 번째 사본"},
	{rule.HandDelay, 'E', "delayed by hand", "손으로 늦춤"},
	{rule.HandDup, '3', "second copy by hand", "손으로 만든 두 번째 사본"},
	{rule.HandLose, 'x', "lost by hand", "손으로 잃게 함"},
	{rule.Think, 'a', "application", "응용"},
	{rule.ClientTimeout, '!', "client's time-out", "클라이언트의 시간 제한"},
	{rule.IdleTimeout, 'i', "idle time-out", "유휴 시간 제한"},
	{rule.AtWill, 'A', "server closes at will", "서버가 마음대로 닫음"},
	{rule.AppBlocked, '?', "nothing comes", "아무것도 안 옴"},
}

var causeOf [rule.Count]int // by rule: index in Causes plus 1

func init() {
	for i := range Causes {
		causeOf[Causes[i].Rule] = i + 1
	}
}

// CauseOf is how a cause is shown; one that is not in the table has a star and its name.
func CauseOf(r rule.ID) Cause {
	if i := causeOf[r]; i != 0 {
		return Causes[i-1]
	}
	return Cause{Rule: r, Letter: '*', EN: r.String(), KO: r.String()}
}

// Label is a cause's name for people.
func (c *Cause) Label(lang string) string { return Say(lang, c.EN, c.KO) }
