package lecture

import (
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"teacp/model/session"
)

const (
	maxPresenters = 8
	writeTimeout  = 2 * time.Second // for a terminal that does not read
)

// Server hands the newest notes to every terminal that asks for them, on a local socket: a line
// of JSON whenever something changes.
type Server struct {
	file    string
	l       net.Listener
	mu      sync.Mutex
	more    *sync.Cond
	line    []byte
	number  int
	closed  bool
	readers int
}

// ErrNoFolder says that there is no folder of the user for the socket.
var ErrNoFolder = errors.New("there is no folder for notes: neither XDG_RUNTIME_DIR nor HOME is set")

// Serve begins to offer notes in a folder.
func Serve(dir string) (*Server, error) {
	if dir == "" {
		return nil, ErrNoFolder
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
	s := &Server{file: file, l: l}
	s.more = sync.NewCond(&s.mu)
	go s.accept()
	return s, nil
}

func (s *Server) accept() {
	for {
		c, err := s.l.Accept()
		if err != nil {
			return
		}
		s.mu.Lock()
		accepted := s.readers < maxPresenters && !s.closed
		if accepted {
			s.readers++
		}
		s.mu.Unlock()
		if !accepted {
			c.Close()
			continue
		}
		go s.serve(c)
	}
}

// serve writes each newest line; lines that came while the last one was written are passed
// over.
func (s *Server) serve(c net.Conn) {
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
			c.SetWriteDeadline(time.Now().Add(writeTimeout))
			if _, err := c.Write(line); err == nil {
				continue
			}
		}
		s.mu.Lock()
		s.readers--
		s.mu.Unlock()
		return
	}
}

// Offer hands what a presenter sees to every terminal.
func (s *Server) Offer(p *Presenter) {
	line := p.line()
	s.mu.Lock()
	s.line = line
	s.number++
	s.mu.Unlock()
	s.more.Broadcast()
}

// Close ends the server; terminals see that the explorer is gone.
func (s *Server) Close() {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	s.more.Broadcast()
	s.l.Close()
	os.Remove(s.file)
}

// Dir is where explorers offer their notes: the runtime folder, or the state folder.
func Dir() string {
	if dir := os.Getenv("XDG_RUNTIME_DIR"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "teacp")
	}
	if dir := session.StateDir(); dir != "" {
		return filepath.Join(dir, "run")
	}
	return "" // without a home there is no folder of one's own
}

// dial finds the explorer that was started last. What is left of explorers that are
// gone is cleared away.
func dial(dir string) (net.Conn, error) {
	if dir == "" {
		return nil, ErrNoFolder
	}
	files, _ := filepath.Glob(filepath.Join(dir, "notes-*.sock"))
	var newest net.Conn
	var when time.Time
	for _, f := range files {
		info, err := os.Lstat(f)
		if err != nil || newest != nil && info.ModTime().Before(when) {
			continue
		}
		c, err := net.DialTimeout("unix", f, writeTimeout)
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
