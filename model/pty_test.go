//go:build !windows

package model

import (
	"fmt"
	"io"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
)

// terminal runs the real program in a pseudo-terminal with an emulator as its screen.
type terminal struct {
	mu    sync.Mutex
	e     *vt.Emulator
	raw   strings.Builder
	last  time.Time
	busy  bool        // the program goes on writing: do not wait for quiet
	watch func() bool // looked at after each piece of output, until it holds
	hit   time.Time   // when it did
	f     *os.File
	cmd   *exec.Cmd
	done  chan error
}

// quietFor is how long nothing is written when a screen is whole.
const quietFor = 150 * time.Millisecond

// binary builds the program once.
var binary = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "teacp-test")
	if err != nil {
		return "", err
	}
	name := filepath.Join(dir, "teacp")
	out, err := exec.Command("go", "build", "-o", name, "teacp").CombinedOutput()
	if err != nil {
		os.Stderr.Write(out)
	}
	return name, err
})

func (s *terminal) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last = time.Now()
	s.raw.Write(b)
	n, err := s.e.Write(b)
	if s.watch != nil && s.watch() {
		s.watch, s.hit = nil, s.last
	}
	return n, err
}

func open(t testing.TB, args ...string) *terminal {
	t.Helper()
	return openIn(t, t.TempDir(), args...)
}

// openIn runs the program with a state folder of one's own.
func openIn(t testing.TB, state string, args ...string) *terminal {
	t.Helper()
	name, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(name, args...)
	cmd.Dir = t.TempDir() // keys may save files
	cmd.Env = append(os.Environ(), "TERM=xterm-256color", "LANG=C.UTF-8", "LC_ALL=", "XDG_CONFIG_HOME="+t.TempDir(), "XDG_STATE_HOME="+state, "XDG_RUNTIME_DIR="+state)
	s := &terminal{e: vt.NewEmulator(120, 40), last: time.Now(), cmd: cmd, done: make(chan error, 1)}
	if s.f, err = pty.StartWithSize(cmd, &pty.Winsize{Rows: 40, Cols: 120}); err != nil {
		t.Skipf("no pseudo-terminal here: %v", err)
	}
	go io.Copy(s, s.f)
	go io.Copy(s.f, s.e) // the terminal's replies
	go func() { s.done <- cmd.Wait() }()
	t.Cleanup(func() {
		cmd.Process.Kill()
		s.f.Close()
	})
	return s
}

// settled waits until the text is on the screen and nothing more comes.
func (s *terminal) settled(t testing.TB, text string) string {
	t.Helper()
	return s.until(t, func(screen string) bool { return strings.Contains(screen, text) })
}

