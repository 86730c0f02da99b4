package session

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"time"
)

// FileOf is the file of a scenario's session in a state folder. Its name ends with a hash of the
// scenario's name or path, so that each has a file of its own. The file of a newer version is left to it.
func FileOf(stateDir, scenario string) string {
	name := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '.' {
			return r
		}
		return '_'
	}, filepath.Base(scenario))
	sum := sha256.Sum256([]byte(scenario))
	name = filepath.Join(stateDir, "sessions", fmt.Sprintf("%s-%x", name[:min(len(name), 60)], sum[:8]))
	var newer *NewerError
	if _, err := Read(name + ".json"); errors.As(err, &newer) {
		return name + "-1.json"
	}
	return name + ".json"
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

// List reads the sessions of a state folder, newest first, at most 500. A damaged file is set aside under
// another name; the last one is returned. One that a newer version of the program has saved stays as it
// is. first reports that there is no folder yet.
func List(stateDir string) (list []Saved, damaged *Damaged, first bool) {
	dir := filepath.Join(stateDir, "sessions")
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, nil, errors.Is(err, fs.ErrNotExist)
	}
	for _, e := range entries {
		if info, err := e.Info(); err == nil && strings.HasSuffix(e.Name(), ".json") {
			list = append(list, Saved{File: filepath.Join(dir, e.Name()), When: info.ModTime()})
		}
	}
	sort.SliceStable(list, func(i, j int) bool { return list[i].When.After(list[j].When) })
	found := list[:0]
	for _, saved := range list[:min(len(list), maxListed)] {
		s, err := Read(saved.File)
		var newer *NewerError
		switch {
		case errors.As(err, &newer):
		case err != nil:
			damaged = SetAside(saved.File, err)
		default:
			saved.Session = *s
			found = append(found, saved)
		}
	}
	return found, damaged, false
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
