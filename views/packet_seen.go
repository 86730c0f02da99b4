package views

import (
	"fmt"
	"net/netip"

	"teacp/views/words"
)

// captured takes the bytes of a segment from the capture; false if the run is no capture.
func (v *envelope) captured(s *Scene) bool {
	src, ok := s.Run.Config().Replay.(interface {
		IP(i int64) ([]byte, int, bool)
	})
	if !ok {
		return false
	}
	b, at, ok := src.IP(s.Run.RecordOf(v.id.Frame()))
	if !ok || len(b) < at+20 || at < 20 {
		return false
	}
	if hdr := at + int(b[at+12]>>4)*4; len(b) < hdr { // cut within the options
		b = append(b, make([]byte, hdr-len(b))...)
	}
	v.bytes, v.tcp = b, at
	if b[0]>>4 == 6 {
		v.ipv6Fields(s)
	} else {
		v.ipFields(s)
	}
	v.tcpFields(s)
	v.dataFields(s)
	return true
}

// ipv6Fields adds the fields of RFC 8200 section 3.
func (v *envelope) ipv6Fields(s *Scene) {
	b := v.bytes
	l := func(en, ko string) string { return words.Say(s.Lang, en, ko) }
	from, to := netip.AddrFrom16([16]byte(b[8:24])), netip.AddrFrom16([16]byte(b[24:40]))
	v.head(0, 0, 40, "IPv6", from.String()+" → "+to.String(),
		"The outer envelope: it says from which host to which one. Routers read this and nothing else.", "바깥 봉투: 어느 호스트에서 어느 호스트로 가는지 적혀 있다. 라우터는 이것만 읽는다.")
	v.add(0, 0, 1, l("version", "버전"), fmt.Sprint(b[0]>>4), "Six. The header has 40 bytes, always; options follow in headers of their own.", "6이다. 헤더는 늘 40바이트이고 옵션은 따로 헤더를 이룬다.")
	v.add(0, 0, 2, l("traffic class", "트래픽 종류"), fmt.Sprintf("0x%02x", b[0]&15<<4|b[1]>>4), "Priority (DSCP) and congestion marks (ECN).", "우선순위(DSCP)와 혼잡 표시(ECN).")
	v.add(0, 1, 3, l("flow label", "흐름 표지"), fmt.Sprintf("0x%05x", be32(b)&0xfffff), "The same for all packets of a flow, so that they take one way (RFC 6437).", "한 흐름의 패킷이 같은 길로 가도록 같은 값을 쓴다(RFC 6437).")
	v.add(0, 4, 2, l("payload length", "내용 길이"), words.Bytes(int64(be16(b[4:])))+" B", "Of what follows these 40 bytes. There is no checksum of the header: the layers above have theirs.", "이 40바이트 뒤의 길이. 헤더 검사합은 없다. 윗계층에 있다.")
	v.add(0, 6, 1, l("next header", "다음 헤더"), fmt.Sprint(b[6]), "What follows: 6 is TCP, other numbers are extension headers.", "뒤에 오는 것: 6은 TCP, 다른 수는 확장 헤더이다.")
	v.add(0, 7, 1, l("hop limit", "홉 제한"), fmt.Sprint(b[7]), "Each router takes one off; at zero the packet is dropped, so that none circles for ever.", "라우터마다 하나씩 줄고 0이 되면 버려진다. 영원히 도는 패킷이 없게 한다.")
	v.add(0, 8, 16, l("source", "보내는 주소"), from.String(), "The sender's address.", "보내는 쪽 주소.")
	v.add(0, 24, 16, l("destination", "받는 주소"), to.String(), "The receiver's address.", "받는 쪽 주소.")
	if v.tcp > 40 {
		v.add(0, 40, v.tcp-40, l("extension headers", "확장 헤더"), fmt.Sprintf("%d B", v.tcp-40), "Options of IPv6 (RFC 8200 section 4).", "IPv6의 옵션(RFC 8200 4절).")
	}
}
