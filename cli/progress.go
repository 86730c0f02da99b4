package cli

import (
	"fmt"
	"io"
	"time"

	"charm.land/bubbles/v2/progress"
	"charm.land/lipgloss/v2"
	"github.com/spf13/cobra"
)

// bar is a line of progress on a terminal's standard error; it shows nothing in the first
// second, and nothing elsewhere.
type bar struct {
	w     io.Writer
	start time.Time
	last  time.Time
	shown bool
}

func newProgress(cmd *cobra.Command) *bar {
	b := &bar{start: time.Now()}
	if w := cmd.ErrOrStderr(); isTerminal(w) {
		b.w = w
	}
	return b
}

func (b *bar) show(what string, n, of int64) {
	now := time.Now()
	if b.w == nil || now.Sub(b.start) < time.Second || now.Sub(b.last) < 100*time.Millisecond {
		return
	}
	b.last, b.shown = now, true
	if of > 0 {
		bar := progress.New(progress.WithWidth(36), progress.WithFillCharacters('#', '-'), progress.WithColors(lipgloss.NoColor{}))
		fmt.Fprintf(b.w, "\r%s %s of %d frames ", what, bar.ViewAs(float64(n)/float64(of)), of)
		return
	}
	fmt.Fprintf(b.w, "\r%s %d frames ", what, n)
}

func (b *bar) clear() {
	if b.shown {
		fmt.Fprint(b.w, "\r\x1b[K")
		b.shown = false
	}
}
