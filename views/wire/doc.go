// Package wire makes the bytes that a run's segments and datagrams have on a line: Ethernet,
// IPv4, TCP or UDP with true checksums, and the content of the streams. Captures are written
// from it, and the packet pane reads it.
//
//	p := wire.New(run, wire.Read(run))
//	p.Sent(e)                             // every send, in order
//	b := p.Segment(&e.Seg, e.Conn, e.Side) // the frame on the line
//
// Files:
//
//	content.go  what the streams carry
//	packet.go   Ethernet, IPv4, TCP and UDP headers with checksums
package wire
