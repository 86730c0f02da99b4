package model

import "teacp/views"

// action names what a key does.
type action uint8

const (
	actNone action = iota
	actNext
	actPrev
	actNextSegment
	actPrevSegment
	actNextTrip
	actPrevTrip
	actStart
	actEnd
	actPlay
	actSlower
	actFaster
	actGoto
	actNextHold
	actPrevHold
	actNextDrop
	actPrevDrop
	actNextRetrans
	actPrevRetrans
	actNextTimer
	actPrevTimer
	actFocus
	actFocusBack
	actZoom
	actScrollDown
	actScrollUp
	actNextConn
	actPrevConn
	actFilter
	actNagle
	actDelayedAck
	actConnections
	actNagleAll
	actDelayedAckAll
	actConnectionsAll
	actTarget
	actKnobs
	actUndo
	actRedo
	actBack
	actForth
	actLayout1
	actLayout2
	actLayout3
	actLayout4
	actLang
	actTheme
	actCopy
	actPalette
	actHelp
	actLibrary
	actQuit
	numActions
)

// group says under which heading of the help a key stands.
type group uint8

const (
	groupStep group = iota
	groupFind
	groupPanes
	groupKnobs
	groupOther
)

var groupNames = [...][2]string{{"Step", "이동"}, {"Find", "찾기"}, {"Panes", "창"}, {"Knobs", "설정"}, {"Other", "기타"}}

// binding is a line of the key table: it feeds the keys, the footer, the help, the palette
// and the tests.
type binding struct {
	act    action
	keys   []string
	group  group
	en, ko string
	foot   bool // stands in the footer
}

