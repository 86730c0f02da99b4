package model

import "teacp/views"

// action names what a key does. Their order is that of the groups in do.
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
	actBack
	actForth // moveAction up to here

	actNextHold
	actPrevHold
	actNextDrop
	actPrevDrop
	actNextRetrans
	actPrevRetrans
	actNextTimer
	actPrevTimer
	actUntil
	actUntilBack
	actSearch
	actAgain
	actAgainBack
	actMark
	actMarks
	actNextMark
	actPrevMark // findAction up to here

	actFocus
	actFocusBack
	actZoom
	actPanes
	actScrollDown
	actScrollUp
	actNextConn
	actPrevConn
	actFilter
	actPureAcks
	actColumns
	actNextColumns
	actFilterBy
	actCloser
	actWiderView
	actSide
	actAxis
	actLayout1
	actLayout2
	actLayout3
	actLayout4
	actLayout5
	actLayout6
	actLayout7
	actLayout8
	actWider
	actNarrower
	actTaller
	actShorter
	actSplitReset // paneAction up to here

	actNagle
	actDelayedAck
	actConnections
	actNagleAll
	actDelayedAckAll
	actConnectionsAll
	actTarget
	actKnobs
	actHand
	actLose
	actUndo
	actRedo // knobAction up to here

	actBranches
	actRename
	actDrop
	actCompare
	actGuests
	actSimulate
	actLock
	actTable
	actMatrix
	actPartings // branchAction up to here

	actNextCue
	actPrevCue
	actAutoplay
	actPredict // lectureAction up to here

	actPalette
	actCopy
	actCopyLadder
	actSave
	actTheme
	actLang
	actLibrary
	actHelp
	actSuspend
	actRepaint
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
	groupBranches
	groupLecture
	groupOther
)

var groupNames = [...][2]string{{"Step", "이동"}, {"Find", "찾기"}, {"Panes", "창"}, {"Knobs", "설정"}, {"Branches and comparing", "가지와 비교"}, {"Lecture", "강의"}, {"Other", "기타"}}

// binding is a line of the key table: it feeds the keys, the footer, the help, the
// palette, the configuration file and the tests.
type binding struct {
	act    action
	name   string // for the configuration file
	keys   []string
	group  group
	en, ko string
	short  [2]string // in the footer; empty: not there
}

