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
	endErrors
)

const numKeys = endErrors
