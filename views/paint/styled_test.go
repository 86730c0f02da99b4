package paint

import "testing"

// TestStyledPaintsWhatLipGlossRenders: every style of every theme comes through Lip Gloss and back.
func TestStyledPaintsWhatLipGlossRenders(t *testing.T) {
	for i := range Themes {
		th := &Themes[i]
		for _, st := range []Style{th.Plain, th.Dim, th.Strong, th.Title, th.Border, th.Focus, th.C2S, th.S2C,
			th.Lost, th.Retrans, th.Held, th.Timer, th.Good, th.Bad, th.Key, th.Select} {
			want, got := NewCanvas(12, 1), NewCanvas(12, 1)
			want.Text(want.Text(1, 0, "한글", st), 0, "ab", Style{})
			if x := got.Styled(1, 0, st.Lip().Render("한글")+"ab"); x != 7 || !got.Same(want) {
				t.Errorf("%s, %+v: %q, want %q", th.Name, st, got.Render(), want.Render())
			}
		}
	}
	c := NewCanvas(4, 1)
	if c.Styled(0, 0, "a\x1b[2Jb\x1b["); c.String() != "ab\n" {
		t.Errorf("other sequences are painted: %q", c.String())
	}
}
