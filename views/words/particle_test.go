package words

import "testing"

// TestParticles checks that the particle fits the word before it.
func TestParticles(t *testing.T) {
	for _, c := range []struct{ word, form, want string }{
		{"세그먼트", "%s{을}", "세그먼트를"}, {"패킷", "%s{을}", "패킷을"}, {"파일", "%s{으로}", "파일로"}, {"파일", "%s{은}", "파일은"},
		{"네이글(Nagle)", "%s{은}", "네이글(Nagle)은"}, {"1:101 (100 B)", "%s{을}", "1:101 (100 B)을"}, {"write(100)", "%s{을}", "write(100)을"},
		{"close()", "%s{을}", "close()를"}, {"shutdown(SHUT_WR)", "%s{으로}", "shutdown(SHUT_WR)로"}, {"4381:5841", "%s{을}", "4381:5841을"},
		{"1,000", "%s{이}", "1,000이"}, {"12", "%s{과}", "12와"}, {"3.5", "%s{으로}", "3.5로"}, {"7", "%s{으로}", "7로"}, {"6", "%s{으로}", "6으로"},
		{"40 ms", "%s{으로}", "40 ms로"}, {"100 B", "%s{이}", "100 B가"}, {"37.3%", "%s{이}", "37.3%가"}, {"10 Mbit/s", "%s{을}", "10 Mbit/s를"},
		{"ACK", "%s{을}", "ACK를"}, {"RTT", "%s{은}", "RTT는"}, {"URL", "%s{이}", "URL이"}, {"SYN", "%s{을}", "SYN을"}, {"PRR", "%s{으로}", "PRR로"},
		{"CUBIC", "%s{이}", "CUBIC이"}, {"CLOSING", "%s{으로}", "CLOSING으로"}, {"TIME-WAIT", "%s{이}", "TIME-WAIT가"}, {"GET", "%s{을}", "GET을"},
		{"client", "%s{이}", "client가"}, {"cwnd", "%s{을}", "cwnd를"}, {"“네이글”", "%s{을}", "“네이글”을"},
		{"x", "{%s}", "{x}"}, {"x", "%s{", "x{"},
	} {
		if got := string(fill(nil, c.form, Str(c.word))); got != c.want {
			t.Errorf("%q with %q: %q, want %q", c.form, c.word, got, c.want)
		}
	}
}
