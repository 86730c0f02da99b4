package model

import (
	"errors"
	"fmt"
	"hash/maphash"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	tea "charm.land/bubbletea/v2"

	"teacp/scenarios"
	"teacp/sim"
	"teacp/views"
)

// watchEvery is how often the file of the open scenario is looked at.
const watchEvery = 400 * time.Millisecond

// watched is the file of the open scenario as it was read last.
type watched struct {
	file  string
	seen  fileStamp
	gen   int // of the looks; an older one is not answered
	going bool
}

// fileStamp tells one state of a file from another.
type fileStamp struct {
	size int64
	mod  time.Time
	sum  uint64
}

var watchSeed = maphash.MakeSeed()

// watchMsg says that it is time to look, lookedMsg what was seen.
type watchMsg struct{ gen int }

type lookedMsg struct {
	gen  int
	seen fileStamp
	sc   *scenarios.Scenario // nil: as it was
	err  error
}

// watchFile plans the next look at the file, if the scenario on the screen is one.
func (m *Model) watchFile() tea.Cmd {
	file := ""
	if m.scene.Run != nil && len(m.tree) > 0 {
		src := m.tree[0].src
		if _, carried := m.carried(src.opened); !carried && !src.sc.Config.Replays() && len(src.sc.Source) > 0 {
			file = src.opened
		}
	}
	if file != m.watched.file {
		m.watched = watched{file: file, gen: m.watched.gen + 1}
		if file != "" {
			m.watched.seen = fileStamp{sum: maphash.Bytes(watchSeed, m.tree[0].src.sc.Source)}
		}
	}
	if file == "" || m.watched.going {
		return nil
	}
	m.watched.going = true
	gen := m.watched.gen
	return tea.Tick(watchEvery, func(time.Time) tea.Msg { return watchMsg{gen} })
}

// look reads the file beside the program's loop.
func (m *Model) look(gen int) tea.Cmd {
	if gen != m.watched.gen {
		return nil
	}
	file, seen := m.watched.file, m.watched.seen
	return func() tea.Msg { return lookAt(gen, file, seen) }
}

func lookAt(gen int, file string, seen fileStamp) lookedMsg {
	msg := lookedMsg{gen: gen, seen: seen}
	info, err := os.Stat(file)
	if err != nil || !info.Mode().IsRegular() || info.Size() == 0 { // an editor is at work
		return msg
	}
	if info.Size() == seen.size && info.ModTime().Equal(seen.mod) {
		return msg
	}
	data, err := scenarios.ReadFile(file, scenarios.MaxFile)
	if errors.Is(err, fs.ErrNotExist) {
		return msg
	}
	now := fileStamp{info.Size(), info.ModTime(), maphash.Bytes(watchSeed, data)}
	msg.seen = now
	if err == nil && now.sum == seen.sum {
		return msg
	}
	if err == nil {
		var ps []scenarios.Problem
		if msg.sc, ps = scenarios.Parse(filepath.Base(file), data); len(ps) > 0 {
			msg.sc, err = nil, scenarios.Problems(ps)
		}
	}
	msg.err = err
	return msg
}

// seenFile takes over what a look has found. A file with mistakes leaves the run as it is.
func (m *Model) seenFile(msg lookedMsg) {
	if msg.gen != m.watched.gen {
		return
	}
	m.watched.going, m.watched.seen = false, msg.seen
	switch {
	case msg.err != nil:
		m.status = m.say("Last good run kept: ", "마지막 실행 유지: ") + mistake(msg.err, m.scene.Lang)
	case msg.sc != nil:
		if err := m.reload(msg.sc); err != nil {
			m.status = m.say("Last good run kept: ", "마지막 실행 유지: ") + views.Clean(err.Error())
		}
	}
}

// mistake is the first mistake of a file, and how many more there are.
func mistake(err error, lang string) string {
	var ps scenarios.Problems
	if !errors.As(err, &ps) || len(ps) == 0 {
		return views.Clean(err.Error())
	}
	s := views.Clean(ps[0].Error())
	if n := len(ps) - 1; n > 0 {
		s = fmt.Sprintf(views.Say(lang, "(%d more) %s", "(외 %d개) %s"), n, s)
	}
	return s
}

// reload puts the scenario as it is now in the place of the old one: branches with their
// changes, the frame under the cursor, bookmarks and the layout stay.
func (m *Model) reload(sc *scenarios.Scenario) error {
	s := m.snapshot()
	sc.File = m.tree[0].src.sc.File
	if m.opt.SeedSet {
		sc.Config.Seed = uint64(m.opt.Seed)
	}
	tree, err := grownTree(&s, sc)
	lost := 0
	if err != nil { // a branch turns what is no longer there: its changes go
		lost = keepPossible(&s, sc.Config)
		if tree, err = grownTree(&s, sc); err != nil {
			return err
		}
	}
	m.tree, m.marks = tree, s.Marks
	m.cmp, m.mat, m.job, m.pend, m.looked, m.cueCache = nil, nil, nil, pending{}, looked{}, cueList{}
	m.playing, m.auto = false, false
	m.stand(s.Current)
	m.scene.Run.Extend(firstSlice)
	m.moveTo(max(min(s.Frame, m.scene.Run.Frames()-1), 0))
	m.goOn(s.Frame)
	m.scene.Conn = min(s.Conn, uint32(max(m.scene.Run.At(m.scene.Frame).Conns()-1, 0)))
	m.status = m.say("Read anew: ", "다시 읽음: ") + views.Clean(filepath.Base(m.opened))
	if lost > 0 {
		m.status += fmt.Sprintf(m.say("; %d changes turn nothing any more", ", 이제 아무것도 바꾸지 않는 변경 %d개"), lost)
	}
	return nil
}

// keepPossible drops changes whose knob or value the scenario does not have, and says how
// many.
func keepPossible(s *session, cfg *sim.Config) int {
	lost := 0
	for i := range s.Branches {
		b := &s.Branches[i]
		if b.Scenario != "" {
			continue
		}
		kept := b.Changes[:0:0]
		for _, c := range b.Changes {
			if _, _, err := cfg.ParseKnob(c.Knob, c.Value); err != nil {
				lost++
				continue
			}
			kept = append(kept, c)
		}
		b.Changes = kept
	}
	return lost
}
