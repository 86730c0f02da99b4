package words

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// glossary lists terms with the words by which people look for them, in both languages, in lower case.
var glossary = [][]string{
	{"connection", "커넥션", "연결"},
	{"acknowledgment", "acknowledgement", "acknowledge", "ack", "확인 응답", "확인응답"},
	{"piggyback", "piggybacking", "편승"},
	{"slow start", "slow-start", "느린 시작", "슬로우 스타트", "슬로 스타트"},
	{"congestion window", "cwnd", "혼잡 윈도우", "혼잡 윈도"},
	{"congestion", "혼잡"},
	{"flow control", "receive window", "rwnd", "흐름 제어", "수신 윈도우"},
	{"delayed ack", "delayed acknowledgment", "확인 응답 지연", "ack 지연"},
	{"nagle", "네이글"},
	{"segment", "세그먼트"},
	{"retransmission", "retransmit", "재전송"},
	{"handshake", "핸드셰이크"},
	{"persistent", "persistence", "지속"},
	{"parallel", "병렬"},
	{"serial", "순차", "직렬"},
	{"pipeline", "pipelining", "파이프라인", "파이프라이닝"},
	{"proxy", "프록시", "프락시"},
	{"reset", "rst", "리셋"},
	{"round trip", "round-trip", "rtt", "왕복"},
	{"socket", "소켓"},
	{"port", "포트"},
	{"socket call", "system call", "소켓 호출", "시스템 호출"},
	{"bind", "bind()", "바인드"},
	{"connect", "connect()", "능동 열기", "active open"},
	{"listen", "listen()", "대기 소켓", "passive open", "수동 열기"},
	{"accept", "accept()", "backlog", "백로그"},
	{"write", "write()", "send()", "쓰기"},
	{"read", "read()", "recv()", "읽기"},
	{"close", "close()", "닫기"},
	{"shutdown", "shutdown()", "shut_wr", "shut_rd", "shut_rdwr", "절반 끊기"},
	{"getsockopt", "getsockopt()", "so_error"},
	{"setsockopt", "setsockopt()", "socket option", "소켓 옵션"},
	{"silly window", "sws", "어리석은 윈도우"},
	{"keep-alive", "keepalive", "킵얼라이브"},
	{"half-close", "절반 끊기"},
	{"request", "요청"},
	{"response", "answer", "응답"},
	{"browser", "브라우저"},
	{"queue", "큐"},
}

// Found reports whether a text has what somebody looks for, in any of the words of the glossary for it. The case
// does not matter.
func Found(text, query string) bool {
	text, query = strings.ToLower(text), strings.ToLower(strings.TrimSpace(query))
	if strings.Contains(text, query) {
		return true
	}
	for _, forms := range glossary {
		if slices.Contains(forms, query) && slices.ContainsFunc(forms, func(f string) bool { return hasWord(text, f) }) {
			return true
		}
	}
	return false
}

// hasWord reports whether a text has a word or its beginning, not as the end of another word.
func hasWord(text, word string) bool {
	for from := 0; ; {
		i := strings.Index(text[from:], word)
		if i < 0 {
			return false
		}
		i += from
		before, _ := utf8.DecodeLastRuneInString(text[:i])
		first, size := utf8.DecodeRuneInString(word)
		if first >= utf8.RuneSelf || i == 0 || !unicode.IsLetter(before) {
			return true
		}
		from = i + size
	}
}
