package views

// recordedKO are the Korean sentences of the rules that say what a recording shows, and what
// is inferred from it.
var recordedKO = map[string]string{
	"seen":                     "기록에 보이는 세그먼트이다. 보낸 쪽이 무엇을 따랐는지는 선로에 나타나지 않는다.",
	"seen_ack":                 "기록에 보이는 확인 응답이다.",
	"seen_reset":               "기록에 재설정(RST)이 보인다.",
	"seen_midstream":           "기록이 시작되기 전부터 열려 있던 연결이다.",
	"seen_port_reuse":          "앞선 연결과 주소와 포트가 같다. 새 연결이다.",
	"seen_bad_checksum":        "검사합이 틀리다. 패킷이 손상되었거나, 캡처한 호스트가 검사합을 네트워크 카드에 맡겼다.",
	"seen_cut":                 "캡처에 이 패킷의 앞부분만 있다.",
	"seen_time_back":           "패킷의 시각이 바로 앞 패킷보다 이르다.",
	"seen_twice":               "같은 패킷이 다른 인터페이스에서 다시 잡혔다. 재전송이 아니다.",
	"seen_other":               "TCP가 아닌 패킷은 뺐다.",
	"seen_http_request":        "이 세그먼트에서 HTTP 요청이 시작된다.",
	"seen_http_response":       "이 세그먼트에서 HTTP 응답이 시작된다.",
	"reading":                  "커널이 스스로 밝힌 수치(TCP_INFO)이다.",
	"recording_end":            "기록이 여기서 끝난다.",
	"recording_damaged":        "파일이 손상되어 여기부터는 읽을 수 없다.",
	"inferred_rtt":             "추론: 기록한 지점에서 본, 세그먼트에서 그 ACK까지의 시간이다.",
	"inferred_rto":             "추론: 침묵 뒤에 데이터를 다시 보낸다. 재전송 시간 초과로 보인다.",
	"inferred_tlp":             "추론: ACK 없이 왕복 두 번쯤 지나 마지막 세그먼트를 다시 보낸다. 꼬리 손실 탐침으로 보인다.",
	"inferred_fast_retransmit": "추론: 중복 ACK가 이 세그먼트를 청했고, 다시 보낸다. 빠른 재전송이다.",
	"inferred_retransmission":  "추론: 전에 보낸 바이트를 다시 보낸다. 손실 복구로 보인다.",
	"inferred_spurious":        "추론: 이미 확인된 바이트이므로 필요 없는 재전송이었다.",
	"inferred_spurious_dsack":  "추론: D-SACK이 두 번 닿았음을 알린다. 필요 없는 재전송이었다.",
	"inferred_spurious_eifel":  "추론: ACK가 첫 전송의 시각을 되돌려 준다. 필요 없는 재전송이었다.",
	"inferred_spurious_quick":  "추론: ACK가 왕복 시간보다 일찍 왔다. 첫 전송에 대한 것이다.",
	"inferred_out_of_order":    "추론: 뒤의 세그먼트보다 늦게 왔고 재전송이라기엔 이르다. 추월당했다.",
	"inferred_duplicate_ack":   "추론: 중복 ACK이다. 순서가 어긋나거나 두 번 닿은 것이 있다.",
	"inferred_gap":             "추론: 이 세그먼트 앞의 바이트가 없다. 기록 지점 앞에서 사라졌거나 기록되지 않았다.",
	"inferred_acked_unseen":    "추론: 기록에 없는 바이트가 확인된다.",
	"inferred_delayed_ack":     "추론: 이 끝의 가장 빠른 ACK보다 늦다. 지연된 ACK이다.",
	"inferred_nagle":           "추론: 앞의 것이 모두 확인되자마자 작은 세그먼트가 떠났다. 네이글 알고리즘의 모습이다.",
	"inferred_cwnd":            "추론: 수신 윈도가 남았는데 멈췄다가 ACK와 함께 이어 갔다. 혼잡 윈도가 찼을 때의 모습이다.",
	"inferred_window_full":     "추론: 이 세그먼트로 수신 윈도가 마지막 바이트까지 찬다.",
	"inferred_zero_window":     "수신 윈도가 0이다.",
	"inferred_window_update":   "추론: 새로 확인하는 것 없이 윈도만 바뀐다. 응용이 읽었다.",
	"inferred_probe":           "추론: 0인 윈도를 살피는 탐침이다.",
	"inferred_probe_ack":       "추론: 윈도 탐침에 대한 답이다.",
	"inferred_keep_alive":      "추론: 생존 확인이다. 상대가 아직 있는지 묻는다.",
	"inferred_keep_alive_ack":  "추론: 생존 확인에 대한 답이다.",
	"inferred_idle":            "추론: 양쪽이 한동안 조용했다. 응용이 보낼 것이 없었다.",
}

func init() {
	for name, s := range recordedKO {
		rulesKO[name] = s
	}
}
