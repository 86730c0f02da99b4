package cli

import (
	"slices"
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
		line = strings.TrimSpace(line)
		list := slices.DeleteFunc(slices.Clone(args), func(s string) bool { return strings.HasPrefix(s, "--frame") })
		_, want, _ := teacp(append([]string{"run", "--format", "json", "--lang", "ko"}, list...)...)
		if _, got, errs := teacp("open", line, "--format", "json", "--lang", "ko"); got != want || want == "" {
			t.Errorf("%s opens something else than %q: %s", line, args, errs)
		}
	}
	_, want, _ := teacp("run", "page", "--seed", "9", "--format", "json", "--set", "link.loss=1%")
	if _, got, _ := teacp("open", "teacp:page?seed=7&set=link.loss=1%25", "--seed", "9", "--format", "json"); got != want {
		t.Error("the command line's own seed does not count more")
	}
	if code, out, errs := teacp("open", "teacp:list", "--plain"); code != exitBad || out != "" || !strings.Contains(errs, `"list"`) {
		t.Errorf("a shared line runs a command: %d %q %q", code, out, errs)
	}
	for _, bad := range []string{"teacp:", "teacp:x?y=z", "teacp:%zz", "teacp:-x", "teacp:x?set=%zz", "x.pcap"} {
		if code, _, stderr := teacp("open", bad); code != exitBad || stderr == "" {
			t.Errorf("%q: expected status 2, found %d", bad, code)
		}
	}
}
