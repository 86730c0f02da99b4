package model

import (
	"fmt"
	"sort"
	"strings"

	tea "charm.land/bubbletea/v2"

	"teacp/model/keymap"
	"teacp/sim"
	"teacp/views/words"
)

// search is a text that is looked for in all that is said about a run, and where it was
// found. The nearest hit is gone to at once; the others are counted afterwards.
type search struct {
	text string
	in   *words.Matcher
	hits hits
}

// hits are the frames of a run that have the text, as far as it has been read.
type hits struct {
	run    *sim.Run
	conn   int64 // of the filter, -1: all
	edits  int   // of bookmarks
	upto   int64
	frames []int64
	where  []words.Place
	full   bool // there are more than are kept
}

// maxHits limits how many hits are counted.
const maxHits = 100_000

// searchFor looks for a text everywhere, from the cursor on.
func (m *Model) searchFor(text string) tea.Cmd {
	s := &search{text: text, in: words.NewMatcher(text)}
	s.in.At = func(frame int64) words.Place { return m.saidAt(s.text, frame) }
	m.looked = looked{text: text, s: s, c: &condition{conn: -1, host: -1, event: func(r *sim.Run, e *sim.Event) bool { return s.in.Find(r, e) != 0 }}}
	return m.nextHit(1)
}

// saidAt says whether the notes or the bookmarks of a frame have a text.
func (m *Model) saidAt(text string, frame int64) (p words.Place) {
	has := func(s string) bool { return strings.Contains(strings.ToLower(s), strings.ToLower(text)) }
	for _, n := range m.lecture.found.Notes(frame) {
		if has(n.Text.In("en")) || has(n.Text.In("ko")) {
			p |= words.InNote
		}
	}
	for _, b := range m.marks {
		if b.Branch == m.cur && b.Frame == frame && has(b.Name) {
			p |= words.InMark
		}
	}
	return p
}

// nextHit goes to the next or previous hit. Behind the last one it begins anew.
func (m *Model) nextHit(d int) tea.Cmd {
	s := m.looked.s
	if h := &s.hits; h.run != m.scene.Run || h.conn != m.scene.Filter.Conn || h.edits != m.edits {
		*h = hits{run: m.scene.Run, conn: m.scene.Filter.Conn, edits: m.edits}
	}
	if s.hits.whole() {
		return m.toHit(d)
	}
	c := *m.looked.c
	c.conn = m.scene.Filter.Conn
	k, round, toEnd := newSeek(m.scene.Run, &c, m.scene.Frame, d), false, false
	return m.begin(&job{what: m.say(words.JobSearching) + quoteText(s.text), far: func() int64 { return k.at },
		part: func() (done, of int64) { return k.part() },
		step: func() bool {
			if k.r != m.scene.Run { // the branch was left meanwhile
				return true
			}
			if toEnd {
				if toEnd = !k.r.Extend(sliceFrames); !toEnd {
					k = newSeek(k.r, &c, k.r.Frames(), d)
				}
				return false
			}
			if !m.readable(k.at + k.size) {
				return false
			}
			f, over := k.slice()
			switch {
			case f >= 0:
				m.remember()
				m.moveTo(f)
				m.after = append(m.after, func() tea.Cmd { return m.count(s, d, round) })
				return true
			case over && !round:
				round, toEnd = true, d < 0
				k = newSeek(k.r, &c, -1, d)
				return false
			case over:
				m.foundNothing(s)
			}
			return over
		}})
}

// readable reports whether the run is there up to a frame, and its notes are found; if not, it
// does a slice of that.
func (m *Model) readable(frame int64) bool {
	r, c := m.scene.Run, m.cues()
	switch {
	case !r.Done() && r.Frames() < frame+sliceFrames:
		r.Extend(sliceFrames)
	case c.Unread() && c.Upto() < frame:
		c.ReadBlock()
	default:
		return true
	}
	return false
}

func quoteText(s string) string { return "“" + words.Clean(s) + "”" }

