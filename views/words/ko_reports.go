package words

// koReports are the Korean texts of what commands and exports write.
var koReports = texts{
	WhyOtherwise: "그렇지 않았다면",

	CompareNoDifference: "일어나는 일에 아무 차이가 없다.",
	ComparePartAt:       "%s에 갈라진다:\n",
	CompareCarries:      " 옵션: %s; 윈도 %s.",
	CompareEndedBefore:  "이미 끝났다",
	CompareUnchanged:    "시나리오 그대로",

	OptionsNone:     "없음",
	SequenceTitle:   "시각과 순서 번호",
	SequenceBytes:   "스트림의 바이트",
	SequenceThinned: "%s, 점 %s개: 열마다 가장 작은 것과 가장 큰 것",

	LegendSent:     "보냄",
	LegendAcked:    "확인됨",
	LegendAgain:    "재전송",
	LegendInFlight: "전송 중",
	LegendWindow:   "윈도",
	LegendCwnd:     "혼잡 윈도",
	LegendSegments: "세그먼트",

	Lost: "손실",

	HandoutBefore:     "보기 전에",
	HandoutAnswer:     "답",
	HandoutNotReached: " (이 실행에서는 일어나지 않는다.)",
	HandoutFrame:      "\n## 프레임 %d, %s\n\n",
	HandoutLookAt:     "- 볼 것: ",

	LedgerUntilRead:     "응용의 마지막 바이트가 읽힐 때까지",
	LedgerUntilPage:     "페이지가 다 올 때까지",
	LedgerNeverComplete: "끝나는 일이 없다",
	LedgerTitle:         "시간이 간 곳",
	LedgerWith:          "함께",
	LedgerTotal:         "합계",
	LedgerRequests:      "요청",
	LedgerMoreRows:      "  … %d개 더 (--json)\n",
	LedgerWhatIfTitle:   "만약에 (설정 하나씩, 실행 전체)",
	LedgerChangeNothing: "  %d개는 바꾸지 않거나 1마이크로초보다 적게 바꾼다.\n",
	LedgerNotDone:       "그러면 일이 다 끝나지 않는다",
	LedgerSaves:         "덜 듦",
	LedgerCosts:         "더 듦",

	OtherwiseByte:    "바이트 %d",
	OtherwiseAck:     "%d의 ACK",
	OtherwiseEarlier: "일찍",
	OtherwiseLater:   "늦게",
	OtherwiseWith:    "처음부터 %s=off이면 %s: %s 도착 (%s 대신), %s %s.",

	TextTimes:     "시각은 실행의 시작부터",
	TextSummary:   "%s: 프레임 %d개, 세그먼트 %d개 (데이터 %d개, 순수 ACK %d개), 재전송 %d개, 손실 %d개, 연결 %d개",
	TextFrame:     "프레임 %d, %s:",
	TextTableHead: "| 프레임 | 시각 | 일어난 일 |",

	ScriptEndpoint:   "엔드포인트",
	ScriptPasses:     "스크립트가 통과한다: 이벤트 %d개.",
	ScriptFails:      "스크립트가 %d행에서 실패한다: %s.",
	ScriptFailsHere:  "%d행: %s. 기대: %s. 실제: %s.",
	ScriptHeader:     "✗ %d행: %s",
	ScriptHeaderPass: "✓ 스크립트 통과(이벤트 %d개)",
	ScriptGoThere:    "실패한 행",
	ScriptBoth:       "기대 %s · 실제 %s",
	ScriptMark:       "✗ %d행",

	ListName:    "이름",
	ListTopic:   "주제",
	ListSection: "절",
	ListTitle:   "제목",
}