// until waits until the screen is as wanted and nothing more comes.
func (s *terminal) until(t testing.TB, wanted func(screen string) bool) string {
	t.Helper()
	for end := time.Now().Add(60 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		s.mu.Lock()
		screen, quiet := s.e.String(), time.Since(s.last) > quietFor
		s.mu.Unlock()
		if (quiet || s.busy) && wanted(screen) {
			return screen
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	t.Fatalf("what is wanted does not come to the screen:\n%s", s.e.String())
	return ""
}

func (s *terminal) ended(t *testing.T) error {
	t.Helper()
	select {
	case err := <-s.done:
		time.Sleep(100 * time.Millisecond)
		return err
	case <-time.After(60 * time.Second):
		t.Fatal("the program does not end")
		return nil
	}
}

// restored reports whether the alternate screen and the mouse were left.
func (s *terminal) restored() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	raw := s.raw.String()
	on, off := strings.LastIndex(raw, "\x1b[?1049h"), strings.LastIndex(raw, "\x1b[?1049l")
	return on >= 0 && off > on
}

// TestEndToEnd is the whole program: library, scenario, hold, toggle, undo, quit.
func TestEndToEnd(t *testing.T) {
	s := open(t)
	s.settled(t, "Scenarios")
	io.WriteString(s.f, "/nagle meets\r")
	s.settled(t, "Nagle meets delayed ACK")
	io.WriteString(s.f, "n")
	s.settled(t, "frame 7/31")
	io.WriteString(s.f, "N")
	s.settled(t, "client.nagle=off --frame 8")
	io.WriteString(s.f, "u")
	s.settled(t, "The change is taken back.")
	io.WriteString(s.f, "q")
	if err := s.ended(t); err != nil {
		t.Errorf("quitting gives %v", err)
	}
	if !s.restored() {
		t.Error("the terminal is not restored")
	}
}

// TestSignals: a terminated program leaves a sane terminal.
func TestSignals(t *testing.T) {
	for _, sig := range []os.Signal{syscall.SIGTERM, syscall.SIGHUP, os.Interrupt} {
		s := open(t, "page")
		s.settled(t, "A page with three images")
		s.cmd.Process.Signal(sig)
		s.ended(t)
		if !s.restored() {
			t.Errorf("%v: the terminal is not restored", sig)
		}
	}
}

// TestKilled kills the program between and within steps: at the next start the session is
// offered, and at most the last step is missing.
func TestKilled(t *testing.T) {
	state := t.TempDir()
	rounds := 5
	if testing.Short() {
		rounds = 2
	}
	for round := range rounds {
		s := openIn(t, state, "slow-start")
		s.settled(t, "Slow start")
		steps := 3 + 7*round
		for range steps {
			io.WriteString(s.f, "\x1b[C")
			time.Sleep(15 * time.Millisecond)
		}
		s.settled(t, fmt.Sprintf("frame %d/", steps))
		if round%2 == 1 { // in the middle of the next step
			io.WriteString(s.f, "\x1b[C")
			time.Sleep(time.Duration(round) * time.Millisecond)
		}
		s.cmd.Process.Kill()
		s.ended(t)
		s = openIn(t, state)
		s.settled(t, "Go on: slow-start")
		io.WriteString(s.f, "\r")
		s.until(t, func(screen string) bool {
			return strings.Contains(screen, fmt.Sprintf("frame %d/", steps)) || round%2 == 1 && strings.Contains(screen, fmt.Sprintf("frame %d/", steps+1))
		})
		s.cmd.Process.Kill()
		s.ended(t)
	}
}

// TestSuspend: ctrl+z gives the terminal back, and the program paints anew when it goes on.
func TestSuspend(t *testing.T) {
	s := open(t, "page")
	s.settled(t, "A page with three images")
	io.WriteString(s.f, "\x1a")
	for end := time.Now().Add(20 * time.Second); !s.restored(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the terminal is not restored")
		}
	}
	time.Sleep(200 * time.Millisecond)
	s.cmd.Process.Signal(syscall.SIGCONT)
	s.settled(t, "Here again.")
	io.WriteString(s.f, "q")
	if err := s.ended(t); err != nil {
		t.Errorf("quitting gives %v", err)
	}
}

