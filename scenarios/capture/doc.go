// Package capture reads what programs such as tcpdump and Wireshark have recorded, pcap and
// pcapng, and shows it as a run: the same panes, stepped the same way.
//
//	c, err := capture.Open("real.pcapng")
//	run, err := sim.New(c.Config(), nil)
//
// A file is read as far as it is asked for: an index of sixteen bytes a packet says where
// each one stands, and what a packet holds is read again when it is wanted. So a capture of
// a gigabyte opens at once.
//
// Files:
//
//	capture.go         Open: the index of connections and packets
//	file.go            the blocks of pcap and pcapng
//	decode.go          link layers, IP and TCP of a packet
//	source.go          a capture as the records of a run
//	alone.go           one connection of a capture as a run of its own
//	simulate.go        what a connection was like: round trip, rate, writes, losses
//	simulate_text.go   a scenario made of it, as text
package capture
