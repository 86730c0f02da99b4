package words

// Keys of the panes.
const (
	// Titles of the panes.
	TitleLadder Key = iota + endEvents
	TitleSegments
	TitleTimers
	TitleConn
	TitleWhy
	TitlePage
	TitleWindow
	TitlePipe
	TitleSequence
	TitleCwnd
	TitleRTT
	TitleStates
	TitlePacket
	TitleSockets
	TitleCalls
	TitleMessages
	TitleLedger
	TitleChanges

	// What each pane shows, in lists.
	PaneLadderHelp
	PaneSegmentsHelp
	PaneTimersHelp
	PaneConnHelp
	PaneWhyHelp
	PanePageHelp
	PaneWindowHelp
	PanePipeHelp
	PaneSequenceHelp
	PaneCwndHelp
	PaneRTTHelp
	PaneStatesHelp
	PanePacketHelp
	PaneSocketsHelp
	PaneCallsHelp
	PaneMessagesHelp
	PaneLedgerHelp
	PaneChangesHelp

	// Causes of waiting, in the page and the ledger.
	CauseDns
	CausePool
	CausePortWait
	CauseHandshaking
	CauseTls
	CauseRequest
	CauseServer
	CauseWorkers
	CauseHeadOfLine
	CauseResponse
	CauseSerialization
	CauseQueueing
	CauseNagle
	CauseCork
	CauseDelayedAck
	CauseCwndHold
	CauseRwndHold
	CauseTsoDefer
	CauseSndBufFull
	CauseDeviceFull
	CauseRto
	CauseTlp
	CauseFastRecovery
	CauseJitter
	CauseFaultDelay
	CauseFaultDup
	CauseHandDelay
	CauseHandDup
	CauseHandLose
	CauseThink
	CauseClientTimeout
	CauseIdleTimeout
	CauseAtWill
	CauseAppBlocked

	// The time axis.
	AxisAuto
	AxisFrames
	AxisLinear
	AxisCompressed

	// The ladder: notes in the margins and on arrows.
	LadderHeld
	LadderAckHeld
	LadderDoubled
	LadderLate
	LadderRow
	LadderTimer

	SpanDataHeld
	SpanAckHeld
	SpanHeld
	SpanRetransmission

	ArrowDuplicate
	ArrowOvertaken
	ArrowProbe
	ArrowKeepAlive
	ArrowAgain
	ArrowPiggyback
	ArrowLost

	// What is inferred from a recording, in the ladder's margin. A question mark says that it is inferred.
	MarginRto
	MarginTlp
	MarginFast
	MarginRetransmission
	MarginSpurious
	MarginUndoDsack
	MarginUndoEifel
	MarginUndoQuick
	MarginOutOfOrder
	MarginDupAck
	MarginGap
	MarginAckedUnseen
	MarginDelayedAck
	MarginNagle
	MarginCwnd
	MarginWindowFull
	MarginZeroWindow
	MarginWindowUpdate
	MarginProbe
	MarginProbeAck
	MarginKeepAlive
	MarginKeepAliveAck
	MarginIdle
	MarginSeenTwice
	MarginSeenTimeBack
	MarginSeenPortReuse
	MarginSeenMidstream
	MarginSeenBadChecksum

	// The segments table: headings, and what each column holds.
	ColumnNumber
	ColumnNumberHelp
	ColumnFrame
	ColumnFrameHelp
	ColumnTime
	ColumnTimeHelp
	ColumnSince
	ColumnSinceHelp
	ColumnReceived
	ColumnReceivedHelp
	ColumnTook
	ColumnTookHelp
	ColumnConn
	ColumnConnHelp
	ColumnDirHelp
	ColumnFlags
	ColumnFlagsHelp
	ColumnRange
	ColumnRangeHelp
	ColumnSeq
	ColumnSeqHelp
	ColumnSeqRaw
	ColumnSeqRawHelp
	ColumnLen
	ColumnLenHelp
	ColumnAck
	ColumnAckHelp
	ColumnAckRaw
	ColumnAckRawHelp
	ColumnWin
	ColumnWinHelp
	ColumnOptions
	ColumnOptionsHelp
	ColumnSack
	ColumnSackHelp
	ColumnCwnd
	ColumnCwndHelp
	ColumnSsthresh
	ColumnSsthreshHelp
	ColumnFlight
	ColumnFlightHelp
	ColumnHeld
	ColumnHeldHelp
	ColumnPeerWin
	ColumnPeerWinHelp
	ColumnState
	ColumnStateHelp
	ColumnSrtt
	ColumnSrttHelp
	ColumnRto
	ColumnRtoHelp
	ColumnRtt
	ColumnRttHelp
	ColumnQueue
	ColumnQueueHelp
	ColumnBytes
	ColumnBytesHelp
	ColumnLoss
	ColumnLossHelp
	ColumnWhy
	ColumnWhyHelp
	ColumnSentence
	ColumnSentenceHelp
	ColumnDir

	// The headers of the segment under the cursor.
	HeadersIP
	HeadersPorts
	HeadersNumbers
	HeadersFlags
	HeadersWindow
	HeadersPayload
	HeadersNoOptions

	// The timers pane.
	TimersNone
	TimersArmed
	TimersFire
	TimersExact
	TimersTick
	ProfileTimers

	// Panes that have nothing to show.
	NoConnectionYet

	// The window pane.
	WindowAcked
	WindowInFlight
	WindowWaits
	WindowFree
	WindowSacked

	EdgeCwnd
	EdgeWritten
	EdgeRead

	// What the window pane says of the next bytes.
	GateClosed
	GateOpen
	GateNext
	GateApplication
	GateAllSent
	GateNagle
	GateCwnd
	GateRwnd
	GateUntil
	GateWaits

	// The pipe pane.
	PipeAt
	PipeLegend
	PipeQueue
	PipeOnTheWay
	PipeRateAndRoom
	PipeRoom
	PipeAnyRate
	PipeEmpty
	PipeLost
	PipeWaits
	PipeArrives

	// The graphs.
	GraphSampled
	GraphReading
	GraphInFlight
	GraphReceiveWindow
	GraphSamples
	GraphBackedOff
	GraphWindowEdge
	GraphAgain
	GraphLost

	// The page pane.
	PageNone
	PageNoRequest
	PageNotWanted

	// The sockets pane.
	SocketsAddresses
	SocketsReceiveQueue
	SocketsSendQueue
	SocketsOfHost
	SocketsMemory
	SocketsGone
	SocketsPorts
	SocketsPortsWait
	SocketsFreeIn
	SocketsOfHostOne
	SocketsState
	SocketsTimer
	SocketsAccept
	SocketsHalfOpen

	// The calls pane.
	CallsHead
	CallsHeadNarrow
	CallsNone
	CallsWaits

	// The messages pane.
	MessagesEarlier
	MessagesInBuffer
	MessagesLost
	MessagesArrives
	MessagesContent
	MessagesHead
	MessagesHeadSeen

	// The ledger pane.
	LedgerReading
	LedgerRecording
	LedgerLinesHead
	LedgerFrameEnds
	LedgerBookedTo
	LedgerBehindCompletion
	LedgerBehindFailure
	LedgerBehindWaiting
	LedgerLongRun
	LedgerEmpty
	LedgerPathHead
	LedgerPathHeadNarrow
	LedgerSoFarComplete
	LedgerSoFar
	LedgerNeverInRun
	LedgerComplete

	// The changes pane.
	ChangesHead
	ChangesNothing

	// What a note points at.
	MarkFieldOf
	MarkPane

	// Where a text was found.
	PlaceEvent
	PlaceRule
	PlaceHold
	PlaceCall
	PlaceMessage
	PlaceNote
	PlaceBookmark

	WhatIfHead
	WhatIfTrying
	WhatIfLongRun
	WhatIfNoKnob

	StatesPassiveOpen
	StatesActiveOpen
	StatesClose
	endPanes
)
