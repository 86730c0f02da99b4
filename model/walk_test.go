package model

import (
	"fmt"
	"math/rand"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/vt"

	"teacp/model/keymap"
	"teacp/model/lecture"
	"teacp/sim/simtest"
	"teacp/views"
	"teacp/views/paint"
)

// walkSteps returns how many keys, clicks and new sizes a random walk takes, in all scenarios
// together. TEACP_WALK_STEPS asks for another number.
func walkSteps(t *testing.T) int {
	if testing.Short() {
		return 1_750
	}
	return int(fromEnv(t, "TEACP_WALK_STEPS", 2_500))
}

// walkSeed returns the seed of the random walks; TEACP_SEED asks for another one.
func walkSeed(t *testing.T) int64 { return fromEnv(t, "TEACP_SEED", 1) }

// fromEnv returns the number in an environment variable, or the usual one.
func fromEnv(t *testing.T, name string, usual int64) int64 {
	s := os.Getenv(name)
	if s == "" {
		return usual
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		t.Fatalf("%s: expected a number, found %q", name, s)
	}
	return n
}

// TestRandomWalk presses every key there is, clicks, drags, types and resizes at random, in
// several scenarios and in the library. After each step nothing has panicked, no line is wider
// than the screen, and the screen is the one that empty caches give: nothing that
// panes keep from one painting to the next is stale. Now and then a terminal emulator
// has to show it, too.
func TestRandomWalk(t *testing.T) {
	t.Chdir(t.TempDir()) // random keys save files, too
	names := []string{"handshake", "page", "slow-start", "nagle-delayed-ack", "pipeline", "reordering", ""}
	steps := walkSteps(t) / len(names)
	seed := walkSeed(t)
	var wait sync.WaitGroup
	for i, name := range names {
		wait.Add(1)
		go func() {
			defer wait.Done()
			w := &walk{name: name, seed: seed + int64(i)}
			w.rng = rand.New(rand.NewSource(w.seed))
			if err := w.run(steps); err != nil {
				t.Errorf("scenario %q, TEACP_SEED=%d: %v", name, seed, err)
			}
		}()
	}
	wait.Wait()
}

// walk is one random walk.
type walk struct {
	name  string
	seed  int64
	rng   *rand.Rand
	m     *Model
	fresh *paint.Canvas
	cmds  []tea.Cmd
	said  []string // the last steps
}

// walkInputs are the keys of the table, what lists and prompts answer to, and text.
func walkInputs() []string {
	var all []string
	for i := range keymap.Builtin {
		all = append(all, keymap.Builtin[i].Keys()...)
	}
	return append(all, "enter", "enter", "backspace", "up", "down", "a", "5", "7", "한", "/", "space", "alt+left", "alt+right", "home", "end", "pgup", "pgdown", "delete")
}

func (w *walk) run(steps int) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v after %s", p, strings.Join(w.said, " "))
		}
	}()
	if w.m, err = New(Options{Scenario: w.name, Lang: []string{"en", "ko"}[w.rng.Intn(2)], ASCII: w.rng.Intn(4) == 0}); err != nil {
		return err
	}
	w.fresh = paint.NewCanvas(80, 24)
	w.update(tea.WindowSizeMsg{Width: 80, Height: 24})
	inputs := walkInputs()
	for i := 0; i < steps; i++ {
		w.step(inputs)
		if err := w.look(i%250 == 0); err != nil {
			return fmt.Errorf("step %d: %w\nafter %s", i, err, strings.Join(w.said, " "))
		}
	}
	return nil
}

// step does one thing.
func (w *walk) step(inputs []string) {
	m, r := w.m, w.rng
	x, y := r.Intn(max(m.w, 1)), r.Intn(max(m.h, 1))
	button := tea.Mouse{X: x, Y: y, Button: tea.MouseLeft}
	switch n := r.Intn(100); {
	case n < 2:
		w.do("size", tea.WindowSizeMsg{Width: r.Intn(220), Height: r.Intn(70)})
	case n < 5:
		w.do("click", tea.MouseClickMsg(button))
		if r.Intn(2) == 0 {
			w.do("drag", tea.MouseMotionMsg(tea.Mouse{X: r.Intn(max(m.w, 1)), Y: r.Intn(max(m.h, 1)), Button: tea.MouseLeft}))
		}
		w.do("release", tea.MouseReleaseMsg(button))
	case n < 7:
		button.Button = []tea.MouseButton{tea.MouseWheelUp, tea.MouseWheelDown}[r.Intn(2)]
		w.do("wheel", tea.MouseWheelMsg(button))
	case n < 8:
		w.do("paste", tea.PasteMsg{Content: []string{"cwnd >= 4", "12", "\x1b[31mred\a\n한글", strings.Repeat("long ", 99)}[r.Intn(4)]})
	case n < 9:
		w.do("resume", []tea.Msg{tea.ResumeMsg{}, tea.FocusMsg{}, tea.BlurMsg{}, tea.BackgroundColorMsg{}}[r.Intn(4)])
	default:
		k := inputs[r.Intn(len(inputs))]
		w.do(k, press(k))
	}
	m.quit = false
	if m.scene.Run == nil && w.name != "" && r.Intn(20) == 0 { // back into the scenario
		if err := m.open(w.name, nil); err != nil {
			panic(err)
		}
		m.over.Close()
	}
}

