// Package model is the explorer: a Bubble Tea program that holds a cursor into a run, and
// little else. What is on the screen is made by package views from (run, frame).
//
//	err := model.Run(ctx, model.Options{Scenario: "nagle-delayed-ack"})
package model

import (
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"teacp/scenarios"
	"teacp/sim"
	"teacp/views"
)

// Options say how the explorer starts.
type Options struct {
	Scenario string // name or path; "" opens the library
	Changes  []sim.Change
	Seed     int64
	SeedSet  bool
	Frame    int64
	ASCII    bool
	Plain    bool
	Theme    string
	Lang     string
}

// overlay is what lies over the panes.
type overlay uint8

const (
	overNone overlay = iota
	overHelp
	overPrompt
	overKnobs
	overPalette
)

// Model is the state of the explorer.
type Model struct {
	opt    Options
	w, h   int
	canvas *views.Canvas
	quit   bool

	// The library.
	metas []scenarios.Meta
	pick  int
	query string
	typed bool // the filter is being typed

	// The explorer.
	sc     *scenarios.Scenario
	scene  views.Scene
	past   []*sim.Run // for undo
	future []*sim.Run // for redo
	jumps  []int64
	jumpAt int
	layout int
	focus  int
	zoom   bool
	target int
	status string
	over   overlay
	prompt string
	choice int // of a list overlay
	filter string
	scroll int

	playing bool
	speed   int
	tick    int // generation of the play clock
	growing bool
}

// speeds are frames a second.
var speeds = []int{1, 2, 5, 10, 25, 60}

// New returns the explorer; a scenario that cannot be opened is an error.
func New(opt Options) (*Model, error) {
	m := &Model{opt: opt, canvas: views.NewCanvas(80, 24), metas: scenarios.List(), speed: 2}
	m.canvas.ASCII = opt.ASCII
	th, ok := views.ThemeByName(opt.Theme)
	if !ok && opt.Theme != "" {
		return nil, fmt.Errorf("--theme: unknown theme %q; themes: %s", opt.Theme, themeNames())
	}
	m.scene.Theme = th
	m.scene.Lang = opt.Lang
	m.scene.Filter = views.AllConns
	if opt.Scenario != "" {
		if err := m.open(opt.Scenario, opt.Changes); err != nil {
			return nil, err
		}
		m.scene.Frame = max(min(opt.Frame, m.scene.Run.Frames()-1), 0)
	}
	return m, nil
}

func themeNames() string {
	s := ""
	for i, t := range views.Themes {
		if i > 0 {
			s += ", "
		}
		s += t.Name
	}
	return s
}

// slice is how many frames are simulated at a time while the program stays responsive.
const slice = 20_000

// open loads a scenario and stands at its first frame.
func (m *Model) open(name string, changes []sim.Change) error {
	sc, err := scenarios.Load(name)
	if err != nil {
		return err
	}
	if m.opt.SeedSet {
		sc.Config.Seed = uint64(m.opt.Seed)
	}
	r, err := sim.New(sc.Config, changes)
	if err != nil {
		return err
	}
	r.Extend(slice)
	m.sc, m.past, m.future, m.jumps, m.jumpAt = sc, nil, nil, nil, 0
	m.scene.Run, m.scene.Frame, m.scene.Conn, m.scene.Filter = r, 0, 0, views.AllConns
	m.scene.Scroll = [views.NumPanes]int{}
	m.layout, m.focus, m.zoom, m.playing, m.over = 0, 0, false, false, overNone
	if len(sc.Config.HTTP) > 0 {
		m.layout = 3
	}
	m.status = sc.LookFor.In(m.scene.Lang)
	return nil
}

// Init starts the program.
func (m *Model) Init() tea.Cmd { return m.grow() }

type growMsg struct{}

type tickMsg struct{ gen int }

// grow goes on simulating a long run in slices.
func (m *Model) grow() tea.Cmd {
	if m.growing || m.scene.Run == nil || m.scene.Run.Done() {
		return nil
	}
	m.growing = true
	return func() tea.Msg { return growMsg{} }
}

func (m *Model) playTick() tea.Cmd {
	gen := m.tick
	return tea.Tick(time.Second/time.Duration(speeds[m.speed]), func(time.Time) tea.Msg { return tickMsg{gen} })
}

// Update answers a message.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	var cmd tea.Cmd
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.w, m.h = msg.Width, msg.Height
		m.canvas.Resize(m.w, m.h)
	case growMsg:
		m.growing = false
		if m.scene.Run != nil {
			m.scene.Run.Extend(slice)
		}
	case tickMsg:
		if m.playing && msg.gen == m.tick {
			if !m.moveTo(m.scene.Frame + 1) {
				m.playing = false
				m.status = m.say("This is the end of the run.", "실행의 끝이다.")
			} else {
				cmd = m.playTick()
			}
		}
	case tea.KeyPressMsg:
		cmd = m.key(msg)
	case tea.PasteMsg:
		m.prompt += views.Clean(msg.Content)
	case tea.MouseClickMsg:
		m.click(msg.Mouse())
	case tea.MouseWheelMsg:
		m.wheel(msg.Mouse())
	}
	return m, tea.Batch(cmd, m.grow())
}

// View paints the screen.
func (m *Model) View() tea.View {
	v := tea.NewView(m.Screen())
	v.AltScreen = true
	v.MouseMode = tea.MouseModeCellMotion
	v.WindowTitle = "teacp"
	return v
}

// Screen is the painted screen as a string with styles.
func (m *Model) Screen() string {
	m.paint()
	return m.canvas.Render()
}

// Text is the painted screen without styles.
func (m *Model) Text() string {
	m.paint()
	return m.canvas.String()
}

func (m *Model) say(en, ko string) string { return views.Say(m.scene.Lang, en, ko) }

// key answers a key.
func (m *Model) key(k tea.KeyPressMsg) tea.Cmd {
	s := k.String()
	if s == "ctrl+c" {
		return m.leave()
	}
	if m.over == overPrompt {
		return m.promptKey(k, s)
	}
	if m.over == overKnobs || m.over == overPalette {
		return m.listKey(k, s)
	}
	if m.scene.Run == nil {
		return m.libraryKey(k, s)
	}
	act := keyMap[s]
	if m.over == overHelp {
		return m.helpKey(act)
	}
	return m.do(act)
}

func (m *Model) leave() tea.Cmd {
	m.quit = true
	return tea.Quit
}

func (m *Model) helpKey(act action) tea.Cmd {
	switch act {
	case actNext, actScrollDown:
		m.scroll++
	case actPrev, actScrollUp:
		m.scroll = max(m.scroll-1, 0)
	case actQuit, actHelp, actLibrary:
		m.over, m.scroll = overNone, 0
	}
	return nil
}
