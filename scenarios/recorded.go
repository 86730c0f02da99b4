package scenarios

import (
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"teacp/scenarios/capture"
	"teacp/sim"
)

// recorded opens a recording: a capture, or a trace of the recorded kernel cases. nil
// without an error: the file is no recording.
//
// FILE#3 is connection 3 of a capture alone, FILE#3:simulated the simulation made of it.
func recorded(name string) (*Scenario, error) {
	file, part, cut := strings.Cut(name, "#")
	switch {
	case cut && capture.IsCapture(file):
		return openPart(name, file, part)
	case capture.IsCapture(name):
		return openCapture(name)
	case strings.HasSuffix(name, ".json"):
		return openTrace(name)
	}
	for _, ext := range []string{".pcap", ".pcapng", ".cap"} {
		if strings.HasSuffix(strings.ToLower(name), ext) { // the reader says what is wrong with it
			return openCapture(name)
		}
	}
	return nil, nil
}

func openCapture(name string) (*Scenario, error) {
	c, err := capture.Open(name)
	if err != nil {
		return nil, err
	}
	base := filepath.Base(name)
	sc := &Scenario{File: name, Config: c.Config(), Capture: c}
	sc.Name, sc.Topic = base, Topics[len(Topics)-1]
	sc.Title = Text{EN: base, KO: base}
	sc.LookFor = Text{
		EN: "A capture: what it cannot say is inferred, and marked so. The time of a segment is that at which " +
			"it was seen.",
		KO: "캡처이다. 캡처가 말할 수 없는 것은 추론하고 그렇게 표시한다. 세그먼트의 시각은 보인 때이다.",
	}
	return sc, nil
}

// openPart opens one connection of a capture, or what is made of it.
func openPart(name, file, part string) (*Scenario, error) {
	number, how, simulated := strings.Cut(part, ":")
	conn, err := strconv.ParseUint(number, 10, 31)
	if err != nil || simulated && how != "simulated" {
		return nil, fmt.Errorf(
			"%s: expected FILE#3 for connection 3 of a capture, or FILE#3:simulated, found %q",
			name,
			part,
		)
	}
	c, err := capture.Open(file)
	if err != nil {
		return nil, err
	}
	a, err := c.Alone(uint32(conn))
	if err != nil {
		return nil, err
	}
	if !simulated {
		sc := &Scenario{File: name, Config: a.Config(), Capture: c}
		sc.Name, sc.Topic = filepath.Base(name), Topics[len(Topics)-1]
		sc.Title = Text{EN: sc.Name, KO: sc.Name}
		sc.LookFor = Text{EN: "One connection of a capture, from its first packet on.", KO: "캡처의 연결 하나를 첫 패킷부터 본다."}
		return sc, nil
	}
	defer c.Close()
	r, err := sim.New(a.Config(), nil)
	if err != nil {
		return nil, err
	}
	text, err := capture.Scenario(r, 0)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return load(filepath.Base(name), []byte(text))
}

// openTrace opens a recorded kernel case.
func openTrace(name string) (*Scenario, error) {
	t, err := ReadTrace(name)
	if err != nil {
		return nil, err
	}
	cfg, err := t.Replay()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	sc := &Scenario{File: name, Config: cfg}
	sc.Name, sc.Topic = t.Case.Name, Topics[len(Topics)-1]
	sc.Title = Text{EN: "Recorded: " + t.Case.Title, KO: "기록: " + t.Case.Title}
	sc.LookFor = Text{
		EN: "A recording of two real kernels: their segments, calls and numbers. Why they did so is inferred.",
		KO: "실제 커널 둘의 기록이다. 세그먼트와 호출과 수치가 보인다. 까닭은 추론한 것이다.",
	}
	return sc, nil
}
