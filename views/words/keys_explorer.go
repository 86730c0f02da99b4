package words

// Keys of the explorer outside its panes.
const (
	PromptConditionGood Key = iota + endKeys
	PromptSearched
	PromptFilterGood
	PromptBookmarkName
	PromptColumnsName
	PromptBranchName
	PromptFileName

	BranchNameTaken
	BranchRenamed
	BranchExists
	BranchLimit
	BranchUnnamed
	BranchRootStays

	BookmarkMoved
	BookmarkLimit
	BookmarkSet
	BookmarkReached
	BookmarkNoFurther

	UndoNothing
	UndoDone
	RedoNothing
	RedoDone
	Dropped

	ColumnsUsed
	ColumnsWhere
	ColumnsChanged
	ColumnsAtLeastOne
	ColumnsNoFurther
	ColumnsLimit
	ColumnsReset

	LockTime
	LockEvents
	LockOff

	JobCounting
	JobComparing
	JobStopped
	JobProgress
	JobSimulating
	JobToEnd
	JobToTime
	JobNextNote
	JobSearching
	JobCountingHits
	JobLookingFor

	CompareOneRun
	CompareNoFurtherBranch
	CompareOnly
	CompareTitle
	ComparePane
	CompareFollows

	ConformLookFor
	ConformSummary
	ConformAllMatch
	ConformOtherSegment
	ConformMissing
	ConformExtra
	ConformOtherTime
	ConformFirstDifference
	ConformNothing
	ConformTitle

	FigureGoal
	FigureLastData
	FigureEnd
	FigureFrames
	FigureSegments
	FigureDataSegments
	FigurePureAcks
	FigureRetransmissions
	FigureLost
	FigureConnections
	FigureWireBytes
	FigurePayload
	FigureHolds
	FigureAcksHeld
	FigureBuffers
	FigureCause

	DifferencesTitle

	FindSegment
	FindHold
	FindLoss
	FindError
	FindRetransmission
	FindTimer
	FindNoFurther

	PaneFollowsCursor
	ConnectionChosen

	FilterAllConnections
	FilterOneConnection
	FilterAcksShown
	FilterAcksHidden
	FilterNone
	FilterShown
	FilterEscape

	LayoutReset
	LayoutOverview
	LayoutSegments
	LayoutWhy
	LayoutHTTP
	LayoutGraphs
	LayoutLecture
	LayoutPacket
	LayoutSockets
	LayoutNoDivider
	LayoutEdgeStops
	LayoutChosen

	GraphsWholeRun
	GraphsData
	GraphsZoomed
	GraphsSide
	GraphsSideOpener
	GraphsSideOther

	AxisChosen

	TargetChosen
	TargetAuto
	TargetBoth
	TargetClient
	TargetServer

	CopiedCommand
	CopiedLadder
	BackHere
	ThemeChosen

	GuestProfile
	GuestSimulation
	GuestConformance
	GuestFile
	GuestFolder
	GuestScenario
	GuestLimit
	GuestSimulated

	InterveneLose
	InterveneDelay
	InterveneDuplicate
	InterveneClientClose
	InterveneServerClose
	InterveneClientReset
	InterveneServerReset
	InterveneNoSegment
	InterveneNoConnection
	InterveneNotOpen
	InterveneConnection

	SessionNone
	SessionNotKept
	SessionNotKeptHint
	SessionRestored
	SessionSetAside
	SessionNotSaved
	SessionSaved

	RecordingFirst
	RecordingPackets
	RecordingNoWaits
	RecordingNext
	RecordingInferred
	RecordingDamaged
	RecordingLeftOut
	RecordingSimulate

	TimeNextFrame
	TimeLastFrame
	Paused

	NotesNone
	NotesNoFurther
	NotesWithoutChanges
	NotesLookFor
	NotesUnchangedRun
	NotesWait

	NoteNumber
	AutoplayWaitsHere
	AutoplaySpeed
	EndOfRun
	NoData
	NothingOpen
	LibraryNothingOpen

	ListColumns
	ListPalette
	ListPanes
	ListBranches
	ListBookmarks
	ListGuests
	ListIntervene
	ListColumnsTitle
	ListEmpty
	ListSettings

	ChangesNone

	MatrixRunning
	MatrixResults
	MatrixChoose
	MatrixTooLong
	MatrixLimit
	MatrixPickFirst

	WelcomeScenario
	StartOfRun
	HistoryEnd
	GoToExpected

	SearchNothingYet
	SearchNothing
	SearchConnection
	SearchFromStart
	SearchFromEnd
	SearchMoreThan
	SearchSoFar
	SearchHit
	SearchHere
	SearchKeys

	PaceFrames
	PaceRealTime
	PaceSlower
	PlayingAt
	SpeedChosen

	PresenterNextLine
	PresenterWaiting
	PresenterWhere
	PresenterGone
	PresenterMarked
	PresenterAutoplay
	PresenterWaitsForKey
	PresenterStays
	PresenterLastNote
	PresenterNextAtFrame
	PresenterNext
	PresenterQuestion

	PartingUnknown
	PartingNone
	PartingCountedTo
	PartingCounted
	PartingCountOn
	PartingMatchedTo
	PartingFaster
	PartingCompletes
	PartingSlower
	PartingSameSpeed
	PartingIdentical
	PartingSends
	PartingCompareOn
	PartingComparing
	PartingEnded
	PartingCauses

	PlainStart
	PlainWelcome
	PlainExpectedNumber
	PlainUnknownKey
	PlainTypeText
	PlainNoMatrix
	PlainDo
	PlainSet
	PlainOpen
	PlainExpectedSetting

	QuestionNone
	QuestionHint
	QuestionRight
	QuestionWrong
	QuestionInThisRun
	QuestionEnter
	QuestionTitle

	ReloadKeptLast
	ReloadMoreMistakes
	ReloadDone
	ReloadLostChanges

	ScreenTooSmall
	HeaderFrame
	HeaderFilter
	HeaderNoChanges

	LibrarySubtitle
	LibraryTitle
	LibraryNoMatch
	LibraryWelcome
	LibraryGoOn

	TopicDelays
	TopicLoss
	TopicFlowControl
	TopicCongestion
	TopicConnections
	TopicClosing
	TopicTCP
	TopicOther

	PreviewSession
	PreviewAtFrame
	PreviewEnter
	PreviewKept

	LegendArrow
	LegendHold
	LegendBreak
	LegendLost
	LegendCursor

	HelpReadingLadder
	HelpTitle
	SimulateOnlyCapture

	LeftOutNotTCP
	LeftOutFragments
	LeftOutCut
	LeftOutLinkType
	LeftOutContradictory
	LeftOutConnections

	ChangeNoPage
	ChangeEarlier
	ChangeLater
	ChangeSameTime
	ChangeCures
	ChangeBreaks
	ChangeNoCure
	ChangeSegments
	ChangeTimer
	ChangeOtherTimes
	ChangeNothing
	ChangeReasons
	ChangeAtEnd
	WhyNoNagle
	WhyNoDelayedAck
	WhyNoWait
	WhyOtherWait
	LeadSerial
	LeadOneConnection
	LeadNoDelay
	endExplorer
)