// bindings is the key table.
var bindings = []binding{
	{actNext, []string{"right", "l", "j", "down"}, groupStep, "next frame", "다음 프레임", true},
	{actPrev, []string{"left", "h", "k", "up"}, groupStep, "previous frame", "이전 프레임", true},
	{actNextSegment, []string{"s", "shift+right"}, groupStep, "next segment", "다음 세그먼트", false},
	{actPrevSegment, []string{"S", "shift+left"}, groupStep, "previous segment", "이전 세그먼트", false},
	{actNextTrip, []string{"w", "pgdown"}, groupStep, "one round trip on", "왕복 한 번 뒤로", false},
	{actPrevTrip, []string{"b", "pgup"}, groupStep, "one round trip back", "왕복 한 번 앞으로", false},
	{actStart, []string{"g", "home"}, groupStep, "start of the run", "실행의 처음", false},
	{actEnd, []string{"G", "end"}, groupStep, "end of the run", "실행의 끝", false},
	{actPlay, []string{"space"}, groupStep, "play or pause", "재생 또는 멈춤", true},
	{actFaster, []string{"+", "="}, groupStep, "play faster", "더 빠르게", false},
	{actSlower, []string{"-"}, groupStep, "play slower", "더 느리게", false},
	{actGoto, []string{":"}, groupStep, "go to a frame or time (:25, :+40ms, :-1rtt, :next rto)", "프레임이나 시각으로 (:25, :+40ms, :-1rtt, :next rto)", true},
	{actBack, []string{"ctrl+o"}, groupStep, "back to where the cursor was", "커서가 있던 곳으로", false},
	{actForth, []string{"ctrl+f"}, groupStep, "forward again", "다시 앞으로", false},
	{actNextHold, []string{"n"}, groupFind, "next hold", "다음 붙듦", true},
	{actPrevHold, []string{"m"}, groupFind, "previous hold", "이전 붙듦", false},
	{actNextDrop, []string{"x"}, groupFind, "next loss", "다음 손실", false},
	{actPrevDrop, []string{"X"}, groupFind, "previous loss", "이전 손실", false},
	{actNextRetrans, []string{"r"}, groupFind, "next retransmission", "다음 재전송", false},
	{actPrevRetrans, []string{"R"}, groupFind, "previous retransmission", "이전 재전송", false},
	{actNextTimer, []string{"t"}, groupFind, "next timer that fires", "다음 타이머", false},
	{actPrevTimer, []string{"T"}, groupFind, "previous timer that fired", "이전 타이머", false},
	{actFocus, []string{"tab"}, groupPanes, "next pane", "다음 창", false},
	{actFocusBack, []string{"shift+tab"}, groupPanes, "previous pane", "이전 창", false},
	{actZoom, []string{"z", "enter"}, groupPanes, "zoom the pane", "창 확대", false},
	{actScrollDown, []string{"J", "ctrl+e"}, groupPanes, "scroll the pane down", "창 아래로", false},
	{actScrollUp, []string{"K", "ctrl+y"}, groupPanes, "scroll the pane up", "창 위로", false},
	{actNextConn, []string{"]"}, groupPanes, "next connection", "다음 연결", false},
	{actPrevConn, []string{"["}, groupPanes, "previous connection", "이전 연결", false},
	{actFilter, []string{"f"}, groupPanes, "this connection alone, or all", "이 연결만 또는 모두", false},
	{actLayout1, []string{"1"}, groupPanes, "layout: ladder, why, timers, connection", "배치: 사다리, 왜, 타이머, 연결", false},
	{actLayout2, []string{"2"}, groupPanes, "layout: segments and timers", "배치: 세그먼트와 타이머", false},
	{actLayout3, []string{"3"}, groupPanes, "layout: ladder and why", "배치: 사다리와 왜", false},
	{actLayout4, []string{"4"}, groupPanes, "layout: page", "배치: 페이지", false},
	{actNagle, []string{"N"}, groupKnobs, "Nagle on or off, from here on", "여기부터 네이글 켜기 또는 끄기", true},
	{actDelayedAck, []string{"D"}, groupKnobs, "delayed ACK on or off, from here on", "여기부터 지연 ACK 켜기 또는 끄기", true},
	{actConnections, []string{"P"}, groupKnobs, "parallel connections: 1, 2, 4, 6, 8, from here on", "여기부터 병렬 연결 1, 2, 4, 6, 8", true},
	{actNagleAll, []string{"alt+n"}, groupKnobs, "Nagle, for the whole run", "실행 전체의 네이글", false},
	{actDelayedAckAll, []string{"alt+d"}, groupKnobs, "delayed ACK, for the whole run", "실행 전체의 지연 ACK", false},
	{actConnectionsAll, []string{"alt+p"}, groupKnobs, "parallel connections, for the whole run", "실행 전체의 병렬 연결", false},
	{actTarget, []string{"e"}, groupKnobs, "which end N and D turn: sender and receiver, client, server, both", "N과 D가 바꿀 쪽", false},
	{actKnobs, []string{"o"}, groupKnobs, "all knobs", "모든 설정", true},
	{actUndo, []string{"u"}, groupKnobs, "take the last change back", "마지막 변경 되돌리기", true},
	{actRedo, []string{"ctrl+r"}, groupKnobs, "make it again", "다시 하기", false},
	{actPalette, []string{"ctrl+p"}, groupOther, "all actions, by name", "모든 동작", false},
	{actCopy, []string{"y"}, groupOther, "copy the command line of this screen", "이 화면의 명령줄 복사", false},
	{actTheme, []string{"c"}, groupOther, "next theme", "다음 테마", false},
	{actLang, []string{"L"}, groupOther, "English or Korean", "영어 또는 한국어", false},
	{actLibrary, []string{"esc"}, groupOther, "back: close what is open, then the library", "뒤로: 열린 것을 닫고, 그다음 목록", false},
	{actHelp, []string{"?"}, groupOther, "this help", "이 도움말", true},
	{actQuit, []string{"q", "ctrl+c"}, groupOther, "quit", "끝내기", true},
}

// keyMap finds the action of a key.
var keyMap = func() map[string]action {
	m := map[string]action{}
	for _, b := range bindings {
		for _, k := range b.keys {
			m[k] = b.act
		}
	}
	return m
}()

func (b *binding) text(lang string) string { return views.Say(lang, b.en, b.ko) }

// keyName is a key as the help writes it.
func keyName(k string) string {
	switch k {
	case "right":
		return "→"
	case "left":
		return "←"
	case "up":
		return "↑"
	case "down":
		return "↓"
	}
	return k
}
