package cli

import (
	"encoding/json"
	"strings"
	"testing"

	"teacp/scenarios"
	"teacp/sim"
	"teacp/sim/ledger"
	"teacp/sim/simtest"
	"teacp/views"
	"teacp/views/export"
	"teacp/views/paint"
)

type ledgerItems []struct {
	Cause string
	NS    int64
	Share float64
}

func (l ledgerItems) sum() (n int64) {
	for _, i := range l {
		n += i.NS
	}
	return n
}

// TestLedgerJSON: the items of the page and of each request add up to the nanosecond, the
// shares lie between nothing and all, and the fields are those that scripts rely on.
func TestLedgerJSON(t *testing.T) {
	for _, args := range [][]string{{"page"}, {"page", "--set", "http.strategy=persistent", "--intervals"}, {"nagle-delayed-ack", "--no-what-if"}} {
		code, stdout, stderr := teacp(append([]string{"ledger", "--json"}, args...)...)
		if code != exitDone || stderr != "" {
			t.Fatalf("%q: %d %q", args, code, stderr)
		}
		var got struct {
			Schema   string
			Total    int64 `json:"total_ns"`
			Items    ledgerItems
			Requests []struct {
				ID                int
				URL               string
				Conn              *int
				Start, End, Total int64 `json:"-"`
				StartNS           int64 `json:"start_ns"`
				EndNS             int64 `json:"end_ns"`
				TotalNS           int64 `json:"total_ns"`
				Items             ledgerItems
			}
			WhatIf []struct {
				Knob, Value string
				Total       int64 `json:"total_ns"`
				Saves       int64 `json:"saves_ns"`
			} `json:"whatif"`
		}
		if err := json.Unmarshal([]byte(stdout), &got); err != nil {
			t.Fatalf("%q: %v", args, err)
		}
		if got.Schema != "teacp.ledger/1" || got.Items.sum() != got.Total || got.Total == 0 {
			t.Errorf("%q: %s, items add up to %d, total %d", args, got.Schema, got.Items.sum(), got.Total)
		}
		if page := strings.HasPrefix(args[0], "page"); page != (len(got.Requests) == 4) {
			t.Errorf("%q: %d requests", args, len(got.Requests))
		}
		for _, r := range got.Requests {
			if r.Items.sum() != r.TotalNS || r.TotalNS != r.EndNS-r.StartNS || r.Conn == nil ||
				!strings.HasPrefix(r.URL, "http://") {
				t.Errorf("%q: request %d: items add up to %d, total %d", args, r.ID, r.Items.sum(), r.TotalNS)
			}
		}
		for i, w := range got.WhatIf {
			if w.Saves != got.Total-w.Total || i > 0 && got.WhatIf[i-1].Saves < w.Saves {
				t.Errorf("%q: what if %+v", args, w)
			}
		}
		if (len(got.WhatIf) == 0) != (args[len(args)-1] == "--no-what-if") {
			t.Errorf("%q: %d turns of knobs", args, len(got.WhatIf))
		}
	}
}

// TestWhatIfIsCompare: what a turn of a knob saves is what comparing the two runs says, in
// every scenario.
func TestWhatIfIsCompare(t *testing.T) {
	for n, m := range scenarios.List() {
		if !simtest.Sample(n, 4) {
			continue
		}
		sc, err := scenarios.Load(m.Name)
		if err != nil {
			t.Fatal(err)
		}
		cfg := *sc.Config
		cfg.Limits.Frames = 5_000
		a := simtest.Of(t, &cfg)
		if a.Stats().Frames >= 5_000 {
			continue
		}
		list := views.NewTrials(ledger.Of(a), false).All()
		for i := n % 9; i < len(list); i += 9 { // each knob in some scenario
			w := list[i]
			b, err := sim.New(&cfg, []sim.Change{{Knob: w.Knob, Value: w.Value}})
			if err != nil {
				t.Fatal(err)
			}
			c := export.Compare(a, b)
			saves := int64(0)
			if w.Effect == views.Compares {
				saves = c.Rows[0].A - c.Rows[0].B
			}
			if c.Rows[0].Name != "total_ns" || saves != int64(w.Saves) || c.Ends[1] != w.End {
				t.Errorf("%s: %s=%s saves %v; comparing says %+v", m.Name, w.Knob, w.Value, w.Saves, c.Rows[0])
			}
			if got := ledger.Of(b).End(); got != w.End {
				t.Errorf("%s: %s=%s: the ledger ends %+v, what if says %+v", m.Name, w.Knob, w.Value, got, w.End)
			}
		}
	}
}

// TestLedgerText: both languages, nothing wider than asked, ASCII when asked.
func TestLedgerText(t *testing.T) {
	for _, lang := range []string{"en", "ko"} {
		for _, name := range []string{"page", "flow-control"} {
			code, stdout, _ := teacp("ledger", name, "--lang", lang, "--width", "80", "--ascii")
			if code != exitDone {
				t.Fatal(code)
			}
			for _, l := range strings.Split(stdout, "\n") {
				if paint.Width(l) > 110 {
					t.Errorf("%s %s: a line of %d columns: %q", name, lang, paint.Width(l), l)
				}
				if lang == "en" && strings.IndexFunc(l, func(r rune) bool { return r > 126 }) >= 0 {
					t.Errorf("%s: not ASCII: %q", name, l)
				}
			}
		}
	}
}
