package cli

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"charm.land/bubbles/v2/progress"
	"charm.land/bubbles/v2/spinner"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/spf13/cobra"
)

// progressDelay is how long a job takes before its progress is shown.
var progressDelay = time.Second

// progressLine shows on standard error how far a long job is, if that is a terminal: a bar where the
// end is known, otherwise a spinner and a number. A goroutine draws it; stop ends and erases it.
type progressLine struct {
	mu    sync.Mutex
	w     io.Writer // nil: standard error is no terminal that can erase a line
	width int
	what  string
	unit  string
	n, of int64 // of is 0 while the end is not known
	tick  int
	shown bool
	quit  chan struct{}
	ended chan struct{}
}

// newProgress begins a job: "simulating", with its unit, "frames".
func newProgress(cmd *cobra.Command, what, unit string) *progressLine {
	p := &progressLine{what: what, unit: unit}
	width, ok := terminalWidth(cmd.ErrOrStderr())
	if !ok || os.Getenv("TERM") == "dumb" {
		return p
	}
	p.w, p.width = styledOutput(cmd.ErrOrStderr()), width
	p.quit, p.ended = make(chan struct{}), make(chan struct{})
	if progressDelay == 0 {
		p.redraw()
	}
	go p.draw()
	return p
}

// set says how much of the job is done; of is 0 where that is not known.
func (p *progressLine) set(n, of int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.n, p.of = n, of
}

// next begins the next part of the job.
func (p *progressLine) next(what, unit string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.what, p.unit, p.n, p.of = what, unit, 0, 0
	if p.shown {
		p.redraw()
	}
}

// draw shows the line, again and again, until stop.
func (p *progressLine) draw() {
	defer close(p.ended)
	wait := time.NewTimer(progressDelay)
	defer wait.Stop()
	for {
		select {
		case <-p.quit:
			return
		case <-wait.C:
			wait.Reset(spinner.MiniDot.FPS)
		}
		p.mu.Lock()
		p.redraw()
		p.mu.Unlock()
	}
}

// redraw shows the line as it is now.
func (p *progressLine) redraw() {
	fmt.Fprint(p.w, "\r"+ansi.Truncate(p.line(), p.width-1, "")+ansi.EraseLineRight)
	p.shown = true
}

// line is what is shown now.
func (p *progressLine) line() string {
	p.tick++
	if p.of > 0 {
		bar := progress.New(progress.WithWidth(30), progress.WithColors(lipgloss.Cyan))
		return fmt.Sprintf("%s %s of %d %s", p.what, bar.ViewAs(float64(p.n)/float64(p.of)), p.of, p.unit)
	}
	spin := spinner.New(
		spinner.WithSpinner(spinner.MiniDot),
		spinner.WithStyle(lipgloss.NewStyle().Foreground(lipgloss.Cyan)),
	)
	frame := spin.Style.Render(spin.Spinner.Frames[p.tick%len(spin.Spinner.Frames)])
	if p.n == 0 {
		return frame + " " + p.what
	}
	return fmt.Sprintf("%s %s %d %s", frame, p.what, p.n, p.unit)
}

// erase takes the line off the terminal; it comes back with the next drawing.
func (p *progressLine) erase() {
	if p.shown {
		fmt.Fprint(p.w, "\r"+ansi.EraseLineRight)
		p.shown = false
	}
}

// stop ends the job: nothing of the line stays.
func (p *progressLine) stop() {
	if p.quit == nil {
		return
	}
	close(p.quit)
	<-p.ended
	p.quit = nil
	p.erase()
}

// over is a writer for output while the job goes on: the line is erased before each write, so that
// the two never share a line of the terminal.
func (p *progressLine) over(w io.Writer) io.Writer {
	if p.w == nil || !isTerminal(w) {
		return w
	}
	return overWriter{p, w}
}

type overWriter struct {
	p *progressLine
	w io.Writer
}

func (o overWriter) Write(b []byte) (int, error) {
	o.p.mu.Lock()
	defer o.p.mu.Unlock()
	o.p.erase()
	return o.w.Write(b)
}
