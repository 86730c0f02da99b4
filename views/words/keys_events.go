package words

// Keys of what happens in a frame and why.
const (
	// What happens in a frame. The host comes first; a segment, a call and an instant are written as labels.
	EventStart Key = iota + 1 // 0 is no text
	EventLimitTime
	EventLimitFrames
	EventLimitConns
	EventLimitMemory
	EventSendAgain
	EventSend
	EventPiggyback
	EventToArrive
	EventReceive
	EventLost
	EventIgnored
	EventQueueFull
	EventRelease
	EventAckHeld
	EventScriptFails
	EventArm
	EventFire
	EventCancel
	EventWindow
	EventRTT
	EventMark
	EventUndo
	EventReadable
	EventEOF
	EventWritable
	EventConnected
	EventError
	EventErrorLost
	EventErrorReadable
	EventAcked
	EventOutOfOrder
	EventDuplicated
	EventDelayed
	EventByHand
	EventKnob
	EventDNSQuery
	EventDNSAnswer
	EventDNSArrives

	// What a host holds, with the numbers of the rule.
	HoldNagle
	HoldMinshall
	HoldCwnd
	HoldRwnd
	HoldOther
	HoldTimer
	HoldExpires

	// Calls of the socket API.
	CallSettings
	CallNextStep
	CallSleeps
	CallWaits
	CallFails
	CallEOF
	CallReads
	CallReturns
	CallGets
	CallMade
	CallNameNextStep

	// What a socket call does, one sentence each.
	DoesSocket
	DoesBind
	DoesConnect
	DoesListen
	DoesAccept
	DoesRead
	DoesWrite
	DoesClose
	DoesAbort
	DoesShutWrite
	DoesShutRead
	DoesShutBoth
	DoesGet
	DoesSet

	// The way of a request.
	HTTPLooks
	HTTPGoesOn
	HTTPWanted
	HTTPLookUp
	HTTPAddressKnown
	HTTPPortFree
	HTTPPorts
	HTTPOpens
	HTTPTLSStarts
	HTTPTLSDone
	HTTPPipelined
	HTTPReuses
	HTTPRequestWithContent
	HTTPRequest
	HTTPArrived
	HTTPWorks
	HTTPFirstByte
	HTTPStatus
	HTTPComplete
	HTTPBadGateway
	HTTPResponse
	HTTPIdle
	HTTPTimeout
	HTTPCloses
	HTTPStrayBytes
	HTTPLostPart
	HTTPLostAll
	HTTPRetries
	HTTPFailed
	HTTPDoneWithFailures
	HTTPDone
	HTTPWaitsPool
	HTTPWaitsTotal
	HTTPWaitsPort
	HTTPWaitsPipeline
	HTTPWaitsTurn
	HTTPWaitsWorker
	HTTPWaits

	// What a proxy does.
	ProxyPassesAll
	ProxyPassesWithout
	ProxyPasses
	ProxyReturnsWithout
	ProxyReturns
	ProxyStuck
	ProxyStuckBy

	// A step of a request beside the ladder's lanes, before the name of its rule.
	NoteNotRead
	NoteWaits
	NoteLost
	NoteAgain
	NoteFailed

	// Changes made by hand, in short.
	HandLost
	HandTwice
	HandCloses
	HandResets
	HandPacketFromHere
	HandLate

	// Numbers of what is inferred from a recording.
	InferReading
	InferSilentRTO
	InferSilentRTT
	InferLate
	InferSmallSent
	InferWindowFull
	InferFlight
	InferZeroWindow
	InferWindowChange
	InferSilence
	InferRange
	InferAcksUnseen
	InferAbout
	InferCount
	InferEarlier
	InferSeenBefore
	InferBytesThere

	// The timers.
	TimerRexmt
	TimerPersist
	TimerDelayedAck
	TimerLossProbe
	TimerReorder
	TimerTimeWait
	TimerKeepAlive
	TimerAckCompression

	ThresholdNotSet

	// The explanation of a frame.
	WhyRule
	WhyKnob
	WhyFrame
	WhyCause
	WhyBecause
	WhyLookingBack
	WhyWaiting
	WhyLineBetween
	WhyLineFrom
	WhyFurtherCauses
	WhyMoreCauses

	// What a link is like.
	PathDelay
	PathQueue
	PathLoss

	// What an end waits for.
	WaitOwesAck
	WaitForAck
	WaitInCall
	endEvents
)
