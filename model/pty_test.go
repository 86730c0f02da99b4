//go:build !windows

package model

import (
	"fmt"
	"io"
	"math/rand"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"

	"teacp/model/keymap"
	"teacp/sim/simtest"
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
	t.Parallel()
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

// TestSignals: a terminated program leaves a sane terminal, and says by its status which signal
// it was; the line mode ends, too, though it waits for a line.
func TestSignals(t *testing.T) {
	t.Parallel()
	for _, sig := range []syscall.Signal{syscall.SIGTERM, syscall.SIGHUP, syscall.SIGINT} {
		if signal.Ignored(sig) { // by what runs the tests (nohup): the program inherits that
			continue
		}
		for _, plain := range []bool{false, true} {
			args, want := []string{"page"}, "A page with three images"
			if plain {
				args, want = []string{"--plain", "page"}, "The run begins."
			}
			s := open(t, args...)
			s.settled(t, want)
			s.cmd.Process.Signal(sig)
			s.ended(t)
			if got := s.cmd.ProcessState.ExitCode(); got != 128+int(sig) {
				t.Errorf("%v: exit status %d, expected %d", sig, got, 128+int(sig))
			}
			if !plain && !s.restored() {
				t.Errorf("%v: the terminal is not restored", sig)
			}
		}
	}
}

// TestKilledSessionIsOffered kills the program between and within steps: at the next start the session is
// offered, and at most the last step is missing.
func TestKilledSessionIsOffered(t *testing.T) {
	t.Parallel()
	state := t.TempDir()
	rounds := 2
	if simtest.Full() {
		rounds = 5
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
	t.Parallel()
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
	t.Parallel()
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
// two thousand screens. What changes by itself just when the screen is painted anew looks like
// a stale cell: such a walk is repeated slowly, and the same screen has to be wrong again.
func TestWalkInTerminal(t *testing.T) {
	screens := 20
	switch {
	case os.Getenv("TEACP_WALK") != "":
		screens = 2000
	case testing.Short():
		screens = 12
	}
	bad := walkInTerminal(t, screens, 20*time.Millisecond)
	if len(bad) == 0 {
		return
	}
	last := 0
	for n, how := range bad {
		t.Logf("once more, slowly: %s", how)
		last = max(last, n)
	}
	again := walkInTerminal(t, last+1, 200*time.Millisecond)
	for n, how := range again {
		if bad[n] != "" {
			t.Error(how)
		}
	}
}

const (
	// receipt is what a terminal says that knows graphemes. The program writes the answer with
	// its next painting: then it has read all that was sent before.
	receipt, received = "\x1b[?2027;2$y", "\x1b[?2027h"
	// atOnce is what a terminal says that can show a painting at once; whole ends each.
	atOnce, whole = "\x1b[?2026;2$y", "\x1b[?2026l"
	cleared       = "\x1b[2J"
)

// walkInTerminal returns the screens that differ from a fresh painting, and how: only such whose
// key was certainly answered before. A key that came late says nothing, and another is pressed.
func walkInTerminal(t *testing.T, screens int, pace time.Duration) map[int]string {
	keys := walkKeys()
	rng := rand.New(rand.NewSource(1))
	begin := func() *terminal {
		s := open(t, "page")
		s.settled(t, "A page with three images")
		io.WriteString(s.f, atOnce+receipt)
		s.afresh(t, 0)
		return s
	}
	s := begin()
	bad := map[int]string{}
	judged, late := 0, 0
	var said []string // the last keys, for the message
	for n := 0; judged < screens; n++ {
		if late > 20+judged/2 {
			t.Fatalf("%d of %d keys are not answered in time", late, n)
		}
		key := keys[rng.Intn(len(keys))]
		if rng.Intn(25) == 0 {
			said = append(said, s.resized(t, 60+rng.Intn(140), 18+rng.Intn(42)))
		}
		if said = append(said, fmt.Sprintf("%q", key)); len(said) > 8 {
			said = said[1:]
		}
		start := s.written()
		io.WriteString(s.f, key+receipt)
		before, from := s.quiet(pace)
		after, tail := s.afresh(t, from)
		if tail == "" { // the palette can leave the program, too
			s, said = begin(), nil
			continue
		}
		s.mu.Lock()
		sure := strings.Contains(s.raw.String()[start:from], received)
		s.mu.Unlock()
		clear := strings.Index(tail, cleared)
		switch {
		case before == after:
			judged++
		case !sure || clear > 60: // what comes before the clearing belongs to a screen not whole yet
			late++
		default:
			judged++
			bad[n] = fmt.Sprintf("screen %d, key %q: stale cells after %s: %s\n%q", n, key, strings.Join(said, " "), simtest.Difference(after, before), tail[:min(len(tail), 200)])
		}
	}
	t.Logf("%d screens judged, %d not, %d suspected", judged, late, len(bad))
	return bad
}

// walkKeys are the keys of the walk: all but those that leave, play or write. Escape and what
// goes with alt are written so that they cannot be taken for the start of what follows.
func walkKeys() []string {
	var keys []string
	for i := range keymap.Builtin {
		switch b := &keymap.Builtin[i]; b.Action {
		case keymap.Quit, keymap.Suspend, keymap.Play, keymap.Autoplay, keymap.Repaint, keymap.Save, keymap.Copy, keymap.CopyLadder:
		default:
			keys = append(keys, bytesOf(b.Keys()[0]))
		}
	}
	keys = append(keys, "\r", "한", "\x1b[A", "\x1b[B", "7", "\x1b")
	for i, k := range keys {
		if k == "\x1b" {
			keys[i] = "\x1b[27u"
		} else if c, ok := strings.CutPrefix(k, "\x1b"); ok && len(c) == 1 {
			keys[i] = fmt.Sprintf("\x1b[%d;3u", c[0])
		}
	}
	return keys
}

func (s *terminal) written() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.raw.Len()
}

// resized gives the terminal another size, and waits until the program has painted for it.
func (s *terminal) resized(t *testing.T, w, h int) string {
	t.Helper()
	s.mu.Lock()
	if w == s.e.Width() && h == s.e.Height() {
		w++
	}
	s.e.Resize(w, h)
	from := s.raw.Len()
	s.mu.Unlock()
	pty.Setsize(s.f, &pty.Winsize{Rows: uint16(h), Cols: uint16(w)})
	s.anew(t, from)
	return fmt.Sprintf("%dx%d", w, h)
}

// afresh has everything painted anew; it returns the screen and what was written from there on.
func (s *terminal) afresh(t *testing.T, from int) (screen, tail string) {
	t.Helper()
	io.WriteString(s.f, "\x0c")
	return s.anew(t, from)
}

// anew waits until the whole screen is painted. Nothing is returned where the program was left.
func (s *terminal) anew(t *testing.T, from int) (screen, tail string) {
	t.Helper()
	for end := time.Now().Add(60 * time.Second); time.Now().Before(end); time.Sleep(time.Millisecond) {
		select {
		case err := <-s.done:
			if err != nil {
				t.Fatalf("the program ends: %v", err)
			}
			return "", ""
		default:
		}
		s.mu.Lock()
		tail = s.raw.String()[from:]
		if _, fresh, ok := strings.Cut(tail, cleared); ok && strings.Contains(fresh, whole) {
			screen = s.e.String()
			s.mu.Unlock()
			return screen, tail
		}
		s.mu.Unlock()
	}
	t.Fatal("nothing is painted anew")
	return "", ""
}

// quiet waits until the program is idle and has written nothing for a while. It returns the
// screen and how much was written so far.
func (s *terminal) quiet(d time.Duration) (screen string, written int) {
	for calm := time.Now(); ; time.Sleep(2 * time.Millisecond) {
		if s.mu.Lock(); min(time.Since(s.last), time.Since(calm)) > d {
			last := s.last
			s.mu.Unlock()
			if s.busyNow() {
				calm = time.Now()
			}
			s.mu.Lock()
			if s.last == last && time.Since(calm) > d {
				defer s.mu.Unlock()
				return s.e.String(), s.raw.Len()
			}
		}
		s.mu.Unlock()
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

// TestTerminalCursor: the terminal's own cursor stands behind Hangul that is typed into a prompt,
// moves in it, and is hidden without one.
func TestTerminalCursor(t *testing.T) {
	t.Parallel()
	s := open(t, "nagle-delayed-ack")
	s.settled(t, "Nagle meets delayed ACK")
	at := func(x int) {
		t.Helper()
		s.until(t, func(string) bool {
			s.mu.Lock()
			defer s.mu.Unlock()
			return !s.e.CursorHidden() && s.e.CursorPosition().X == x && s.e.CursorPosition().Y == 38
		})
	}
	hidden := func(string) bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		return s.e.CursorHidden()
	}
	s.until(t, hidden)
	io.WriteString(s.f, "M한글 ab")
	at(len(" M ") + 4 + 3)
	io.WriteString(s.f, "\x1b[D\x1b[D\x1b[D\x1b[D")
	at(len(" M ") + 2)
	io.WriteString(s.f, "국\x05")
	at(len(" M ") + 6 + 3)
	s.settled(t, "한국글 ab")
	io.WriteString(s.f, "\r")
	s.settled(t, "Bookmarked: 한국글 ab")
	s.until(t, hidden)
}
