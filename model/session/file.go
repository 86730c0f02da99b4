package session

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"teacp/sim"
)

// Schema is the first thing in a session file; a newer version of the program may write another number.
const (
	Schema     = schemaName + "1"
	schemaName = "teacp.session/"
)

// Session is what is saved of a run under way: enough to have it all back, for runs are a
// function of the scenario, the seed and the changes.
type Session struct {
	Schema   string     `json:"schema"`
	Scenario string     `json:"scenario"` // name, or absolute path
	Seed     *uint64    `json:"seed,omitempty"`
	Memory   int64      `json:"memory,omitempty"` // limit of memory on the command line
	Branches []Branch   `json:"branches"`
	Current  int        `json:"current"`
	Frame    int64      `json:"frame"`
	Conn     uint32     `json:"conn"`
	Marks    []Bookmark `json:"bookmarks,omitempty"`
	Layout   string     `json:"layout"`
	Splits   []Split    `json:"splits,omitempty"`
	Panes    []Panes    `json:"panes,omitempty"`
	Columns  *Columns   `json:"columns,omitempty"`
	Compare  []int      `json:"compare,omitempty"`
	Lock     int        `json:"lock,omitempty"`
}

// Branch is a run with the number of its parent, -1 for none.
type Branch struct {
	Name    string       `json:"name"`
	Parent  int          `json:"parent"`
	At      int64        `json:"at"`
	Changes []sim.Change `json:"changes"`
	Cursor  int64        `json:"cursor"`
	// Scenario is that of a branch without a parent that came in to be compared.
	Scenario string `json:"scenario,omitempty"`
}

// Split is how the panes of a layout divide a screen of some class of size.
type Split struct {
	Layout string  `json:"layout"`
	Class  int     `json:"class"`
	Cols   []int   `json:"cols"`
	Rows   [][]int `json:"rows"`
}

// Panes are the panes that a layout shows instead of its own.
type Panes struct {
	Layout string   `json:"layout"`
	Panes  []string `json:"panes"`
}

// maxSession limits the size of a session file that is read.
const maxSession = 4 << 20

// Columns is the set that is shown, and those that were made or changed by hand.
type Columns struct {
	Set  string           `json:"set"`
	Sets []SavedColumnSet `json:"sets,omitempty"`
}

// SavedColumnSet is a set of columns as a session file has it.
type SavedColumnSet struct {
	Name    string   `json:"name"`
	Columns []string `json:"columns"`
}

// Bookmark is a named frame of a branch.
type Bookmark struct {
	Name   string `json:"name"`
	Branch int    `json:"branch"`
	Frame  int64  `json:"frame"`
}

// Read reads a session file.
func Read(file string) (*Session, error) {
	info, err := os.Stat(file)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() > maxSession {
		return nil, fmt.Errorf("it is no file of at most %d bytes", maxSession)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	return Decode(data)
}

// Write writes beside the file and renames, so that a file is there whole or not at all.
func Write(file string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(file), "."+filepath.Base(file)+".*")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Rename(f.Name(), file)
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}

// Writer writes session files one after the other. A session that is older than the one on
// the disk is not written any more.
type Writer struct {
	mu   sync.Mutex
	last int
}

// Write writes the session of some number; fresh keeps what another run of the program saved.
func (w *Writer) Write(number int, file string, data []byte, fresh bool) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if number <= w.last {
		return nil
	}
	w.last = number
	if fresh { // an earlier session is kept beside the new one
		if err := os.Rename(file, strings.TrimSuffix(file, ".json")+".before"); err != nil && !errors.Is(err,
			fs.ErrNotExist) {
			return err
		}
	}
	return Write(file, data)
}

// Is reports whether a file is a saved session; whether it can be read shows when it
// is opened.
func Is(file string) bool {
	fi, err := os.Stat(file)
	return err == nil && fi.Mode().IsRegular() && strings.HasSuffix(file, ".teacp")
}

// KeepPossible drops changes whose knob or value the scenario does not have, and says how
// many.
func (s *Session) KeepPossible(cfg *sim.Config) int {
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
