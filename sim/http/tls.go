package http

// TLS is the version of TLS that is set up on a connection before its first request.
type TLS uint8

// The versions.
const (
	TLSOff TLS = iota
	TLS12      // two round trips (RFC 5246 section 7.3)
	TLS13      // one round trip (RFC 8446 section 2)
)

// TLSNames are the values of the knob http.tls.
var TLSNames = []string{"off", "1.2", "1.3"}

// Record is one record of a handshake: its type, what it holds, and the bytes behind its
// five bytes of header.
type Record struct {
	Type  uint8 // 20 change_cipher_spec, 22 handshake, 23 application_data: encrypted
	Hand  uint8 // type of the handshake message in it; 0: none, or encrypted
	Bytes int64
}

// recordHeader is type, version and length (RFC 8446 section 5.1).
const recordHeader = 5

// Flight is what one side says without waiting for the other.
type Flight struct {
	Side    int // 0: the client
	Records []Record
}

// Bytes is the length of a flight in the stream.
func (f *Flight) Bytes() int64 {
	n := int64(0)
	for i := range f.Records {
		n += recordHeader + f.Records[i].Bytes
	}
	return n
}

// The handshake types (RFC 8446 appendix B.3, RFC 5246 section 7.4).
const (
	handClientHello = 1
	handServerHello = 2
	handCertificate = 11
	handServerKey   = 12
	handServerDone  = 14
	handClientKey   = 16
)

// The flights of a full handshake, of typical sizes: a ClientHello padded to 512 bytes, a
// chain of two certificates of some 2.9 kB, X25519 and AES-128-GCM. No session is resumed.
var (
	tls12 = []Flight{
		{0, []Record{{22, handClientHello, 512}}},
		{1, []Record{{22, handServerHello, 81}, {22, handCertificate, 2900}, {22, handServerKey, 300}, {22, handServerDone, 4}}},
		{0, []Record{{22, handClientKey, 37}, {20, 0, 1}, {22, 0, 40}}}, // and Finished, encrypted
		{1, []Record{{20, 0, 1}, {22, 0, 40}}},
	}
	tls13 = []Flight{
		{0, []Record{{22, handClientHello, 512}}},
		// EncryptedExtensions, Certificate, CertificateVerify and Finished are encrypted.
		{1, []Record{{22, handServerHello, 122}, {20, 0, 1}, {23, 0, 3250}}},
		{0, []Record{{20, 0, 1}, {23, 0, 53}}}, // Finished
	}
)

// Flights are the flights of a version's handshake, in order. The slice is shared and
// read-only.
func (v TLS) Flights() []Flight {
	switch v {
	case TLS12:
		return tls12
	case TLS13:
		return tls13
	}
	return nil
}

// Prefix is how many bytes of a side's stream the handshake takes.
func (v TLS) Prefix(side int) int64 {
	n := int64(0)
	for i, f := range v.Flights() {
		if f.Side == side {
			n += v.Flights()[i].Bytes()
		}
	}
	return n
}

// RoundTrips is what the handshake costs before the first request can leave.
func (v TLS) RoundTrips() int64 { return int64(len(v.Flights())) / 2 }

// Fill writes the bytes of a side's handshake from offset at on, and returns how many: record
// headers, the heads of messages that are in clear, and behind them bytes without meaning.
func (v TLS) Fill(dst []byte, side int, at int64) int {
	n, begin := 0, int64(0)
	for _, f := range v.Flights() {
		if f.Side != side {
			continue
		}
		for i := range f.Records {
			r := &f.Records[i]
			end := begin + recordHeader + r.Bytes
			for ; n < len(dst) && at >= begin && at < end; n++ {
				dst[n] = r.at(at-begin, v)
				at++
			}
			begin = end
		}
	}
	return n
}

// at is byte o of a record.
func (r *Record) at(o int64, v TLS) byte {
	switch o {
	case 0:
		return r.Type
	case 1:
		return 3
	case 2:
		if r.Hand == handClientHello {
			return 1 // RFC 8446 section 5.1
		}
		return 3
	case 3:
		return byte(r.Bytes >> 8)
	case 4:
		return byte(r.Bytes)
	}
	o -= recordHeader
	switch {
	case r.Type == 20:
		return 1
	case r.Hand == handClientHello || r.Hand == handServerHello:
		return r.hello(o, v)
	case r.Hand != 0 && o < 4:
		return head(r.Hand, r.Bytes-4, o)
	case r.Hand == handCertificate && o < 7:
		return head(0, r.Bytes-7, o-3) // the list
	case r.Hand == handCertificate && o < 10:
		return head(0, r.Bytes-10, o-6) // the one certificate in it
	case r.Hand == handServerKey && o < 8: // ECDHE on X25519, then the key and the signature
		return [8]byte{4: 3, 6: 29, 7: 32}[o]
	case r.Hand == handServerKey && o >= 40 && o < 44:
		return [4]byte{8, 4, byte((r.Bytes - 44) >> 8), byte(r.Bytes - 44)}[o-40]
	case r.Hand == handClientKey && o == 4:
		return 32
	}
	return noise(o + int64(r.Hand))
}

// head is byte o of a type and a length of three bytes.
func head(kind uint8, n, o int64) byte {
	if o == 0 {
		return kind
	}
	return byte(n >> (8 * (3 - o)))
}

// hello is byte o of a ClientHello or a ServerHello, well formed to its last byte.
func (r *Record) hello(o int64, v TLS) byte {
	fixed := []byte{r.Hand, 0, byte((r.Bytes - 4) >> 8), byte(r.Bytes - 4), 3, 3}
	suite := byte(0x2f) // TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
	rest := []byte{0xc0, suite, 0}
	if v == TLS13 {
		rest = []byte{0x13, 0x01, 0} // TLS_AES_128_GCM_SHA256
	}
	pad := r.Bytes - 4 - 2 - 32 - 1 - 32
	var ext []byte
	if r.Hand == handClientHello {
		rest = []byte{0, 2, rest[0], rest[1], 1, 0}
		if v == TLS13 {
			ext = []byte{0, 43, 0, 3, 2, 3, 4}                                       // supported_versions
			ext = append(ext, 0, 51, 0, 38, 0, 36, 0, 29, 0, 32)                     // key_share: X25519
			ext = append(ext, "0123456789abcdef0123456789abcdef"...)                 // the key
			ext = append(ext, 0, 10, 0, 4, 0, 2, 0, 29, 0, 13, 0, 4, 0, 2, 0x08, 04) // groups, signatures
		}
	} else if v == TLS13 {
		ext = append([]byte{0, 43, 0, 2, 3, 4, 0, 51, 0, 36, 0, 29, 0, 32}, "fedcba9876543210fedcba9876543210"...)
	}
	pad -= int64(len(rest)) + 2
	if fill := pad - int64(len(ext)) - 4; fill >= 0 { // RFC 7685: padding
		ext = append(ext, 0, 21, byte(fill>>8), byte(fill))
	}
	switch {
	case o < 6:
		return fixed[o]
	case o < 38:
		return noise(o + int64(r.Hand)) // random
	case o == 38:
		return 32
	case o < 71 && v == TLS12:
		return noise(o + int64(r.Hand)) // session id: the server gives one of its own
	case o < 71:
		return noise(o) // session id, echoed
	}
	o -= 71
	rest = append(rest, byte(pad>>8), byte(pad))
	rest = append(rest, ext...)
	if o < int64(len(rest)) {
		return rest[o]
	}
	return 0
}

// noise stands for random, encrypted or signed bytes.
func noise(o int64) byte { return byte(uint64(o) * 0x9e3779b97f4a7c15 >> 56) }