// TestPlainInTerminal: the line mode in a terminal has the same keys, and ends with its input.
func TestPlainInTerminal(t *testing.T) {
	s := open(t, "--plain", "nagle-delayed-ack")
	say := func(key, want string) {
		t.Helper()
		io.WriteString(s.f, key+"\r")
		s.until(t, func(string) bool {
			s.mu.Lock()
			defer s.mu.Unlock()
			return strings.Contains(s.raw.String(), want)
		})
	}
	say("n", "Frame 7 at 50.083 ms")
	say("N", "client.nagle=off")
	say("C", "Where it went")
	say("u", "taken back")
	say("L", "프레임")
	say("i", "do 1, do 2")
	say("do 4", "closed_by_hand")
	io.WriteString(s.f, "q\r")
	if err := s.ended(t); err != nil {
		t.Errorf("quitting gives %v", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if strings.Contains(s.raw.String(), "\x1b[") {
		t.Error("the line mode writes escape sequences")
	}
}

// TestWalkInTerminal presses random keys in the real program, at changing sizes: after each the
// screen of the terminal is what it is when everything is painted anew. TEACP_WALK=1 looks at
// two thousand screens. On a loaded machine a key may reach the program late, which looks the
// same as a stale cell: such a walk is repeated at a fifth of the pace, and has to fail again.
func TestWalkInTerminal(t *testing.T) {
	screens := 15
	switch {
	case os.Getenv("TEACP_WALK") != "":
		screens = 2000
	case testing.Short():
		screens = 6
	}
	n, bad := walkInTerminal(t, screens, 100*time.Millisecond)
	if bad != "" {
		t.Logf("once more, slowly: %s", bad)
		if _, bad = walkInTerminal(t, n+1, 500*time.Millisecond); bad != "" {
			t.Error(bad)
		}
	}
}

// walkInTerminal returns the first screen that differs from a fresh painting, and how.
func walkInTerminal(t *testing.T, screens int, pace time.Duration) (int, string) {
	var keys []string
	for i := range bindings {
		switch b := &bindings[i]; b.act {
		case actQuit, actSuspend, actPlay, actAutoplay, actRepaint, actSave, actCopy, actCopyLadder:
		default:
			keys = append(keys, bytesOf(b.keys[0]))
		}
	}
	keys = append(keys, "\r", "한", "\x1b[A", "\x1b[B", "7", "\x1b")
	rng := rand.New(rand.NewSource(1))
	s := open(t, "page")
	s.settled(t, "A page with three images")
	judged := 0
	var said []string // the last keys, for the message
	for n := range screens {
		key := keys[rng.Intn(len(keys))]
		if rng.Intn(25) == 0 {
			w, h := 60+rng.Intn(140), 18+rng.Intn(42)
			s.mu.Lock()
			s.e.Resize(w, h)
			s.mu.Unlock()
			said = append(said, fmt.Sprintf("%dx%d", w, h))
			pty.Setsize(s.f, &pty.Winsize{Rows: uint16(h), Cols: uint16(w)})
		}
		if said = append(said, fmt.Sprintf("%q", key)); len(said) > 8 {
			said = said[1:]
		}
		io.WriteString(s.f, key)
		if key == "\x1b" { // alone it is the escape key; with what follows soon it is another one
			time.Sleep(quietFor)
		}
		before := s.quiet(pace)
		s.mu.Lock()
		from := s.raw.Len()
		s.mu.Unlock()
		io.WriteString(s.f, "\x0c")
		after := s.quiet(pace)
		if before == after {
			judged++
		} else {
			after = s.quiet(4 * quietFor)
			s.mu.Lock()
			tail := s.raw.String()[from:]
			s.mu.Unlock()
			// What comes before the screen is cleared belongs to a screen that was not whole yet.
			if clear := strings.Index(tail, "\x1b[2J"); before != after && clear >= 0 && clear < 40 {
				return n, fmt.Sprintf("screen %d, key %q: stale cells after %s: %s\n%q", n, key, strings.Join(said, " "), firstDifference(after, before), tail[:min(len(tail), 200)])
			}
		}
		select {
		case err := <-s.done:
			t.Fatalf("screen %d, key %q: the program ends: %v", n, key, err)
		default:
		}
	}
	t.Logf("%d of %d screens judged", judged, screens)
	return 0, ""
}

// quiet waits until the program is idle and has written nothing for a while.
func (s *terminal) quiet(d time.Duration) string {
	for calm := time.Now(); ; time.Sleep(4 * time.Millisecond) {
		if s.busyNow() {
			calm = time.Now()
		}
		s.mu.Lock()
		screen, since := "", min(time.Since(s.last), time.Since(calm))
		if since > d {
			screen = s.e.String()
		}
		s.mu.Unlock()
		if since > d {
			return screen
		}
	}
}

// busyNow reports whether a thread of the program runs or waits for a processor, where the
// system says so: on a loaded machine quiet alone does not mean that all is done.
func (s *terminal) busyNow() bool {
	files, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/stat", s.cmd.Process.Pid))
	for _, f := range files {
		data, err := os.ReadFile(f)
		if _, rest, ok := strings.Cut(string(data), ") "); err == nil && ok && (rest[0] == 'R' || rest[0] == 'D') {
			return true
		}
	}
	return false
}

// bytesOf is what a terminal sends for a key of the table.
func bytesOf(key string) string {
	named := map[string]string{"right": "\x1b[C", "left": "\x1b[D", "up": "\x1b[A", "down": "\x1b[B", "tab": "\t", "shift+tab": "\x1b[Z", "esc": "\x1b", "space": " "}
	if s, ok := named[key]; ok {
		return s
	}
	if c, ok := strings.CutPrefix(key, "ctrl+"); ok {
		return string(rune(c[0] & 0x1f))
	}
	if c, ok := strings.CutPrefix(key, "alt+"); ok {
		return "\x1b" + c
	}
	return key
}