// do hands a message to the model and remembers it for the report.
func (w *walk) do(what string, msg tea.Msg) {
	if len(w.said) >= 14 {
		w.said = append(w.said[:0], w.said[1:]...)
	}
	if z, ok := msg.(tea.WindowSizeMsg); ok {
		what = fmt.Sprintf("%dx%d", z.Width, z.Height)
	}
	w.said = append(w.said, what)
	w.update(msg)
}

// update lets the model answer. What it began goes on in between, or later, as it happens in a
// terminal where keys come while something is being computed.
func (w *walk) update(msg tea.Msg) {
	_, cmd := w.m.Update(msg)
	if w.cmds = append(w.cmds, cmd); w.rng.Intn(3) == 0 || len(w.cmds) > 20 {
		for _, c := range w.cmds {
			drain(w.m, c)
		}
		w.cmds = w.cmds[:0]
	}
}

// look paints the screen and holds it against a fresh painting.
func (w *walk) look(emulate bool) error {
	m := w.m
	m.paint()
	canvas, scene, cues, seen := m.canvas, m.scene, m.lecture.found, m.preview.scene
	m.canvas, m.scene, m.lecture.found, m.preview.scene = w.fresh, scene.WithoutCaches(), lecture.Cues{}, seen.WithoutCaches()
	m.canvas.ASCII = canvas.ASCII
	var columns []views.Scene
	if m.cmp != nil {
		columns = slices.Clone(m.cmp.scenes)
		for k := range columns {
			m.cmp.scenes[k] = columns[k].WithoutCaches()
		}
	}
	m.paint()
	m.canvas, m.scene, m.lecture.found, m.preview.scene = canvas, scene, cues, seen
	if m.cmp != nil {
		copy(m.cmp.scenes, columns)
	}
	if !m.canvas.Same(w.fresh) {
		return fmt.Errorf("stale: %s", simtest.Difference(w.fresh.String(), m.canvas.String()))
	}
	if !emulate || m.w < 1 || m.h < 1 {
		return nil
	}
	for y, l := range strings.Split(m.canvas.String(), "\n") {
		if paint.Width(l) > m.w || !utf8.ValidString(l) {
			return fmt.Errorf("line %d is %d wide on a screen of %d: %q", y, paint.Width(l), m.w, l)
		}
	}
	e := vt.NewEmulator(m.w, m.h)
	fmt.Fprint(e, strings.ReplaceAll(m.canvas.Render(), "\n", "\r\n"))
	if got, want := trim(e.String()), trim(m.canvas.String()); got != want {
		return fmt.Errorf("the terminal shows something else: %s", simtest.Difference(want, got))
	}
	return nil
}

func trim(s string) string {
	lines := strings.Split(strings.TrimRight(s, "\n"), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.TrimRight(strings.Join(lines, "\n"), "\n ")
}

// TestPlainWalk types random keys and lines in the line mode: no panic, no escape sequence, no
// line that is no text.
func TestPlainWalk(t *testing.T) {
	t.Chdir(t.TempDir())
	lines := max(walkSteps(t)/10, 200)
	seed := walkSeed(t)
	inputs := append(walkInputs(), "", "", ":3", ":+40ms", ":-1rtt", ":next hold", ";cwnd >= 4", ";hold nagle", "back hold", "/ack", "mark here", "rename x\x1b[2J", "open 1",
		"set client.nagle=off", "set nonsense", "all server.delayed_ack=off", "do 1", "do 4", "do 99", "\x1b[31m", "한글")
	for i, name := range []string{"nagle-delayed-ack", "page", "reordering"} {
		rng := rand.New(rand.NewSource(seed + int64(i)))
		m := start(t, Options{Scenario: name, Lang: []string{"en", "ko"}[i%2]}, 80, 24)
		var in, out strings.Builder
		for range lines {
			k := inputs[rng.Intn(len(inputs))]
			if a := m.keys.Action(k); a == keymap.Quit || a == keymap.Library || a == keymap.End && rng.Intn(4) > 0 {
				continue
			}
			in.WriteString(k + "\n")
		}
		if err := m.plain(strings.NewReader(in.String()), &out); err != nil {
			t.Fatal(err)
		}
		for n, l := range strings.Split(out.String(), "\n") {
			if !utf8.ValidString(l) || strings.ContainsAny(l, "\x1b\a\r\b") {
				t.Fatalf("%s, TEACP_SEED=%d: line %d of what is said: %q", name, seed, n, l)
			}
		}
		if n := strings.Count(out.String(), "\n"); n < lines {
			t.Errorf("%s, TEACP_SEED=%d: %d lines were typed and %d said: the line mode has ended early", name, seed, lines, n)
		}
	}
}
