package cli

import (
	"io"

	"github.com/spf13/cobra"

	"teacp/scenarios"
	"teacp/views"
	"teacp/views/export"
)

func cmdHandout() *cobra.Command {
	c := &cobra.Command{
		Use:   "handout SCENARIO",
		Short: "Write a scenario's lecture as Markdown: question, notes, ladders, answer",
		Args:  oneScenario,
		RunE: func(cmd *cobra.Command, args []string) error {
			in := &export.Input{Width: 100}
			var err error
			if in.Lang, err = language(cmd); err != nil {
				return err
			}
			in.ASCII, _ = cmd.Flags().GetBool("ascii")
			l, err := load(cmd, args[0])
			if err != nil {
				return err
			}
			bar := newProgress(cmd, "simulating", "frames")
			defer bar.stop()
			if err := simulate(cmd, l, in, bar); err != nil {
				return err
			}
			bar.stop()
			out, _ := cmd.Flags().GetString("out")
			return writeOut(
				cmd,
				out,
				func(w io.Writer) error { return export.WriteHandout(w, in, lectureOf(l.Scenario, in)) },
			)
		},
	}
	c.Flags().StringP("out", "o", "", "write to a file (by way of a temporary one)")
	addSimFlags(c.Flags())
	addViewFlags(c.Flags())
	return c
}

// lectureOf is what a scenario says about itself, in the language of the handout.
func lectureOf(sc *scenarios.Scenario, in *export.Input) *export.Lecture {
	t := &export.Lecture{LookFor: sc.LookFor.In(in.Lang)}
	if q := sc.Question; q != nil {
		t.Ask, t.Because, t.Answer = q.Ask.In(in.Lang), q.Because.In(in.Lang), q.Answer
		for _, c := range q.Choices {
			t.Choices = append(t.Choices, c.In(in.Lang))
		}
	}
	for i := range sc.Notes {
		n := &sc.Notes[i]
		cue := export.Cue{Text: n.Text.In(in.Lang)}
		if id, ok := n.On.Find(in.Run); ok {
			cue.Event = id
			for k := range n.Highlight {
				h := &n.Highlight[k]
				seg, _ := h.Find(in.Run)
				if mark, ok := views.NewMark(in.Run, h.Pane, h.Field, h.Timer, h.Host, seg); ok {
					cue.Look = append(cue.Look, mark.Text(in.Run, in.Lang))
				}
			}
		}
		t.Cues = append(t.Cues, cue)
	}
	return t
}
