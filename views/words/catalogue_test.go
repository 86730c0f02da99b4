package words

import (
	"testing"

	"golang.org/x/text/unicode/norm"

	"teacp/sim"
	"teacp/sim/http"
	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// TestEveryRuleHasSentences checks that each rule has a sentence in both languages.
func TestEveryRuleHasSentences(t *testing.T) {
	for id := rule.None + 1; int(id) < rule.Count; id++ {
		for _, lang := range []string{"en", "ko"} {
			s := RuleSentence(id, lang)
			if s == "" {
				t.Errorf("rule %s has no sentence in %q", id, lang)
			}
			if !norm.NFC.IsNormalString(s) {
				t.Errorf("rule %s is not in normal form C in %q", id, lang)
			}
		}
	}
}

// TestEverySettingHasLabelAndHelp checks that each knob has a label and an explanation in both
// languages, and that the catalogue has no entry without a knob.
func TestEverySettingHasLabelAndHelp(t *testing.T) {
	used := map[string]bool{}
	var c sim.Config
	c.Hosts, c.Links, c.HTTP = make([]sim.HostConfig, 3), make([]sim.LinkConfig, 1), make([]http.Config, 1)
	for _, k := range c.Knobs() {
		used[k.Key] = true
	}
	c.HTTP[0].Proxies = make([]http.Proxy, 1)
	for _, k := range c.Knobs() {
		used[k.Key] = true
	}
	for i := range tcp.Knobs {
		if !used["host."+tcp.Knobs[i].Name] {
			t.Errorf("no host has the knob %s", tcp.Knobs[i].Name)
		}
	}
	for key := range used {
		for _, lang := range []string{"en", "ko"} {
			if SettingLabel(key, lang) == "" || SettingHelp(key, lang) == "" {
				t.Errorf("setting %q lacks a label or an explanation in %q", key, lang)
			}
		}
	}
	for _, m := range []map[string]setting{enSettings, koSettings} {
		for key := range m {
			if !used[key] {
				t.Errorf("setting %q of the catalogue is the key of no knob", key)
			}
		}
	}
}
