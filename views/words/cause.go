package words

import "teacp/sim/rule"

// Cause is how a cause of the ledger is named: the waterfall, the ledger, the text and the
// legends share one letter for each.
type Cause struct {
	Rule   rule.ID
	Letter rune
	name   Key
}

// Causes is the table of the ledger's causes, in the order in which a request meets them.
var Causes = []Cause{
	{rule.Dns, 'd', CauseDns},
	{rule.Pool, 'w', CausePool},
	{rule.PortWait, 'P', CausePortWait},
	{rule.Handshaking, 'h', CauseHandshaking},
	{rule.Tls, 't', CauseTls},
	{rule.Request, 'q', CauseRequest},
	{rule.Server, 's', CauseServer},
	{rule.Workers, 'k', CauseWorkers},
	{rule.HeadOfLine, 'l', CauseHeadOfLine},
	{rule.Response, 'r', CauseResponse},
	{rule.Serialization, 'b', CauseSerialization},
	{rule.Queueing, 'u', CauseQueueing},
	{rule.Nagle, 'N', CauseNagle},
	{rule.Cork, 'K', CauseCork},
	{rule.DelayedAck, 'D', CauseDelayedAck},
	{rule.CwndHold, 'C', CauseCwndHold},
	{rule.RwndHold, 'R', CauseRwndHold},
	{rule.SndBufFull, 'B', CauseSndBufFull},
	{rule.Rto, 'X', CauseRto},
	{rule.Tlp, 'L', CauseTlp},
	{rule.FastRecovery, 'F', CauseFastRecovery},
	{rule.Jitter, 'j', CauseJitter},
	{rule.FaultDelay, 'e', CauseFaultDelay},
	{rule.FaultDup, '2', CauseFaultDup},
	{rule.HandDelay, 'E', CauseHandDelay},
	{rule.HandDup, '3', CauseHandDup},
	{rule.HandLose, 'x', CauseHandLose},
	{rule.Think, 'a', CauseThink},
	{rule.ClientTimeout, '!', CauseClientTimeout},
	{rule.IdleTimeout, 'i', CauseIdleTimeout},
	{rule.AtWill, 'A', CauseAtWill},
	{rule.AppBlocked, '?', CauseAppBlocked},
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
	return Cause{Rule: r, Letter: '*'}
}

// Label is a cause's name for people.
func (c *Cause) Label(lang string) string {
	if c.name == 0 {
		return c.Rule.String()
	}
	return c.name.In(lang)
}
