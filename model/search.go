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

// searchFor looks for a text everywhere, from the cursor on.
func (fd *finder) searchFor(text string) tea.Cmd {
	s := &search{text: text, in: words.NewMatcher(text)}
	s.in.At = func(frame int64) words.Place { return fd.saidAt(s.text, frame) }
	fd.looked = looked{text: text, s: s, c: &condition{conn: -1, host: -1, event: func(r *sim.Run,
		e *sim.Event) bool {
		return s.in.Find(r, e) != 0
	}}}
	return fd.nextHit(1)
}

// saidAt says whether the notes or the bookmarks of a frame have a text.
func (fd *finder) saidAt(text string, frame int64) (p words.Place) {
	has := func(s string) bool { return strings.Contains(strings.ToLower(s), strings.ToLower(text)) }
	for _, n := range fd.lecture.found.Notes(frame) {
		if has(n.Text.In("en")) || has(n.Text.In("ko")) {
			p |= words.InNote
		}
	}
	for _, b := range fd.marks {
		if b.Branch == fd.cur && b.Frame == frame && has(b.Name) {
			p |= words.InMark
		}
	}
	return p
}

// nextHit goes to the next or previous hit. Behind the last one it begins anew.
func (fd *finder) nextHit(d int) tea.Cmd {
	s := fd.looked.s
	if h := &s.hits; h.run != fd.scene.Run || h.conn != fd.scene.Filter.Conn || h.edits != fd.edits {
		*h = hits{run: fd.scene.Run, conn: fd.scene.Filter.Conn, edits: fd.edits}
	}
	if s.hits.whole() {
		return fd.toHit(d)
	}
	c := *fd.looked.c
	c.conn = fd.scene.Filter.Conn
	k, round, toEnd := newSeek(fd.scene.Run, &c, fd.scene.Frame, d), false, false
	return fd.begin(&job{what: fd.say(words.JobSearching) + quoteText(s.text), far: func() int64 { return k.at },
		part: func() (done, of int64) { return k.part() },
		step: func() bool {
			if k.r != fd.scene.Run { // the branch was left meanwhile
				return true
			}
			if toEnd {
				if toEnd = !k.r.Extend(sliceFrames); !toEnd {
					k = newSeek(k.r, &c, k.r.Frames(), d)
				}
				return false
			}
			if !fd.readable(k.at + k.size) {
				return false
			}
			f, over := k.slice()
			switch {
			case f >= 0:
				fd.remember()
				fd.moveTo(f)
				fd.after = append(fd.after, func() tea.Cmd { return fd.count(s, d, round) })
				return true
			case over && !round:
				round, toEnd = true, d < 0
				k = newSeek(k.r, &c, -1, d)
				return false
			case over:
				fd.foundNothing(s)
			}
			return over
		}})
}

// readable reports whether the run is there up to a frame, and its notes are found; if not, it
// does a slice of that.
func (fd *finder) readable(frame int64) bool {
	r, c := fd.scene.Run, fd.lecture.cues()
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

// foundNothing says that a text is nowhere, and where it was looked for.
func (fd *finder) foundNothing(s *search) {
	fd.status = fd.say(words.SearchNothing, quoteText(s.text), words.Bytes(fd.scene.Run.Frames()),
		words.Places(fd.scene.Lang))
	if fd.scene.Filter.Conn >= 0 {
		fd.status += fd.say(words.SearchConnection, fd.scene.Filter.Conn)
	}
}

// count reads all of the run, and says which hit the cursor is on.
func (fd *finder) count(s *search, d int, round bool) tea.Cmd {
	fd.sayHit(s, d, round)
	h := &s.hits
	return fd.begin(&job{what: fd.say(words.JobCountingHits) + quoteText(s.text), far: func() int64 { return h.upto },
		step: func() bool {
			if h.run != fd.scene.Run || fd.looked.s != s {
				return true
			}
			if !h.whole() {
				if fd.readable(h.upto + sliceFrames) {
					h.grow(s.in)
				}
				return false
			}
			fd.sayHit(s, d, round)
			return true
		}})
}

// toHit goes to the next or previous hit of those that are counted.
func (fd *finder) toHit(d int) tea.Cmd {
	s, h, f := fd.looked.s, &fd.looked.s.hits, fd.scene.Frame
	if len(h.frames) == 0 {
		fd.foundNothing(s)
		return nil
	}
	i := sort.Search(len(h.frames), func(i int) bool { return h.frames[i] > f })
	if d < 0 {
		i = sort.Search(len(h.frames), func(i int) bool { return h.frames[i] >= f }) - 1
	}
	round := i < 0 || i >= len(h.frames)
	cmd := fd.jump(h.frames[(i+len(h.frames))%len(h.frames)])
	fd.sayHit(s, d, round)
	return cmd
}

// sayHit says how many hits there are, which one the cursor is on, and in what it is.
func (fd *finder) sayHit(s *search, d int, round bool) {
	h := &s.hits
	i := sort.Search(len(h.frames), func(i int) bool { return h.frames[i] >= fd.scene.Frame })
	text := ""
	switch {
	case round && d > 0:
		text = fd.say(words.SearchFromStart)
	case round:
		text = fd.say(words.SearchFromEnd)
	}
	if i < len(h.frames) && h.frames[i] == fd.scene.Frame {
		of := fmt.Sprint(len(h.frames))
		switch {
		case h.full:
			of = fd.say(words.SearchMoreThan, words.Bytes(maxHits))
		case !h.whole():
			of += fd.say(words.SearchSoFar)
		}
		text += fd.say(words.SearchHit, quoteText(s.text), i+1, of, h.where[i].Text(fd.scene.Lang))
	} else {
		text += fd.say(words.SearchHere, quoteText(s.text))
	}
	fd.status = text + fd.say(words.SearchKeys, fd.keyFor(keymap.NextMatch), fd.keyFor(keymap.PrevMatch))
}
