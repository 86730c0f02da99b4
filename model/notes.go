package model

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"teacp/model/keymap"
	"teacp/model/session"
	"teacp/sim"
	"teacp/views/words"
)

// A lecturer's notes stand in a second terminal (teacp notes). The explorer offers them on a
// local socket: a line of JSON whenever something changes.

// notesSchema is the first thing in a line.
const notesSchema = "teacp.notes/1"

// presenter is what the second terminal shows.
type presenter struct {
	Schema   string   `json:"schema"`
	Lang     string   `json:"lang"`
	Scenario string   `json:"scenario"`
	Title    string   `json:"title"`
	Branch   string   `json:"branch"`
	Frame    int64    `json:"frame"`
	Frames   int64    `json:"frames"`
	TimeNs   int64    `json:"time_ns"`
	Cue      int      `json:"cue"` // from 1; 0: before the first
	Cues     int      `json:"cues"`
	Now      string   `json:"now"`
	Points   string   `json:"points_at,omitempty"`
	Pause    string   `json:"pause,omitempty"` // how autoplay stays here: a time, or key
	Next     string   `json:"next"`
	NextAt   int64    `json:"next_frame"`
	NextDoes string   `json:"next_does"` // the knob that it turns
	Ask      string   `json:"ask,omitempty"`
	Choices  []string `json:"choices,omitempty"`
	Answer   int      `json:"answer,omitempty"` // from 1
	Because  string   `json:"because,omitempty"`
	Started  int64    `json:"started_unix_ms"`
	Keys     []string `json:"keys"`
}

// present is what a presenter is to see now.
func (m *Model) present() presenter {
	lang := m.scene.Lang
	if m.home != nil { // the cue is that of the run that it came from
		p := m.home.p
		p.Branch, p.Frame, p.Frames, p.TimeNs = m.tree[m.cur].name, m.scene.Frame, m.scene.Run.Frames(), int64(m.scene.Run.TimeOf(m.scene.Frame))
		return p
	}
	p := presenter{Schema: notesSchema, Lang: lang, Scenario: m.sc.Name, Title: m.sc.Title.In(lang), Branch: m.tree[m.cur].name,
		Frame: m.scene.Frame, Frames: m.scene.Run.Frames(), TimeNs: int64(m.scene.Run.TimeOf(m.scene.Frame)), Now: m.cueText(), NextAt: -1, Started: m.started.UnixMilli()}
	p.Points = m.pointsAt()
	for _, n := range m.cueNotes() {
		if n.Waits {
			p.Pause = "key"
		} else if n.Pause > 0 {
			p.Pause = n.Pause.String()
		}
	}
	list, at := m.cues(), m.cueAt()
	p.Cue, p.Cues = at+1, len(list)
	if at+1 < len(list) {
		n := &m.sc.Notes[list[at+1].note]
		p.Next, p.NextAt = n.Text.In(lang), list[at+1].frame
		if n.Turn != nil {
			p.NextDoes = n.Turn.Knob + "=" + n.Turn.Value
		}
	}
	if q := m.sc.Question; q != nil {
		p.Ask, p.Answer, p.Because = q.Ask.In(lang), q.Answer+1, q.Because.In(lang)
		for _, c := range q.Choices {
			p.Choices = append(p.Choices, c.In(lang))
		}
	}
	for i := range m.table {
		if b := &m.table[i]; b.Group == keymap.GroupLecture || b.Action == keymap.Compare || b.Action == keymap.Undo {
			p.Keys = append(p.Keys, b.Key()+"  "+words.Say(lang, b.En, b.Ko))
		}
	}
	return p
}

// presented changes when presenters are to see something else.
type presented struct {
	run    *sim.Run
	frame  int64
	lang   string
	cues   int
	branch string
}

// tellPresenters offers the notes as they are now, if they have changed.
func (m *Model) tellPresenters() {
	if m.notes == nil || m.scene.Run == nil {
		return
	}
	k := presented{m.scene.Run, m.scene.Frame, m.scene.Lang, len(m.cues()), m.tree[m.cur].name}
	if k == m.told {
		return
	}
	m.told = k
	data, err := json.Marshal(m.present())
	if err != nil {
		panic("model: notes cannot be encoded: " + err.Error())
	}
	m.notes.offer(append(data, '\n'))
}

const (
	maxPresenters = 8
	notesPatience = 2 * time.Second // for a terminal that does not read
)

