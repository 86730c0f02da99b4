package words

import (
	"fmt"
	"testing"

	"teacp/sim"
)

// TestErrorsInBothLanguages checks that an error of a knob is told in the language, wherever it is wrapped.
func TestErrorsInBothLanguages(t *testing.T) {
	var c sim.Config
	c.Hosts, c.Links = make([]sim.HostConfig, 2), make([]sim.LinkConfig, 1)
	for _, x := range []struct{ knob, value, en, ko string }{
		{"client.nagel", "off", `unknown knob "client.nagel"; did you mean "client.nagle"?`, `알 수 없는 설정: "client.nagel". 비슷한 이름: "client.nagle"`},
		{"x", "1", `unknown knob "x"; knobs look like client.nagle, link.delay, profile`, `알 수 없는 설정: "x". 설정 이름의 예: client.nagle, link.delay, profile`},
		{"client.sack", "7", `client.sack: expected on or off, found "7"`, `client.sack: 값이 잘못되었다. 필요: on 또는 off, 입력: "7"`},
		{"client.nagle", "of", `client.nagle: expected one of off, rfc896, minshall, found "of"; did you mean "off"?`, `client.nagle: 값이 잘못되었다. 필요: off, rfc896, minshall 중 하나, 입력: "of", 비슷한 값: "off"`},
		{"link.delay", "fast", `link.delay: expected a time such as 40ms or 1.5s, found "fast"`, `link.delay: 값이 잘못되었다. 필요: 40ms, 1.5s 같은 시간, 입력: "fast"`},
		{"link.loss", "1", `link.loss: expected a share such as 1% or 500ppm, found "1"`, `link.loss: 값이 잘못되었다. 필요: 1%, 500ppm 같은 비율, 입력: "1"`},
		{"client.mtu", "1", `client.mtu: expected 68 to 65535, found 1`, `client.mtu: 값이 범위를 벗어났다. 필요: 68~65535, 입력: 1`},
		{"wire.delay", "x:1ms", `wire.delay: expected 1 to 10000 before the colon, found "x"`, `wire.delay: 콜론 앞의 값이 범위를 벗어났다. 필요: 1~10000, 입력: "x"`},
	} {
		_, _, err := c.ParseKnob(x.knob, x.value)
		err = fmt.Errorf("--set: %w", err)
		if en, ko := Error(err, "en"), Error(err, "ko"); en != "--set: "+x.en || ko != "--set: "+x.ko {
			t.Errorf("%s=%s: %s; %s", x.knob, x.value, en, ko)
		}
	}
	err := fmt.Errorf("there: %w", Fail(ErrorNoRule, "nagel"))
	if got := Error(err, "ko"); got != `there: 없는 규칙: "nagel" (tab: 자동 완성)` {
		t.Error(got)
	}
}
