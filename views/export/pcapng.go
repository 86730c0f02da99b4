package export

import (
	"fmt"
	"time"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
	"github.com/gopacket/gopacket/pcapgo"
	"teacp/sim"
	"teacp/views/wire"
)

// epoch is the instant of simulated time 0 in captures.
var epoch = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// capture writes a run as pcapng: an interface for each host, nanosecond times, the
// sentence of each segment as the packet's comment, and a packet id that is the same at
// both ends.
type capture struct {
	*writer
	ng   *pcapgo.NgWriter
	wire *wire.Wire

	sent   int64                 // segments so far
	number map[sim.EventID]int64 // of segments on their way
}

// writePcapng writes the capture. Vantage says what is seen: "wire" every packet once,
// at its sender's interface; "client" and "server" what a capture on that host shows; "both" the two
// together, so that a packet that is not lost is there twice.
func writePcapng(w *writer) error {
	if src, ok := w.Run.Config().Replay.(packetSource); ok {
		return copyPackets(w, src)
	}
	c := capture{writer: w, wire: wire.New(w.Run, w.messages())}
	hosts := len(w.Run.Config().Hosts)
	for h := 0; h < hosts; h++ {
		in := pcapgo.NgInterface{Name: Clean(w.Run.Config().HostName(h)), LinkType: layers.LinkTypeEthernet,
			SnapLength: 262144}
		var err error
		if c.ng == nil {
			opts := pcapgo.NgWriterOptions{SectionInfo: pcapgo.NgSectionInfo{Application: "teacp",
				Comment: Clean(w.Title + ": " + w.Command)}}
			c.ng, err = pcapgo.NewNgWriterInterface(w.w, in, opts)
		} else {
			_, err = c.ng.AddInterface(in)
		}
		if err != nil {
			return err
		}
	}
	from := w.From
	w.From = 0 // a packet's bytes depend on the segments sent before
	const kinds = 1<<sim.EvSend | 1<<sim.EvRecv | 1<<sim.EvDgram | 1<<sim.EvDgramRecv
	w.each(kinds, func(e *sim.Event) bool {
		if e.Kind == sim.EvSend {
			c.wire.Sent(e)
			c.left(e)
		}
		if e.ID.Frame() >= from && c.sees(e) {
			w.err = c.packet(e)
		}
		return true
	})
	w.From = from
	if w.err != nil {
		return w.err
	}
	return c.ng.Flush()
}

// mostNumbers limits the packets whose numbers are kept until they arrive.
const mostNumbers = 100_000

// left keeps the number of a sent packet until it arrives.
func (c *capture) left(e *sim.Event) {
	c.sent++
	if c.Vantage == "" || c.Vantage == "wire" || e.At2 == sim.Never {
		return
	}
	if c.number == nil || len(c.number) >= mostNumbers {
		c.number = map[sim.EventID]int64{}
	}
	c.number[e.ID] = c.sent
}

// sees reports whether the capture shows the packet of an event.
func (c *capture) sees(e *sim.Event) bool {
	out := e.Kind == sim.EvSend || e.Kind == sim.EvDgram
	switch c.Vantage {
	case "client":
		return e.Host == 0
	case "server":
		return e.Host == 1
	case "both":
		return e.Flag&sim.FlagSeen == 0 || out
	}
	return out
}

func (c *capture) packet(e *sim.Event) error {
	var data []byte
	id := uint64(e.ID)
	flags := &pcapgo.NgEpbFlags{Direction: pcapgo.NgEpbFlagDirectionOutbound}
	switch e.Kind {
	case sim.EvSend:
		data = c.wire.Segment(&e.Seg, e.Conn, e.Side)
	case sim.EvRecv: // the packet has the same bytes as when it was sent
		if n, ok := c.number[e.Cause]; ok {
			c.wire.Number(n)
		}
		data = c.wire.Segment(&e.Seg, e.Conn, 1-e.Side)
		c.wire.Number(c.sent)
	case sim.EvDgram, sim.EvDgramRecv:
		data = c.wire.Datagram(int(e.B), e.A != 0)
	}
	if e.Kind == sim.EvRecv || e.Kind == sim.EvDgramRecv {
		id = uint64(e.Cause)
		flags.Direction = pcapgo.NgEpbFlagDirectionInbound
	}
	ci := gopacket.CaptureInfo{Timestamp: epoch.Add(e.At), CaptureLength: len(data), Length: len(data),
		InterfaceIndex: int(e.Host)}
	return c.ng.WritePacketWithOptions(ci, data, pcapgo.NgPacketOptions{Comments: []string{c.comment(e)},
		Flags: flags, PacketID: &id})
}

// comment is the frame, when the packet arrives, and why it was sent.
func (c *capture) comment(e *sim.Event) string {
	s := fmt.Sprintf("frame %d", e.ID.Frame())
	if e.Kind == sim.EvSend || e.Kind == sim.EvDgram {
		if e.At2 == sim.Never {
			s += ", lost"
		} else {
			s += ", arrives after " + (e.At2 - e.At).String()
		}
	}
	if e.Rule != 0 {
		s += ", rule " + e.Rule.String()
	}
	return Clean(s + ": " + c.why(e))
}

// packetSource is a recording that has the bytes of its packets.
type packetSource interface {
	Packet(i int64) (data []byte, link uint32, length int, ok bool)
	Remark(i int64) string
	Zero() time.Time
}

// copyPackets writes the packets of a capture unchanged; the comment of each says what is inferred
// about it.
func copyPackets(w *writer, src packetSource) error {
	c := capture{writer: w}
	ifaces := map[uint32]int{}
	zero := src.Zero()
	w.each(1<<sim.EvSend|1<<sim.EvDgram, func(e *sim.Event) bool {
		i := w.Run.RecordOf(e.ID.Frame())
		data, link, length, ok := src.Packet(i)
		if !ok {
			return true
		}
		n, known := ifaces[link]
		if !known {
			if n, w.err = c.addLink(link, len(ifaces)); w.err != nil {
				return false
			}
			ifaces[link] = n
		}
		ci := gopacket.CaptureInfo{Timestamp: zero.Add(e.At), CaptureLength: len(data),
			Length: max(length, len(data)), InterfaceIndex: n}
		comment := Clean(fmt.Sprintf("frame %d, %s, rule %s: %s", e.ID.Frame(), src.Remark(i), e.Rule, c.why(e)))
		w.err = c.ng.WritePacketWithOptions(ci, data, pcapgo.NgPacketOptions{Comments: []string{comment}})
		return true
	})
	if w.err != nil {
		return w.err
	}
	if c.ng == nil { // no packets: write the header alone
		if _, err := c.addLink(uint32(layers.LinkTypeEthernet), 0); err != nil {
			return err
		}
	}
	return c.ng.Flush()
}

// addLink describes an interface of a link type.
func (c *capture) addLink(link uint32, n int) (int, error) {
	in := pcapgo.NgInterface{Name: fmt.Sprintf("link%d", n), LinkType: layers.LinkType(link), SnapLength: 0}
	if c.ng != nil {
		return c.ng.AddInterface(in)
	}
	opts := pcapgo.NgWriterOptions{SectionInfo: pcapgo.NgSectionInfo{Application: "teacp",
		Comment: Clean(c.Title + ": " + c.Command)}}
	var err error
	c.ng, err = pcapgo.NewNgWriterInterface(c.w, in, opts)
	return 0, err
}
