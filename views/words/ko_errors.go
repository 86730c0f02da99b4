package words

// koErrors are the Korean texts of errors.
var koErrors = texts{
	ErrorKnobUnknown:     "알 수 없는 설정: %s. 설정 이름의 예: client.nagle, link.delay, profile",
	ErrorKnobUnknownNear: "알 수 없는 설정: %s. 비슷한 이름: %s",
	ErrorKnobOfRecording: "기록에는 바꿀 설정이 없다",
	ErrorKnobTLSProxy:    "프록시를 거치는 TLS는 시뮬레이션하지 않는다(터널이 필요하다)",
	ErrorNotBool:         "값이 잘못되었다. 필요: on 또는 off, 입력: %s",
	ErrorNotAValue:       "값이 잘못되었다. 필요: %s 중 하나, 입력: %s",
	ErrorNotAValueNear:   "값이 잘못되었다. 필요: %s 중 하나, 입력: %s, 비슷한 값: %s",
	ErrorNotANumber:      "값이 잘못되었다. 필요: 정수, 입력: %s",
	ErrorOutOfBounds:     "값이 범위를 벗어났다. 필요: %s~%s, 입력: %s",
	ErrorNotADuration:    "값이 잘못되었다. 필요: 40ms, 1.5s 같은 시간, 입력: %s",
	ErrorNotASize:        "값이 잘못되었다. 필요: 1460, 64KiB, 1MB 같은 크기, 입력: %s",
	ErrorNotARate:        "값이 잘못되었다. 필요: 10Mbit/s, 64kbit/s 같은 전송 속도, 입력: %s",
	ErrorNotAShare:       "값이 잘못되었다. 필요: 1%%, 500ppm 같은 비율, 입력: %s",
	ErrorNotNth:          "값이 잘못되었다. 필요: off, 한 시간 이하의 시간(50ms), 또는 패킷 순서와 시간(2:50ms), 입력: %s",
	ErrorNthCount:        "콜론 앞의 값이 범위를 벗어났다. 필요: 1~%s, 입력: %s",
}
