package model

import (
	"fmt"
	"time"

	"charm.land/bubbles/v2/spinner"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"teacp/model/keymap"
	"teacp/model/overlay"
	"teacp/model/session"
	"teacp/scenarios"
	"teacp/views/ladder"
	"teacp/views/paint"
	"teacp/views/words"
)

// New returns the explorer; a scenario that cannot be opened is an error.
func New(opt Options) (*Model, error) {
	m := &Model{opt: opt, config: opt.Config, canvas: paint.NewCanvas(80, 24),
		library: library{metas: scenarios.List(), query: overlay.NewInput(maxQuery)}}
	m.library.cursor = &m.cursor
	m.spin = spinner.New(spinner.WithSpinner(spinner.MiniDot))
	m.lecture = lecturing{cursor: &m.cursor, started: time.Now()}
	m.finder = finder{cursor: &m.cursor, jobs: &m.jobs, lecture: &m.lecture}
	if m.config == nil {
		m.config = &session.Config{}
	}
	m.playback.cursor = &m.cursor
	m.speed = max(m.config.Speed, defaultSpeed) - 1
	if m.config.Speed > 0 {
		m.speed = m.config.Speed - 1
	}
	m.canvas.ASCII = opt.ASCII || m.config.ASCII != nil && *m.config.ASCII
	table, err := keymap.Builtin.With(m.config.Keys)
	if err != nil {
		return nil, err
	}
	m.keys = table
	name := opt.Theme
	if name == "" {
		name = m.config.Theme
	}
	th, ok := paint.ThemeByName(name)
	if !ok && name != "" {
		return nil, fmt.Errorf("--theme: unknown theme %q; themes: %s", name, session.ThemeNames())
	}
	m.scene.Theme = th
	m.scene.Letters = m.config.Graphs == "letters"
	m.scene.Axis, _ = paint.AxisByName(m.config.Axis)
	m.scene.Lang = opt.Lang
	m.scene.Filter = ladder.AllConns
	m.columnSets = columnSets{cursor: &m.cursor, config: m.config}
	m.arrangement.cursor = &m.cursor
	m.resetColumns()
	m.listSessions()
	switch {
	case opt.Scenario == "":
	case session.Is(opt.Scenario):
		s, err := session.Read(opt.Scenario)
		if err == nil {
			err = m.restore(s)
		}
		if err != nil {
			return nil, session.FileError(opt.Scenario, err)
		}
	default:
		changes := opt.Changes
		if opt.Conform {
			changes = nil // they are the simulation's
		}
		if err := m.open(opt.Scenario, changes); err != nil {
			return nil, err
		}
		m.seekAfterStart(opt.Frame)
		if opt.Conform {
			if err := m.conform(opt.Changes); err != nil {
				return nil, err
			}
		}
	}
	return m, nil
}

// Init starts the program.
func (m *Model) Init() tea.Cmd {
	cmds := []tea.Cmd{m.grow(), m.followFile()}
	if m.opt.Theme == "" && m.config.Theme == "" {
		cmds = append(cmds, tea.RequestBackgroundColor)
	}
	return tea.Batch(cmds...)
}

// adoptTerminalBackground takes the theme for the terminal's background, unless a theme
// was chosen: the default theme is made for a dark background.
func (m *Model) adoptTerminalBackground(dark bool) {
	if th, ok := paint.ThemeByName("light"); ok && !dark && m.opt.Theme == "" && m.config.Theme == "" &&
		m.scene.Theme == &paint.Themes[0] {
		m.scene.Theme = th
	}
}