// foundNothing says that a text is nowhere, and where it was looked for.
func (m *Model) foundNothing(s *search) {
	m.status = m.say(words.SearchNothing, quoteText(s.text), words.Bytes(m.scene.Run.Frames()), words.Places(m.scene.Lang))
	if m.scene.Filter.Conn >= 0 {
		m.status += m.say(words.SearchConnection, m.scene.Filter.Conn)
	}
}

func (h *hits) whole() bool { return h.full || h.run.Done() && h.upto >= h.run.Frames() }

// grow reads a slice of the run.
func (h *hits) grow(in *words.Matcher) {
	to := h.upto + sliceFrames/8
	h.run.Each(h.upto, to, 0, func(e *sim.Event) bool {
		p := words.Place(0)
		if h.conn < 0 || int64(e.Conn) == h.conn {
			p = in.Find(h.run, e)
		}
		n := len(h.frames)
		switch {
		case p == 0:
		case n > 0 && h.frames[n-1] == e.ID.Frame():
			h.where[n-1] |= p
		case n == maxHits:
			h.full = true
		default:
			h.frames, h.where = append(h.frames, e.ID.Frame()), append(h.where, p)
		}
		return !h.full
	})
	h.upto = to
	if h.run.Done() {
		h.upto = min(to, h.run.Frames())
	}
}

// count reads all of the run, and says which hit the cursor is on.
func (m *Model) count(s *search, d int, round bool) tea.Cmd {
	m.sayHit(s, d, round)
	h := &s.hits
	return m.begin(&job{what: m.say(words.JobCountingHits) + quoteText(s.text), far: func() int64 { return h.upto },
		step: func() bool {
			if h.run != m.scene.Run || m.looked.s != s {
				return true
			}
			if !h.whole() {
				if m.readable(h.upto + sliceFrames) {
					h.grow(s.in)
				}
				return false
			}
			m.sayHit(s, d, round)
			return true
		}})
}

// toHit goes to the next or previous hit of those that are counted.
func (m *Model) toHit(d int) tea.Cmd {
	s, h, f := m.looked.s, &m.looked.s.hits, m.scene.Frame
	if len(h.frames) == 0 {
		m.foundNothing(s)
		return nil
	}
	i := sort.Search(len(h.frames), func(i int) bool { return h.frames[i] > f })
	if d < 0 {
		i = sort.Search(len(h.frames), func(i int) bool { return h.frames[i] >= f }) - 1
	}
	round := i < 0 || i >= len(h.frames)
	cmd := m.jump(h.frames[(i+len(h.frames))%len(h.frames)])
	m.sayHit(s, d, round)
	return cmd
}

// sayHit says how many hits there are, which one the cursor is on, and in what it is.
func (m *Model) sayHit(s *search, d int, round bool) {
	h := &s.hits
	i := sort.Search(len(h.frames), func(i int) bool { return h.frames[i] >= m.scene.Frame })
	text := ""
	switch {
	case round && d > 0:
		text = m.say(words.SearchFromStart)
	case round:
		text = m.say(words.SearchFromEnd)
	}
	if i < len(h.frames) && h.frames[i] == m.scene.Frame {
		of := fmt.Sprint(len(h.frames))
		switch {
		case h.full:
			of = m.say(words.SearchMoreThan, words.Bytes(maxHits))
		case !h.whole():
			of += m.say(words.SearchSoFar)
		}
		text += m.say(words.SearchHit, quoteText(s.text), i+1, of, h.where[i].Text(m.scene.Lang))
	} else {
		text += m.say(words.SearchHere, quoteText(s.text))
	}
	m.status = text + m.say(words.SearchKeys, m.keyFor(keymap.NextMatch), m.keyFor(keymap.PrevMatch))
}

// keyFor is the first key of an action, as the help writes it.
func (c *cursor) keyFor(act keymap.Action) string {
	return c.keys.Find(act).Key()
}
