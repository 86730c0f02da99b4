package views

import (
	"slices"
	"strings"

	"teacp/sim"
	"teacp/views/paint"
	"teacp/views/words"
)

func init() {
	Panes[PaneWhy] = Pane{
		Name: "why", title: words.TitleWhy,
		help:            words.PaneWhyHelp,
		ScrollsPerFrame: true,
		Otherwise:       true,
		Example:         Example{Scenario: "nagle-delayed-ack", Percent: 45},
		paint:           paintWhy,
		pending:         (*Scene).whyPending,
	}
}

// whyLines caches the lines of the last explanation.
type whyLines struct {
	withLedger bool // with its interval of the ledger
	withOther  bool // with what would have happened otherwise
	more       bool // earlier causes are not looked up yet
	run        *sim.Run
	frame      int64
	lang       string
	w          int
	theme      *paint.Theme
	lines      []line
}

// otherwise is what would have happened with the settings behind the holds of a frame off.
type otherwise struct {
	run   *sim.Run
	frame int64
	lang  string
	lines []string // with a heading
}

// OtherwiseKnown reports whether it is known what would have happened otherwise.
func (s *Scene) OtherwiseKnown() bool {
	o := &s.otherwise
	return o.run == s.Run && o.frame == s.Frame && o.lang == s.Lang
}

// SetOtherwise gives the scene what would have happened otherwise in a frame.
func (s *Scene) SetOtherwise(r *sim.Run, frame int64, lang string, list []string) {
	s.otherwise = otherwise{run: r, frame: frame, lang: lang}
	if len(list) > 0 {
		s.otherwise.lines = append(s.otherwise.lines, words.WhyOtherwise.In(lang))
	}
	for _, l := range list {
		s.otherwise.lines = append(s.otherwise.lines, "  "+l)
	}
}

func paintWhy(c *paint.Canvas, r paint.Rect, s *Scene) {
	k := whyLines{run: s.Run, frame: s.Frame, lang: s.Lang, w: r.W, theme: s.Theme,
		withLedger: s.completeLedger() != nil, withOther: s.OtherwiseKnown()}
	if y := &s.why; y.lines == nil || y.more || y.withLedger != k.withLedger || y.withOther != k.withOther || y.run != k.run || y.frame != k.frame ||
		y.lang != k.lang || y.w != k.w || y.theme != k.theme {
		k.lines, k.more = whyText(s, r.W, s.why.lines[:0])
		s.why = k
	}
	s.lines(c, r, PaneWhy, s.why.lines)
}

// whyFramesPerPaint is how many frames a painting simulates again to find causes; the next painting
// continues.
const whyFramesPerPaint = 1024

// whyPending reports whether painting again may show more of the causes.
func (s *Scene) whyPending() bool {
	return s.Frame >= words.CausesCounted && (s.why.more || s.why.run != s.Run || s.why.frame != s.Frame)
}

// whyText lays an explanation out in lines of a width.
func whyText(s *Scene, w int, out []line) (lines []line, more bool) {
	frames := int64(whyFramesPerPaint)
	if s.why.run != s.Run || s.why.frame != s.Frame { // first painting after a key: answer quickly
		frames = 0
	}
	texts, more := words.WhyWithin(s.Run, s.Frame, s.Lang, frames)
	if b := s.completeLedger(); b != nil {
		texts = append(texts, words.LedgerLines(b, s.Frame, s.Lang)...)
	}
	if s.OtherwiseKnown() && len(s.otherwise.lines) > 0 { // before the chain of causes
		at := 1
		for at < len(texts) && strings.HasPrefix(texts[at], " ") {
			at++
		}
		texts = slices.Insert(texts, at, s.otherwise.lines...)
	}
	for i, l := range texts {
		st, indent := s.Theme.Plain, 0
		text := l
		for len(text) > 0 && text[0] == ' ' {
			text = text[1:]
			indent++
		}
		if indent == 0 {
			st = s.Theme.Strong
			if i > 0 {
				out = append(out, line{})
			}
		}
		if indent == 2 && len(text) > 0 && text[0] == ':' {
			st = s.Theme.Dim
		}
		s.wrapped = paint.AppendWrapped(s.wrapped[:0], text, max(w-indent-1, 10))
		for k, t := range s.wrapped {
			extra := 0
			if k > 0 && indent > 0 {
				extra = 2
			}
			out = append(out, line{t, st, indent/2 + extra})
		}
	}
	return out, more
}