// Update answers a message.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	cmds := []tea.Cmd{m.handle(msg)}
	if m.scene.Run != nil {
		m.follow()
		m.sayOverBudget()
		m.lecture.point(m.cmp.columnScenes())
	}
	if m.job == nil {
		cmds = append(cmds, m.catchUp())
	}
	for len(m.after) > 0 {
		f := m.after[0]
		m.after = m.after[1:]
		cmds = append(cmds, f())
	}
	m.lecture.tellPresenters()
	if !m.quit {
		cmds = append(cmds, m.grow(), m.keep(), m.tryKnobs(), m.drawMore(m.cmp.branches()), m.tryOtherwise(),
			m.followFile(), m.repaintWhilePending())
	}
	m.painted.old = m.painted.old || !m.canSkipRepaint(msg)
	return m, tea.Batch(cmds...)
}

// paintPace is how often what goes on by itself is painted.
const paintPace = 40 * time.Millisecond

// canSkipRepaint reports whether the screen may stay as it is after a message: a slice was done, and
// another one follows, after which the screen is painted at the latest.
func (m *Model) canSkipRepaint(msg tea.Msg) bool {
	if m.painted.content == "" || time.Since(m.painted.at) > paintPace {
		return false
	}
	switch msg.(type) {
	case growMsg:
		return m.growing
	case jobMsg:
		return m.job != nil
	}
	return false
}

func (m *Model) handle(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.w, m.h = msg.Width, msg.Height
		m.canvas.Resize(m.w, m.h)
	case tea.ColorProfileMsg:
		m.canvas.SetSixteen(msg.Profile == colorprofile.ANSI)
	case tea.BackgroundColorMsg:
		m.adoptTerminalBackground(msg.IsDark())
	case paintMsg: // what was read for the last picture is shown, and more is read
	case growMsg:
		m.growing = false
		m.grown()
	case jobMsg:
		return m.work(msg.gen)
	case spinner.TickMsg:
		return m.spun(msg)
	case whatIfMsg:
		m.trying.tried(msg, &m.scene)
	case drawsMsg:
		m.addDraws(msg)
	case otherwiseMsg:
		m.weighing = false
		m.scene.SetOtherwise(msg.run, msg.frame, msg.lang, msg.lines)
	case session.LookMsg:
		return m.follower.Look(msg)
	case session.LookedMsg:
		m.fileLooked(msg)
	case saveMsg:
		return m.save()
	case savedMsg:
		m.saving = false
		if msg.err != nil && !m.unsaved { // once: every step would fail alike
			m.unsaved = true
			m.status = m.say(words.SessionNotKept) + m.reason(msg.err) + m.say(words.SessionNotKeptHint)
		}
	case tickMsg:
		switch {
		case !m.playing || msg.gen != m.ticks || m.scene.Run == nil:
			return nil
		case m.auto:
			return m.autoStep()
		}
		return m.played(msg.now)
	case tea.BlurMsg:
		if m.opt.StateDir != "" && m.scene.Run != nil && m.savedAt != m.stamp() && m.savedAt != (stamp{}) {
			return m.save()
		}
	case tea.KeyPressMsg:
		m.keyed = time.Now()
		return m.key(msg)
	case stepsMsg:
		m.keyed = time.Now()
		m.stepOn(int64(msg))
	case tea.PasteMsg:
		m.paste(msg)
	case tea.MouseClickMsg:
		return m.click(msg.Mouse())
	case tea.MouseMotionMsg:
		return m.dragged(msg.Mouse())
	case tea.MouseReleaseMsg:
		m.drag = divider{}
	case tea.MouseWheelMsg:
		m.wheel(msg.Mouse())
	default:
		m.over.Receive(msg)
	}
	return nil
}

// View paints the screen.
func (m *Model) View() tea.View {
	if m.painted.old || m.painted.content == "" {
		m.painted = screenCache{content: m.Screen(), at: time.Now()}
	}
	v := tea.NewView(m.painted.content)
	v.AltScreen, v.Cursor = true, m.caret
	v.ReportFocus = true
	if m.config.Mouse == nil || *m.config.Mouse {
		v.MouseMode = tea.MouseModeCellMotion
	}
	v.WindowTitle = "teacp"
	if m.sc != nil {
		v.WindowTitle = "teacp " + words.Clean(m.sc.Name)
	}
	return v
}
