package words

// Keys of errors.
const (
	ErrorKnobUnknown Key = iota + endReports
	ErrorKnobUnknownNear
	ErrorKnobOfRecording
	ErrorKnobTLSProxy
	ErrorNotBool
	ErrorNotAValue
	ErrorNotAValueNear
	ErrorNotANumber
	ErrorOutOfBounds
	ErrorNotADuration
	ErrorNotASize
	ErrorNotARate
	ErrorNotAShare
	ErrorNotNth
	ErrorNthCount
	ErrorConnNumber
	ErrorConnNumberNone
	ErrorCondition
	ErrorConditionNear
	ErrorConditionName
	ErrorConditionTooMuch
	ErrorNoRuleNear
	ErrorNoRule
	ErrorStateNone
	ErrorState
	ErrorSegmentForm
	ErrorSegmentRange
	ErrorSegmentFate
	ErrorNoText
	ErrorComparedNumber
	ErrorComparison
	ErrorFilterTwoRules
	ErrorFilterNear
	ErrorFilterName
	ErrorBudget
	ErrorMemoryFlag
	endErrors
)

const numKeys = endErrors
