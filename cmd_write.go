package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"teacp/scenarios"
	"teacp/sim"
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
			if err := simulate(cmd, l, in); err != nil {
				return err
			}
			out, _ := cmd.Flags().GetString("out")
			return writeOut(cmd, out, func(w io.Writer) error { return export.WriteHandout(w, in, lecture(l.Scenario, in)) })
		},
	}
	c.Flags().StringP("out", "o", "", "write to a file (by way of a temporary one)")
	addSimFlags(c.Flags())
	addViewFlags(c.Flags())
	return c
}

// lecture is what a scenario says about itself, in the language of the handout.
func lecture(sc *scenarios.Scenario, in *export.Input) *export.Lecture {
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
		}
		t.Cues = append(t.Cues, cue)
	}
	return t
}

func cmdNew() *cobra.Command {
	return &cobra.Command{
		Use:   "new [FILE.yaml]",
		Short: "Write a commented scenario to begin with",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				_, err := io.WriteString(cmd.OutOrStdout(), starter("my-scenario"))
				return err
			}
			if _, err := os.Stat(args[0]); !errors.Is(err, fs.ErrNotExist) {
				return fmt.Errorf("%s: expected a file that is not there yet, found one", args[0])
			}
			name := strings.TrimSuffix(filepath.Base(args[0]), filepath.Ext(args[0]))
			return writeOut(cmd, args[0], func(w io.Writer) error {
				_, err := io.WriteString(w, starter(name))
				return err
			})
		},
	}
}

// starter is a scenario in which every part of the language that one begins with is used.
func starter(name string) string {
	ok := name != "" && strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
	if !ok {
		name = "my-scenario"
	}
	return "# " + name + `: a scenario. Open it with: teacp FILE; check it with: teacp lint FILE.
name: ` + name + `
title: {en: A first scenario, ko: 첫 시나리오}
topic: ` + scenarios.Topics[len(scenarios.Topics)-1] + `
look_for:
  en: Who sends what, and who waits for whom.
  ko: 누가 무엇을 보내고, 누가 누구를 기다리는지 보자.

# The stack of both hosts: ` + strings.Join(profileNames(), ", ") + `. Single knobs can be set beside it, see: teacp profiles.
profile: rfc

# One way. rate may be left out: the line is then infinitely fast.
link: {delay: 25ms, rate: 10Mbit/s}

# What the applications at both ends call, one after the other.
connections:
  - client:
      - connect
      - write: 100
      - read: 500
      - close
    server:
      - accept
      - read: 100
      - write: 500
      - read_eof
      - close

# Notes are bound to what happens, so they stay right when a knob is turned.
notes:
  - on: {event: connected, host: client}
    en: The handshake has taken one round trip.
    ko: 핸드셰이크에 왕복 한 번이 걸렸다.

# What must be so. teacp assert FILE judges it.
expect:
  - {count: retransmissions, is: 0}
`
}

// profileNames are the stack profiles.
func profileNames() []string {
	k, _, err := (&sim.Config{}).ParseKnob("profile", "rfc")
	if err != nil {
		return nil
	}
	return k.Values
}
