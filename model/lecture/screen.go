package lecture

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/term"

	"teacp/model/session"
	"teacp/sim"
	"teacp/views/paint"
	"teacp/views/words"
)

// screen is the second terminal.
type screen struct {
	dir    string
	lang   string
	conn   net.Conn
	in     *bufio.Reader
	p      Presenter
	known  bool
	lost   bool
	w, h   int
	canvas *paint.Canvas
	theme  *paint.Theme
}

type lineMsg struct {
	conn net.Conn
	in   *bufio.Reader
	p    Presenter
	err  error
}

type secondMsg struct{}

// Follow follows the explorer of this user: on a terminal as a screen, otherwise as lines.
func Follow(ctx context.Context, lang string, ascii, plain bool, out io.Writer) error {
	if lang == "" {
		lang = session.LocaleLang()
	}
	if plain || !term.IsTerminal(os.Stdin.Fd()) || !term.IsTerminal(os.Stdout.Fd()) {
		return followLines(ctx, Dir(), out)
	}
	th, _ := paint.ThemeByName("")
	m := &screen{dir: Dir(), lang: lang, canvas: paint.NewCanvas(80, 24), theme: th}
	m.canvas.ASCII = ascii
	_, err := tea.NewProgram(m, tea.WithContext(ctx), tea.WithoutSignalHandler()).Run() // signals end the context
	if ctx.Err() != nil {
		return nil
	}
	return err
}

// followLines writes what a presenter sees, a paragraph a change, until the explorer ends.
func followLines(ctx context.Context, dir string, out io.Writer) error {
	c, err := dial(dir)
	if err != nil {
		return err
	}
	defer context.AfterFunc(ctx, func() { c.Close() })()
	defer c.Close()
	in := bufio.NewReaderSize(c, 1<<20)
	last := Presenter{Cue: -1}
	for {
		line, err := in.ReadSlice('\n')
		if err != nil {
			return nil // the explorer has ended
		}
		p, err := parsePresenter(line)
		if err != nil {
			return err
		}
		if p.Cue != last.Cue || p.Now != last.Now {
			if _, err := fmt.Fprintf(out, "[%d/%d] :%d %s\n%s\n", p.Cue, p.Cues, p.Frame,
				words.Time(sim.Time(p.TimeNs)), p.Now); err != nil {
				return err
			}
			if p.Points != "" {
				if _, err := fmt.Fprintln(out, p.Points); err != nil {
					return err
				}
			}
			if p.Next != "" {
				if _, err := fmt.Fprint(out, words.PresenterNextLine.With(p.Lang, p.NextAt, p.Next)); err != nil {
					return err
				}
			}
		}
		last = p
	}
}

func (m *screen) Init() tea.Cmd { return tea.Batch(m.read(), second()) }

func second() tea.Cmd {
	return tea.Tick(time.Second, func(time.Time) tea.Msg { return secondMsg{} })
}

// read waits for the next line, and for an explorer if there is none.
func (m *screen) read() tea.Cmd {
	conn, in, dir := m.conn, m.in, m.dir
	return func() tea.Msg {
		if conn == nil {
			c, err := dial(dir)
			if err != nil {
				time.Sleep(500 * time.Millisecond)
				return lineMsg{err: err}
			}
			conn, in = c, bufio.NewReaderSize(c, 1<<20)
		}
		line, err := in.ReadSlice('\n')
		if err != nil {
			conn.Close()
			return lineMsg{err: err}
		}
		p, err := parsePresenter(line)
		if err != nil {
			conn.Close()
			return lineMsg{err: err}
		}
		return lineMsg{conn: conn, in: in, p: p}
	}
}

func (m *screen) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.w, m.h = msg.Width, msg.Height
		m.canvas.Resize(m.w, m.h)
	case secondMsg:
		return m, second()
	case lineMsg:
		m.conn, m.in, m.lost = msg.conn, msg.in, msg.err != nil
		if msg.err == nil {
			m.p, m.known, m.lang = msg.p, true, msg.p.Lang
		}
		return m, m.read()
	case tea.KeyPressMsg:
		switch msg.String() {
		case "q", "ctrl+c":
			return m, tea.Quit
		case "ctrl+z":
			return m, tea.Suspend
		}
	}
	return m, nil
}

func (m *screen) View() tea.View {
	m.paint(time.Now())
	v := tea.NewView(m.canvas.Render())
	v.AltScreen = true
	v.WindowTitle = "teacp notes"
	return v
}

// paint draws the current cue large, the next one, the question with its answer, and keys.
func (m *screen) paint(now time.Time) {
	c, th, p := m.canvas, m.theme, &m.p
	c.Clear()
	say := func(k words.Key, args ...any) string { return k.With(m.lang, args...) }
	if !m.known {
		c.TextIn(1, 0, m.w-2, say(words.PresenterWaiting), th.Plain)
		return
	}
	clock := now.Sub(time.UnixMilli(p.Started)).Round(time.Second)
	right := fmt.Sprintf(" %d:%02d ", int(clock.Minutes()), int(clock.Seconds())%60)
	c.TextIn(1, 0, m.w-2-paint.Width(right), p.Title, th.Title)
	c.Text(m.w-paint.Width(right), 0, right, th.Strong)
	where := say(words.PresenterWhere, p.Frame, p.Frames-1, words.Time(sim.Time(p.TimeNs)), p.Branch)
	if m.lost {
		where = say(words.PresenterGone)
	}
	c.TextIn(1, 1, m.w-2, where, th.Dim)
	y := 3
	para := func(head, text string, st paint.Style) {
		if text == "" || y >= m.h {
			return
		}
		c.TextIn(1, y, m.w-2, head, th.Title)
		y++
		for _, l := range paint.Wrap(text, max(m.w-4, 10)) {
			if y < m.h {
				c.TextIn(3, y, m.w-4, l, st)
			}
			y++
		}
		y++
	}
	para(say(words.NoteNumber, p.Cue, p.Cues), p.Now, th.Strong)
	para(say(words.PresenterMarked), p.Points, th.Plain)
	switch p.Pause {
	case "":
	case "key":
		para(say(words.PresenterAutoplay), say(words.PresenterWaitsForKey), th.Plain)
	default:
		para(say(words.PresenterAutoplay), say(words.PresenterStays, p.Pause), th.Plain)
	}
	next := p.Next
	if p.NextDoes != "" {
		next += "  [" + p.NextDoes + "]"
	}
	if p.NextAt < 0 {
		next = say(words.PresenterLastNote)
	}
	head := say(words.PresenterNextAtFrame, p.NextAt)
	if p.NextAt < 0 {
		head = say(words.PresenterNext)
	}
	para(head, next, th.Plain)
	if p.Ask != "" {
		answer := ""
		if p.Answer > 0 && p.Answer <= len(p.Choices) {
			answer = fmt.Sprintf("%d. %s. ", p.Answer, p.Choices[p.Answer-1])
		}
		para(say(words.PresenterQuestion)+p.Ask, answer+p.Because, th.Held)
	}
	cols := 2
	if m.w < 100 && y+len(p.Keys) <= m.h { // then each has a line
		cols = 1
	}
	for i, k := range p.Keys {
		col, row := i%cols, i/cols
		if ky := m.h - 1 - (len(p.Keys)-1)/cols + row; ky > y-1 || ky >= m.h-1 {
			c.TextIn(1+col*(m.w/2), ky, m.w/cols-2, k, th.Dim)
		}
	}
}
