package words

// Keys of what commands and exports write.
const (
	WhyOtherwise Key = iota + endExplorer

	CompareNoDifference
	ComparePartAt
	CompareCarries
	CompareEndedBefore
	CompareUnchanged

	OptionsNone
	SequenceTitle
	SequenceBytes
	SequenceThinned

	LegendSent
	LegendAcked
	LegendAgain
	LegendInFlight
	LegendWindow
	LegendCwnd
	LegendSegments

	Lost

	HandoutBefore
	HandoutAnswer
	HandoutNotReached
	HandoutFrame
	HandoutLookAt

	LedgerUntilRead
	LedgerUntilPage
	LedgerNeverComplete
	LedgerTitle
	LedgerWith
	LedgerTotal
	LedgerRequests
	LedgerMoreRows
	LedgerWhatIfTitle
	LedgerChangeNothing
	LedgerNotDone
	LedgerSaves
	LedgerCosts

	// How the goal of a run ended.
	GoalFailed
	GoalBookedUpTo
	GoalAtLimit
	GoalAtEnd
	GoalCallFails
	GoalCallEOF
	GoalWriteLost
	GoalRequestFails
	GoalWaitsCall
	GoalLeft
	GoalWaitsWrite
	GoalWaitsRequest
	GoalNotRequested
	GoalMoreWaiting
	GoalMoreFailed
	GoalNever
	GoalCompletes
	GoalNoCure

	// What rests on chance.
	SampleOneDraw
	SampleSingle
	SampleHelps
	SampleWhatIf
	SampleBase
	SampleBaseReached
	SampleCompare
	SampleCompareRange
	SampleTrying
	SampleHead
	SampleDrawing

	OtherwiseByte
	OtherwiseAck
	OtherwiseEarlier
	OtherwiseLater
	OtherwiseWith

	TextTimes
	TextSummary
	TextFrame
	TextTableHead

	ScriptEndpoint
	ScriptPasses
	ScriptFails
	ScriptFailsHere
	ScriptHeader
	ScriptHeaderPass
	ScriptGoThere
	ScriptBoth
	ScriptMark

	ListName
	ListTopic
	ListSection
	ListTitle
	endReports
)
