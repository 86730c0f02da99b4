package cli

import (
	"strings"
	"testing"
)

// TestShare: a shared line opens with the same settings, whatever stands in them.
func TestShare(t *testing.T) {
	for _, args := range [][]string{
		{"nagle"},
		{"nagle", "--seed=7", "--set=client.nagle=off", "--at=12:server.delayed_ack=off", "--frame=9"},
		{"page", "--set=link.loss=1.5%", "--set=http.strategy=persistent-parallel"},
	} {
		code, line, stderr := teacp(append([]string{"share"}, args...)...)
		if code != exitDone {
			t.Fatal(stderr)
		}
		back, err := shared(strings.TrimSpace(line))
		if err != nil {
			t.Fatal(err)
		}
		_, again, _ := teacp(append([]string{"share"}, back...)...)
		if again != line || len(back) != len(args) {
			t.Errorf("%q became %q", args, back)
		}
	}
	for _, bad := range []string{"teacp:", "teacp:x?y=z", "teacp:%zz", "teacp:-x", "teacp:x?set=%zz", "x.pcap"} {
		if code, _, stderr := teacp("open", bad); code != exitBad || stderr == "" {
			t.Errorf("%q: expected status 2, found %d", bad, code)
		}
	}
}
