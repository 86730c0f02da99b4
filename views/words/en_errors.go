package words

// enErrors are the English texts of errors.
var enErrors = texts{
	ErrorKnobUnknown:     "unknown knob %s; knobs look like client.nagle, link.delay, profile",
	ErrorKnobUnknownNear: "unknown knob %s; did you mean %s?",
	ErrorKnobOfRecording: "a recording has no knobs: what it shows has happened",
	ErrorKnobTLSProxy:    "TLS through a proxy is not simulated: it would take a tunnel",
	ErrorNotBool:         "expected on or off, found %s",
	ErrorNotAValue:       "expected one of %s, found %s",
	ErrorNotAValueNear:   "expected one of %s, found %s; did you mean %s?",
	ErrorNotANumber:      "expected a whole number, found %s",
	ErrorOutOfBounds:     "expected %s to %s, found %s",
	ErrorNotADuration:    "expected a time such as 40ms or 1.5s, found %s",
	ErrorNotASize:        "expected a size such as 1460, 64KiB or 1MB, found %s",
	ErrorNotARate:        "expected a rate such as 10Mbit/s or 64kbit/s, found %s",
	ErrorNotAShare:       "expected a share such as 1%% or 500ppm, found %s",
	ErrorNotNth:          "expected off, a duration up to an hour (50ms), or which packet and a duration (2:50ms), found %s",
	ErrorNthCount:        "expected 1 to %s before the colon, found %s",
}