// bindings is the key table.
var bindings = []binding{
	{actNext, "next", []string{"right", "l", "j", "down"}, groupStep, "next frame", "다음 프레임", [2]string{"next", "다음"}},
	{actPrev, "previous", []string{"left", "h", "k", "up"}, groupStep, "previous frame", "이전 프레임", [2]string{"back", "이전"}},
	{actNextSegment, "next-segment", []string{"s", "shift+right"}, groupStep, "next segment", "다음 세그먼트", [2]string{}},
	{actPrevSegment, "previous-segment", []string{"S", "shift+left"}, groupStep, "previous segment", "이전 세그먼트", [2]string{}},
	{actNextTrip, "next-round-trip", []string{"w", "pgdown"}, groupStep, "one round trip on", "왕복 한 번만큼 다음으로", [2]string{}},
	{actPrevTrip, "previous-round-trip", []string{"b", "pgup"}, groupStep, "one round trip back", "왕복 한 번만큼 이전으로", [2]string{}},
	{actStart, "start", []string{"g", "home"}, groupStep, "start of the run", "실행의 처음", [2]string{}},
	{actEnd, "end", []string{"G", "end"}, groupStep, "end of the run", "실행의 끝", [2]string{}},
	{actPlay, "play", []string{"space"}, groupStep, "play or pause", "재생 또는 멈춤", [2]string{"play", "재생"}},
	{actFaster, "faster", []string{"+"}, groupStep, "play faster: frames a second, then simulated time slowed down", "더 빠르게", [2]string{"faster", "빠르게"}},
	{actSlower, "slower", []string{"-"}, groupStep, "play slower", "더 느리게", [2]string{"slower", "느리게"}},
	{actGoto, "goto", []string{":"}, groupStep, "go to a frame or time (:25, :+40ms, :-1rtt, :next rto)", "프레임이나 시각으로 (:25, :+40ms, :-1rtt, :next rto)", [2]string{"go", "이동"}},
	{actBack, "back", []string{"ctrl+o"}, groupStep, "back to where the cursor was", "커서가 있던 곳으로", [2]string{}},
	{actForth, "forth", []string{"ctrl+f"}, groupStep, "forward again", "다시 앞으로", [2]string{}},

	{actNextHold, "next-hold", []string{"n"}, groupFind, "next hold", "다음 붙듦", [2]string{"hold", "붙듦"}},
	{actPrevHold, "previous-hold", []string{"m"}, groupFind, "previous hold", "이전 붙듦", [2]string{}},
	{actNextDrop, "next-loss", []string{"x"}, groupFind, "next loss", "다음 손실", [2]string{}},
	{actPrevDrop, "previous-loss", []string{"X"}, groupFind, "previous loss", "이전 손실", [2]string{}},
	{actNextRetrans, "next-retransmission", []string{"r"}, groupFind, "next retransmission", "다음 재전송", [2]string{}},
	{actPrevRetrans, "previous-retransmission", []string{"R"}, groupFind, "previous retransmission", "이전 재전송", [2]string{}},
	{actNextTimer, "next-timer", []string{"t"}, groupFind, "next timer that fires", "다음 타이머", [2]string{}},
	{actPrevTimer, "previous-timer", []string{"T"}, groupFind, "previous timer that fired", "이전 타이머", [2]string{}},
	{actUntil, "until", []string{";"}, groupFind, "run forward to a condition (hold nagle, cwnd >= 8, state TIME-WAIT)", "조건까지 다음으로 (hold nagle, cwnd >= 8, state TIME-WAIT)", [2]string{"run to", "조건까지"}},
	{actUntilBack, "until-back", []string{"alt+;"}, groupFind, "run backward to a condition", "조건까지 이전으로", [2]string{}},
	{actSearch, "search", []string{"/"}, groupFind, "search all texts: sentences, rules, reasons, calls, messages, notes, bookmarks", "모든 글에서 찾기: 문장, 규칙, 이유, 호출, 메시지, 안내, 책갈피", [2]string{}},
	{actAgain, "again", []string{"."}, groupFind, "the next of what was looked for last", "마지막에 찾은 것의 다음", [2]string{}},
	{actAgainBack, "again-back", []string{","}, groupFind, "the previous of what was looked for last", "마지막에 찾은 것의 이전", [2]string{}},
	{actMark, "bookmark", []string{"M"}, groupFind, "bookmark this frame under a name", "이 프레임에 이름 붙은 책갈피", [2]string{}},
	{actMarks, "bookmarks", []string{"'"}, groupFind, "list of bookmarks", "책갈피 목록", [2]string{}},
	{actNextMark, "next-bookmark", []string{"alt+m"}, groupFind, "next bookmark", "다음 책갈피", [2]string{}},
	{actPrevMark, "previous-bookmark", []string{"alt+b"}, groupFind, "previous bookmark", "이전 책갈피", [2]string{}},

	{actFocus, "next-pane", []string{"tab"}, groupPanes, "next pane; in a comparison, the other run", "다음 창, 비교할 때는 다른 실행", [2]string{"pane", "창"}},
	{actFocusBack, "previous-pane", []string{"shift+tab"}, groupPanes, "previous pane", "이전 창", [2]string{}},
	{actZoom, "zoom", []string{"z", "enter"}, groupPanes, "zoom the pane", "창 확대", [2]string{"zoom", "확대"}},
	{actPanes, "pane", []string{"v"}, groupPanes, "put another pane in this place", "이 자리에 다른 창", [2]string{}},
	{actScrollDown, "scroll-down", []string{"J", "ctrl+e"}, groupPanes, "scroll the pane down", "창 아래로", [2]string{}},
	{actScrollUp, "scroll-up", []string{"K", "ctrl+y"}, groupPanes, "scroll the pane up", "창 위로", [2]string{}},
	{actNextConn, "next-connection", []string{"]"}, groupPanes, "next connection", "다음 연결", [2]string{}},
	{actPrevConn, "previous-connection", []string{"["}, groupPanes, "previous connection", "이전 연결", [2]string{}},
	{actFilter, "filter", []string{"f"}, groupPanes, "this connection alone, or all", "이 연결만 또는 모두", [2]string{}},
	{actFilterBy, "filter-by", []string{"alt+f"}, groupPanes, "filter ladder and segments by kind, rule or connection (send nagle, hold, conn 2)", "사다리와 세그먼트를 종류, 규칙, 연결로 거르기 (send nagle, hold, conn 2)", [2]string{}},
	{actPureAcks, "pure-acks", []string{"F"}, groupPanes, "leave pure ACKs out, or show them", "순수 ACK 빼기 또는 보이기", [2]string{}},
	{actColumns, "columns", []string{"|"}, groupPanes, "columns of the table of segments: choose a set, show, hide and move them", "세그먼트 표의 열: 모음 고르기, 보이기, 숨기기, 옮기기", [2]string{}},
	{actNextColumns, "next-columns", []string{"\\"}, groupPanes, "the next set of columns: standard, times, windows, options, wire, words", "다음 열 모음: standard, times, windows, options, wire, words", [2]string{}},
	{actCloser, "zoom-in", []string{")"}, groupPanes, "graphs: half as much time", "그래프: 시간 절반만", [2]string{}},
	{actWiderView, "zoom-out", []string{"("}, groupPanes, "graphs: twice as much time", "그래프: 시간 두 배로", [2]string{}},
	{actSide, "direction", []string{"V"}, groupPanes, "graphs: the sending of the other end", "그래프: 다른 쪽의 송신", [2]string{}},
	{actAxis, "time-axis", []string{"U"}, groupPanes, "time axis: by frame, linear, or compressed with what was left out marked", "시간 축: 프레임, 선형, 뺀 길이를 표시한 압축", [2]string{}},
	{actLayout1, "layout-1", []string{"1"}, groupPanes, "layout: ladder, why, timers, connection", "배치: 사다리, 왜, 타이머, 연결", [2]string{}},
	{actLayout2, "layout-2", []string{"2"}, groupPanes, "layout: segments and timers", "배치: 세그먼트와 타이머", [2]string{}},
	{actLayout3, "layout-3", []string{"3"}, groupPanes, "layout: ladder and why", "배치: 사다리와 왜", [2]string{}},
	{actLayout4, "layout-4", []string{"4"}, groupPanes, "layout: HTTP", "배치: HTTP", [2]string{}},
	{actLayout5, "layout-5", []string{"5"}, groupPanes, "layout: graphs", "배치: 그래프", [2]string{}},
	{actLayout6, "layout-6", []string{"6"}, groupPanes, "layout: lecture", "배치: 강의", [2]string{"lecture", "강의"}},
	{actLayout7, "layout-7", []string{"7"}, groupPanes, "layout: segments, bytes, states", "배치: 세그먼트, 바이트, 상태", [2]string{}},
	{actLayout8, "layout-8", []string{"8"}, groupPanes, "layout: sockets and calls", "배치: 소켓과 호출", [2]string{}},
	{actWider, "wider", []string{">"}, groupPanes, "pane wider (or drag its edge)", "창 넓게 (또는 가장자리 끌기)", [2]string{}},
	{actNarrower, "narrower", []string{"<"}, groupPanes, "pane narrower", "창 좁게", [2]string{}},
	{actTaller, "taller", []string{"}"}, groupPanes, "pane taller", "창 높게", [2]string{}},
	{actShorter, "shorter", []string{"{"}, groupPanes, "pane shorter", "창 낮게", [2]string{}},
	{actSplitReset, "reset-layout", []string{"0"}, groupPanes, "the layout as it was", "배치를 처음대로", [2]string{}},

	{actNagle, "nagle", []string{"N"}, groupKnobs, "Nagle on or off, from here on", "여기부터 네이글 켜기 또는 끄기", [2]string{"Nagle", "네이글"}},
	{actDelayedAck, "delayed-ack", []string{"D"}, groupKnobs, "delayed ACK on or off, from here on", "여기부터 지연 ACK 켜기 또는 끄기", [2]string{"del.ACK", "지연 ACK"}},
	{actConnections, "connections", []string{"P"}, groupKnobs, "parallel connections: 1, 2, 4, 6, 8, from here on", "여기부터 병렬 연결 1, 2, 4, 6, 8", [2]string{"connections", "연결 수"}},
	{actNagleAll, "nagle-whole-run", []string{"alt+n"}, groupKnobs, "Nagle, for the whole run", "실행 전체의 네이글", [2]string{}},
	{actDelayedAckAll, "delayed-ack-whole-run", []string{"alt+d"}, groupKnobs, "delayed ACK, for the whole run", "실행 전체의 지연 ACK", [2]string{}},
	{actConnectionsAll, "connections-whole-run", []string{"alt+p"}, groupKnobs, "parallel connections, for the whole run", "실행 전체의 병렬 연결", [2]string{}},
	{actTarget, "target", []string{"e"}, groupKnobs, "which end N and D turn: the one that holds something here, client, server, both", "N과 D가 바꿀 쪽: 여기서 붙든 쪽, client, server, 두 쪽 모두", [2]string{}},
	{actKnobs, "knobs", []string{"o"}, groupKnobs, "all knobs", "모든 설정", [2]string{"knobs", "설정"}},
	{actHand, "intervene", []string{"i"}, groupKnobs, "intervene here: lose, delay or double this segment, close or reset an end", "여기에 끼어들기: 이 세그먼트 잃기, 늦추기, 겹치기, 한쪽 닫기, RST", [2]string{"intervene", "끼어들기"}},
	{actLose, "lose", []string{"alt+x"}, groupKnobs, "lose this segment", "이 세그먼트를 잃게 하기", [2]string{}},
	{actUndo, "undo", []string{"u"}, groupKnobs, "take the last change back", "마지막 변경 되돌리기", [2]string{"undo", "되돌림"}},
	{actRedo, "redo", []string{"ctrl+r"}, groupKnobs, "make it again", "다시 하기", [2]string{}},

	{actBranches, "branches", []string{"B"}, groupBranches, "tree of branches: every change is one", "가지의 나무: 변경마다 하나", [2]string{"branches", "가지"}},
	{actRename, "rename", []string{"alt+r"}, groupBranches, "rename this branch", "이 가지의 이름 바꾸기", [2]string{}},
	{actDrop, "drop", []string{"ctrl+d"}, groupBranches, "drop this branch", "이 가지 지우기", [2]string{}},
	{actCompare, "compare", []string{"C"}, groupBranches, "compare with the run before the change; again: one more run", "변경 전의 실행과 비교, 다시: 하나 더", [2]string{"compare", "비교"}},
	{actGuests, "compare-with", []string{"alt+v"}, groupBranches, "compare with any branch, stack profile or scenario", "다른 가지, 프로파일, 시나리오와 비교", [2]string{"with …", "상대"}},
	{actSimulate, "simulate-this", []string{"I"}, groupBranches, "simulate this connection of a capture, and compare", "캡처의 이 연결을 모의실험하고 비교", [2]string{"simulate this", "모의실험"}},
	{actLock, "lock", []string{"="}, groupBranches, "lock the runs by time, by matching events, or not", "실행을 시간이나 사건으로 묶기 또는 풀기", [2]string{"lock", "묶기"}},
	{actTable, "differences", []string{"d"}, groupBranches, "table of differences", "차이의 표", [2]string{"table", "표"}},
	{actMatrix, "matrix", []string{"W"}, groupBranches, "what if: all combinations of knobs, sorted by time", "만약에: 설정의 모든 조합, 시간순", [2]string{"what if", "만약에"}},
	{actPartings, "first-difference", []string{"p"}, groupBranches, "where the runs part", "실행이 갈라지는 곳", [2]string{"first difference", "갈라지는 곳"}},

	{actNextCue, "next-cue", []string{"a"}, groupLecture, "next cue of the notes", "다음 안내", [2]string{"next cue", "다음 안내"}},
	{actPrevCue, "previous-cue", []string{"A"}, groupLecture, "previous cue", "이전 안내", [2]string{"cue back", "이전 안내"}},
	{actAutoplay, "autoplay", []string{"E"}, groupLecture, "autoplay: from cue to cue, with time to read", "자동 재생: 안내에서 안내로", [2]string{"autoplay", "자동 재생"}},
	{actPredict, "question", []string{"Q"}, groupLecture, "the question: predict, then see", "질문: 먼저 예측하고 본다", [2]string{"question", "질문"}},

	{actPalette, "palette", []string{"ctrl+p"}, groupOther, "all actions and knobs, by name", "모든 동작과 설정", [2]string{"all", "모두"}},
	{actCopy, "copy", []string{"y"}, groupOther, "copy the command line of this screen", "이 화면의 명령줄 복사", [2]string{"copy command", "명령 복사"}},
	{actCopyLadder, "copy-ladder", []string{"Y"}, groupOther, "copy the ladder as text", "사다리를 글로 복사", [2]string{}},
	{actSave, "save", []string{"ctrl+s"}, groupOther, "save the session to a file", "세션을 파일로 저장", [2]string{}},
	{actTheme, "theme", []string{"c"}, groupOther, "next theme", "다음 테마", [2]string{}},
	{actLang, "language", []string{"L"}, groupOther, "English or Korean", "영어 또는 한국어", [2]string{}},
	{actLibrary, "library", []string{"esc"}, groupOther, "back: close what is open, then the library", "뒤로: 열린 것을 닫고, 그다음 목록", [2]string{"back", "뒤로"}},
	{actHelp, "help", []string{"?"}, groupOther, "this help", "이 도움말", [2]string{"help", "도움말"}},
	{actSuspend, "suspend", []string{"ctrl+z"}, groupOther, "back to the shell for a while (fg returns)", "잠시 셸로 (fg로 돌아온다)", [2]string{}},
	{actRepaint, "repaint", []string{"ctrl+l"}, groupOther, "paint the screen anew", "화면 다시 그리기", [2]string{}},
	{actQuit, "quit", []string{"q", "ctrl+c"}, groupOther, "quit", "끝내기", [2]string{"quit", "끝"}},
}

// keyMap finds the action of a key in a table.
func keyMap(table []binding) map[string]action {
	m := map[string]action{}
	for _, b := range table {
		for _, k := range b.keys {
			m[k] = b.act
		}
	}
	return m
}

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
