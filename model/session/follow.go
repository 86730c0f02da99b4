package session

import (
	"errors"
	"hash/maphash"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	tea "charm.land/bubbletea/v2"

	"teacp/scenarios"
	"teacp/views/words"
)

// followEvery is how often the file of the open scenario is looked at.
const followEvery = 400 * time.Millisecond

// Follower reads the file of the open scenario again whenever it has changed.
type Follower struct {
	File  string // "": none is followed
	Gen   int    // counts the files that were followed; messages of an older one are not answered
	seen  fileState
	going bool // a look is planned or under way
}

// fileState tells one state of a file from another.
type fileState struct {
	size int64
	mod  time.Time
	sum  uint64
}

var sumSeed = maphash.MakeSeed()

// LookMsg says that it is time to look at the file.
type LookMsg struct{ Gen int }

// LookedMsg is what a look has found.
type LookedMsg struct {
	gen      int
	seen     fileState
	scenario *scenarios.Scenario // nil: the file has not changed
	err      error
}

// Follow plans the next look at a file, which had this text when it was opened. With "" no
// file is followed.
func (f *Follower) Follow(file string, text []byte) tea.Cmd {
	if file != f.File {
		*f = Follower{File: file, Gen: f.Gen + 1}
		if file != "" {
			f.seen = fileState{sum: maphash.Bytes(sumSeed, text)}
		}
	}
	if file == "" || f.going {
		return nil
	}
	f.going = true
	gen := f.Gen
	return tea.Tick(followEvery, func(time.Time) tea.Msg { return LookMsg{gen} })
}

// Look reads the file in a command, so that a slow disk keeps no key waiting.
func (f *Follower) Look(msg LookMsg) tea.Cmd {
	if msg.Gen != f.Gen {
		return nil
	}
	gen, file, seen := f.Gen, f.File, f.seen
	return func() tea.Msg { return look(gen, file, seen) }
}

// Looked returns what a look has found: the scenario as it is now, or why it cannot be read.
// Both are nil where the file has not changed.
func (f *Follower) Looked(msg LookedMsg) (*scenarios.Scenario, error) {
	if msg.gen != f.Gen {
		return nil, nil
	}
	f.going, f.seen = false, msg.seen
	return msg.scenario, msg.err
}

func look(gen int, file string, seen fileState) LookedMsg {
	msg := LookedMsg{gen: gen, seen: seen}
	info, err := os.Stat(file)
	if err != nil || !info.Mode().IsRegular() || info.Size() == 0 { // an editor is saving it
		return msg
	}
	if info.Size() == seen.size && info.ModTime().Equal(seen.mod) {
		return msg
	}
	data, err := scenarios.ReadFile(file, scenarios.MaxFile)
	if errors.Is(err, fs.ErrNotExist) {
		return msg
	}
	now := fileState{info.Size(), info.ModTime(), maphash.Bytes(sumSeed, data)}
	msg.seen = now
	if err == nil && now.sum == seen.sum {
		return msg
	}
	if err == nil {
		var ps []scenarios.Problem
		if msg.scenario, ps = scenarios.Parse(filepath.Base(file), data); len(ps) > 0 {
			msg.scenario, err = nil, scenarios.Problems(ps)
		}
	}
	msg.err = err
	return msg
}

// FirstProblem is the first problem of a file, and how many more there are.
func FirstProblem(err error, lang string) string {
	var ps scenarios.Problems
	if !errors.As(err, &ps) || len(ps) == 0 {
		return words.Clean(words.Error(err, lang))
	}
	s := words.Clean(ps[0].Error())
	if n := len(ps) - 1; n > 0 {
		s = words.ReloadMoreMistakes.With(lang, n, s)
	}
	return s
}
