package words

import (
	"strings"

	"teacp/sim/drill"
)

// HeldBack says what a script's endpoint holds and until when, "" for nothing.
func HeldBack(h *drill.Held, lang string) string {
	if h == nil {
		return ""
	}
	s := Builder{Lang: lang}
	name := ScriptEndpoint.In(lang)
	if h.Bytes == 0 {
		return string(s.Say(EventAckHeld, Str(name), Grouped(h.A), Timed(h.Until)).B)
	}
	return string(s.hold(name, h.Rule, h.Bytes, h.B, h.Until).B)
}

// ScriptWhat is the difference that package drill found, in a language.
func ScriptWhat(what, lang string) string {
	if lang != "ko" {
		return what
	}
	if t, ok := koDifferences[what]; ok {
		return t
	}
	for en, ko := range koDifferences { // "the option %s is missing"
		before, after, ok := strings.Cut(en, "%s")
		middle, ok2 := strings.CutPrefix(what, before)
		name, ok3 := strings.CutSuffix(middle, after)
		if ok && ok2 && ok3 && !strings.Contains(name, " ") {
			return strings.ReplaceAll(ko, "%s", name)
		}
	}
	return what
}

// koDifferences are the differences that package drill names, with %s for the name of an option.
var koDifferences = map[string]string{
	"the event comes too late":                 "이벤트가 늦다",
	"a timestamp that the endpoint never sent": "엔드포인트가 보낸 적이 없는 타임스탬프이다",
	"the call does not return":                 "호출이 반환되지 않는다",
	"the call returns at another time":         "호출이 다른 시각에 반환된다",
	"the call returns something else":          "호출의 반환값이 다르다",
	"the call gives another value":             "호출로 얻은 값이 다르다",
	"the assertion does not hold":              "단언이 성립하지 않는다",
	"nothing is sent":                          "아무것도 보내지 않는다",
	"the packet comes too late":                "패킷이 늦다",
	"the packet comes too early":               "패킷이 이르다",
	"the flags differ":                         "플래그가 다르다",
	"the sequence number differs":              "순서 번호가 다르다",
	"the length differs":                       "길이가 다르다",
	"the acknowledgment differs":               "확인 응답 번호가 다르다",
	"the window differs":                       "윈도우가 다르다",
	"the ECN bits differ":                      "ECN 비트가 다르다",
	"the option %s is missing":                 "%s 옵션이 없다",
	"the option %s is not expected":            "%s 옵션은 기대한 것이 아니다",
	"the option %s is out of order":            "%s 옵션의 자리가 다르다",
	"the value of the option %s differs":       "%s 옵션의 값이 다르다",
	"the number of SACK blocks differs":        "SACK 블록의 수가 다르다",
	"the SACK blocks differ":                   "SACK 블록이 다르다",
	"the echoed timestamp differs":             "되돌려 준 타임스탬프가 다르다",
	"the timestamp differs":                    "타임스탬프가 다르다",
}
