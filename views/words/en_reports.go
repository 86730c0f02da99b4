package words

// enReports are the English texts of what commands and exports write.
var enReports = texts{
	WhyOtherwise: "Otherwise",

	CompareNoDifference: "Nothing that happens differs.",
	ComparePartAt:       "They part at %s:\n",
	CompareCarries:      " Options: %s; window %s.",
	CompareEndedBefore:  "has ended before",
	CompareUnchanged:    "as the scenario has it",

	OptionsNone:     "none",
	SequenceTitle:   "time and sequence",
	SequenceBytes:   "bytes of the stream",
	SequenceThinned: "%s; %s points: of each column the least and the greatest",

	LegendSent:     "sent",
	LegendAcked:    "acknowledged",
	LegendAgain:    "again",
	LegendInFlight: "in flight",
	LegendWindow:   "window",
	LegendCwnd:     "congestion window",
	LegendSegments: "segments",

	Lost: "lost",

	HandoutBefore:     "Before you step",
	HandoutAnswer:     "Answer",
	HandoutNotReached: " (This does not happen in this run.)",
	HandoutFrame:      "\n## Frame %d, %s\n\n",
	HandoutLookAt:     "- Look at: ",

	LedgerUntilRead:     "until the last byte of the applications' data has been read",
	LedgerUntilPage:     "until the page is complete",
	LedgerNeverComplete: "nothing is ever complete",
	LedgerTitle:         "Where the time went",
	LedgerWith:          "with",
	LedgerTotal:         "total",
	LedgerRequests:      "Requests",
	LedgerMoreRows:      "  … %d more (see --json)\n",
	LedgerWhatIfTitle:   "What if (each knob alone, for the whole run)",
	LedgerChangeNothing: "  %d more change nothing, or less than a microsecond.\n",
	LedgerNotDone:       "not all of the work is done then",
	LedgerSaves:         "saves",
	LedgerCosts:         "costs",

	OtherwiseByte:    "byte %d",
	OtherwiseAck:     "the ACK of %d",
	OtherwiseEarlier: "earlier",
	OtherwiseLater:   "later",
	OtherwiseWith:    "With %s=off from the start %s arrives at %s instead of %s: %s %s.",

	TextTimes:     "times from the start of the run",
	TextSummary:   "%s: %d frames, %d segments (%d with data, %d pure ACKs), %d retransmissions, %d lost, %d connections",
	TextFrame:     "Frame %d, %s:",
	TextTableHead: "| frame | time | what happened |",

	ScriptEndpoint:   "The endpoint",
	ScriptPasses:     "The script passes: %d events.",
	ScriptFails:      "The script fails in line %d: %s.",
	ScriptFailsHere:  "Line %d: %s. Expected: %s. Actual: %s.",
	ScriptHeader:     "✗ line %d: %s",
	ScriptHeaderPass: "✓ the script passes (%d events)",
	ScriptGoThere:    "the failing line",
	ScriptBoth:       "expected %s · actual %s",
	ScriptMark:       "✗ line %d",

	ListName:    "name",
	ListTopic:   "topic",
	ListSection: "section",
	ListTitle:   "title",
}
