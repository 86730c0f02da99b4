package words

import "testing"

// TestFoundByAnyWordOfATerm looks for texts by words of the other language and by other spellings.
func TestFoundByAnyWordOfATerm(t *testing.T) {
	for _, c := range []struct {
		text, query string
		want        bool
	}{
		{"Slow start", "슬로우 스타트", true}, {"느린 시작", "slow start", true}, {"느린 시작", "SLOW", false},
		{"Persistent connections", "커넥션", true}, {"the ACK of 101", "확인 응답", true}, {"a packet", "확인 응답", false},
		{"편승한다", "piggyback", true}, {"anything", "", true}, {"Nagle", "nagl", true},
	} {
		if got := Found(c.text, c.query); got != c.want {
			t.Errorf("%q in %q: %v", c.query, c.text, got)
		}
	}
}
