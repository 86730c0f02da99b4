package words

import "teacp/sim/rule"

// Cause names a cause of the ledger. The page, the ledger, their exports and legends use the same
// letter.
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
	{rule.TsoDefer, 'o', CauseTsoDefer},
	{rule.SndBufFull, 'B', CauseSndBufFull},
	{rule.DeviceFull, 'V', CauseDeviceFull},
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

// CauseOf returns the name of a cause; a cause outside the table gets a star and its rule's name.
func CauseOf(r rule.ID) Cause {
	if i := causeOf[r]; i != 0 {
		return Causes[i-1]
	}
	return Cause{Rule: r, Letter: '*'}
}

// Label is the name of a cause in a language.
func (c *Cause) Label(lang string) string {
	if c.name == 0 {
		return c.Rule.String()
	}
	return c.name.In(lang)
}
