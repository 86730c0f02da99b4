package rule_test

import (
	"strings"
	"testing"

	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// obsolete are RFCs, or parts of them, that others replace, and what to cite instead.
var obsolete = map[string]string{
	"RFC 793": "RFC 9293", "RFC 879": "RFC 9293 section 3.7.1", "RFC 1122 section 4.2": "RFC 9293", "RFC 1323": "RFC 7323",
	"RFC 2309": "RFC 7567", "RFC 2581": "RFC 5681", "RFC 3517": "RFC 6675", "RFC 3782": "RFC 6582", "RFC 6093": "RFC 9293 section 3.8.5",
	"RFC 6429": "RFC 9293 section 3.8.6.1", "RFC 6528": "RFC 9293 section 3.4.1", "RFC 6691": "RFC 9293 section 3.7.1",
	"RFC 6937": "RFC 9937", "RFC 7230": "RFC 9112", "RFC 7231": "RFC 9110",
}

// TestSourcesAreInForce checks that no rule and no setting names an RFC that another one replaces.
func TestSourcesAreInForce(t *testing.T) {
	check := func(what, source string) {
		for old, now := range obsolete {
			if strings.Contains(source+" ", old) && !strings.ContainsAny(after(source, old), "0123456789") {
				t.Errorf("%s names %s: %s is in force", what, old, now)
			}
		}
	}
	for id := range rule.Count {
		info := rule.ID(id).Info()
		check("rule "+info.Name, info.Source)
	}
	for i := range tcp.Knobs {
		check("setting "+tcp.Knobs[i].Name, tcp.Knobs[i].Source)
	}
}

// after is the character behind a part of a text.
func after(s, part string) string {
	_, rest, _ := strings.Cut(s, part)
	return rest[:min(1, len(rest))]
}
