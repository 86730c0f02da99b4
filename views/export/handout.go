package export

import (
	"bufio"
	"fmt"
	"io"

	"teacp/sim"
	"teacp/views/ladder"
	"teacp/views/words"
)

// Lecture is what a scenario says about itself.
type Lecture struct {
	LookFor string
	Ask     string
	Choices []string
	Answer  int // index of the right choice
	Because string
	Cues    []Cue
}

// Cue is a note bound to an event; Event 0: it does not happen in this run.
type Cue struct {
	Event sim.EventID
	Text  string
	Look  []string // what the cue points at
}

// handoutFrames is how many frames a handout's ladder shows around a cue.
const handoutFrames = 4

// WriteHandout writes a lecture as Markdown: the question, each note with the stretch of
// the ladder in which it happens and the explanation, and the answer at the end.
func WriteHandout(out io.Writer, in *Input, t *Lecture) error {
	w := &writer{Input: in, w: bufio.NewWriter(out)}
	in.Run.Finish()
	w.to = in.Run.Frames()
	w.print("# ", mdText(in.Title), "\n\n", mdText(t.LookFor), "\n\n```sh\n", mdCode(Clean(in.Command)), "\n```\n")
	if t.Ask != "" {
		w.print("\n## ", words.HandoutBefore.In(in.Lang), "\n\n", mdText(t.Ask), "\n\n")
		for i, c := range t.Choices {
			w.print(fmt.Sprintf("%d. %s\n", i+1, mdText(c)))
		}
	}
	for _, c := range t.Cues {
		w.cue(&c)
	}
	if t.Because != "" && t.Answer < len(t.Choices) {
		w.print("\n## ", words.HandoutAnswer.In(in.Lang), "\n\n", mdText(t.Choices[t.Answer]), ". ",
			mdText(t.Because), "\n")
	}
	w.print("\n")
	for _, s := range w.summary() {
		w.print(mdText(s), "\n")
	}
	if w.err != nil {
		return w.err
	}
	return w.w.Flush()
}

// cue writes a note, the ladder around it, and what happens in its frame.
func (w *writer) cue(c *Cue) {
	if c.Event == 0 {
		w.print("\n", mdText(c.Text), words.HandoutNotReached.In(w.Lang), "\n")
		return
	}
	frame := c.Event.Frame()
	e := *w.Run.Event(c.Event)
	w.print(words.HandoutFrame.With(w.Lang, frame, words.Time(e.At)), mdText(c.Text), "\n\n")
	for _, s := range c.Look {
		w.print(words.HandoutLookAt.In(w.Lang), mdText(s), "\n")
	}
	if len(c.Look) > 0 {
		w.print("\n")
	}
	w.print("```text\n")
	l := ladder.Build(w.Run, max(frame-ladderMargin, 0), min(frame+ladderMargin, w.to), ladder.AllConns, w.Lang)
	lo, hi := rowOf(l, frame-handoutFrames), rowOf(l, frame+handoutFrames+1)
	if lo < hi {
		w.print(mdCode(w.ladderCanvas(l, lo, hi).String()))
	}
	w.print("```\n\n", mdText(words.Sentence(w.Run, &e, w.Lang)), "\n")
	for _, s := range Otherwise(w.Run, frame, w.Lang) {
		w.print(mdText(s), "\n")
	}
}
