package session

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"time"
)

// FileOf is the file of a scenario's session in a state folder.
func FileOf(stateDir, scenario string) string {
	name := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '.' {
			return r
		}
		return '_'
	}, scenario)
	if len(name) > 100 {
		name = name[len(name)-100:]
	}
	return filepath.Join(stateDir, "sessions", name+".json")
}

// Saved is a session in the state folder.
type Saved struct {
	File    string
	When    time.Time
	Session Session
}

// Damaged is a session file that could not be read, under the name that it has now.
type Damaged struct {
	File string
	Err  error
}

// maxListed limits how many sessions are read.
const maxListed = 500

// List reads the sessions of a state folder, newest first. A damaged file is set aside under
// another name; the last one is returned. first reports that there is no folder yet.
func List(stateDir string) (list []Saved, damaged *Damaged, first bool) {
	dir := filepath.Join(stateDir, "sessions")
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, nil, errors.Is(err, fs.ErrNotExist)
	}
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".json") || len(list) >= maxListed {
			continue
		}
		file := filepath.Join(dir, e.Name())
		s, err := Read(file)
		if err != nil {
			damaged = SetAside(file, err)
			continue
		}
		if info, err := e.Info(); err == nil {
			list = append(list, Saved{file, info.ModTime(), *s})
		}
	}
	sort.SliceStable(list, func(i, j int) bool { return list[i].When.After(list[j].When) })
	return list, damaged, false
}

// SetAside renames a session file that cannot be used.
func SetAside(file string, err error) *Damaged {
	aside := file + ".damaged"
	for n := 2; ; n++ {
		if _, e := os.Lstat(aside); errors.Is(e, fs.ErrNotExist) || n > 99 {
			break
		}
		aside = fmt.Sprintf("%s.damaged-%d", file, n)
	}
	if os.Rename(file, aside) != nil {
		aside = file
	}
	return &Damaged{aside, err}
}
