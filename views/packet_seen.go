package views

import (
	"fmt"
	"net/netip"

	"teacp/views/words"
)

// captured takes the bytes of a segment from the capture; false if the run is no capture.
func (v *parsedPacket) captured(s *Scene) bool {
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
func (v *parsedPacket) ipv6Fields(s *Scene) {
	b := v.bytes
	l := func(k words.Key) string { return k.In(s.Lang) }
	from, to := netip.AddrFrom16([16]byte(b[8:24])), netip.AddrFrom16([16]byte(b[24:40]))
	v.head(0, 0, 40, "IPv6", from.String()+" → "+to.String(),
		words.PacketIPHelp)
	v.add(0, 0, 1, l(words.PacketIPv6Version), fmt.Sprint(b[0]>>4), words.PacketIPv6VersionHelp)
	v.add(0, 0, 2, l(words.PacketTrafficClass), fmt.Sprintf("0x%02x", b[0]&15<<4|b[1]>>4), words.PacketTrafficClassHelp)
	v.add(0, 1, 3, l(words.PacketFlowLabel), fmt.Sprintf("0x%05x", be32(b)&0xfffff), words.PacketFlowLabelHelp)
	v.add(0, 4, 2, l(words.PacketPayloadLength), words.Bytes(int64(be16(b[4:])))+" B", words.PacketPayloadLengthHelp)
	v.add(0, 6, 1, l(words.PacketNextHeader), fmt.Sprint(b[6]), words.PacketNextHeaderHelp)
	v.add(0, 7, 1, l(words.PacketHopLimit), fmt.Sprint(b[7]), words.PacketTTLHelp)
	v.add(0, 8, 16, l(words.PacketSource), from.String(), words.PacketIPv6SourceHelp)
	v.add(0, 24, 16, l(words.PacketDestination), to.String(), words.PacketDestinationHelp)
	if v.tcp > 40 {
		v.add(0, 40, v.tcp-40, l(words.PacketExtensions), fmt.Sprintf("%d B", v.tcp-40), words.PacketExtensionsHelp)
	}
}