// notesServer hands the newest notes to every terminal that asks for them.
type notesServer struct {
	file   string
	l      net.Listener
	mu     sync.Mutex
	more   *sync.Cond
	line   []byte
	number int
	closed bool
	guests int
}

var errNoFolder = errors.New("there is no folder for notes: neither XDG_RUNTIME_DIR nor HOME is set")

// serveNotes begins to offer notes in a folder.
func serveNotes(dir string) (*notesServer, error) {
	if dir == "" {
		return nil, errNoFolder
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	file := filepath.Join(dir, fmt.Sprintf("notes-%d.sock", os.Getpid()))
	os.Remove(file) // of a process that had this number before
	l, err := net.Listen("unix", file)
	if err != nil {
		return nil, err
	}
	if err := os.Chmod(file, 0o600); err != nil {
		l.Close()
		return nil, err
	}
	s := &notesServer{file: file, l: l}
	s.more = sync.NewCond(&s.mu)
	go s.accept()
	return s, nil
}

func (s *notesServer) accept() {
	for {
		c, err := s.l.Accept()
		if err != nil {
			return
		}
		s.mu.Lock()
		room := s.guests < maxPresenters && !s.closed
		if room {
			s.guests++
		}
		s.mu.Unlock()
		if !room {
			c.Close()
			continue
		}
		go s.serve(c)
	}
}

// serve writes each newest line; lines that came while the last one was written are passed
// over.
func (s *notesServer) serve(c net.Conn) {
	defer c.Close()
	seen := 0
	for {
		s.mu.Lock()
		for s.number == seen && !s.closed {
			s.more.Wait()
		}
		line, closed := s.line, s.closed
		seen = s.number
		s.mu.Unlock()
		if !closed {
			c.SetWriteDeadline(time.Now().Add(notesPatience))
			if _, err := c.Write(line); err == nil {
				continue
			}
		}
		s.mu.Lock()
		s.guests--
		s.mu.Unlock()
		return
	}
}

func (s *notesServer) offer(line []byte) {
	s.mu.Lock()
	s.line = line
	s.number++
	s.mu.Unlock()
	s.more.Broadcast()
}

func (s *notesServer) close() {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	s.more.Broadcast()
	s.l.Close()
	os.Remove(s.file)
}

// NotesDir is where explorers offer their notes: the runtime folder, or the state folder.
func NotesDir() string {
	if dir := os.Getenv("XDG_RUNTIME_DIR"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "teacp")
	}
	if dir := session.StateDir(); dir != "" {
		return filepath.Join(dir, "run")
	}
	return "" // without a home there is no folder of one's own
}

// dialNotes finds the explorer that was started last. What is left of explorers that are
// gone is cleared away.
func dialNotes(dir string) (net.Conn, error) {
	if dir == "" {
		return nil, errNoFolder
	}
	files, _ := filepath.Glob(filepath.Join(dir, "notes-*.sock"))
	var newest net.Conn
	var when time.Time
	for _, f := range files {
		info, err := os.Lstat(f)
		if err != nil || newest != nil && info.ModTime().Before(when) {
			continue
		}
		c, err := net.DialTimeout("unix", f, notesPatience)
		if err != nil {
			if strings.Contains(err.Error(), "refused") {
				os.Remove(f)
			}
			continue
		}
		if newest != nil {
			newest.Close()
		}
		newest, when = c, info.ModTime()
	}
	if newest == nil {
		return nil, fmt.Errorf("no explorer runs here (its notes are looked for in %s)", dir)
	}
	return newest, nil
}

// readNotes reads a line; its texts are made harmless, for anybody could have written it.
func readNotes(line []byte) (presenter, error) {
	var p presenter
	if err := json.Unmarshal(bytes.TrimSpace(line), &p); err != nil {
		return p, err
	}
	if p.Schema != notesSchema {
		return p, fmt.Errorf("expected schema %q, found %q", notesSchema, words.Clean(p.Schema))
	}
	for _, s := range []*string{&p.Scenario, &p.Title, &p.Branch, &p.Now, &p.Next, &p.NextDoes, &p.Points, &p.Pause, &p.Ask, &p.Because} {
		*s = words.Clean(*s)
	}
	for _, list := range [][]string{p.Choices, p.Keys} {
		for i := range list {
			list[i] = words.Clean(list[i])
		}
	}
	return p, nil
}
