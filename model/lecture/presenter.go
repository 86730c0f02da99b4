package lecture

import (
	"bytes"
	"encoding/json"
	"fmt"

	"teacp/scenarios"
	"teacp/sim"
	"teacp/views/words"
)

// presenterSchema is the first thing in a line.
const presenterSchema = "teacp.notes/1"

// Presenter is what the second terminal shows.
type Presenter struct {
	Schema   string   `json:"schema"`
	Lang     string   `json:"lang"`
	Scenario string   `json:"scenario"`
	Title    string   `json:"title"`
	Branch   string   `json:"branch"`
	Frame    int64    `json:"frame"`
	Frames   int64    `json:"frames"`
	TimeNs   int64    `json:"time_ns"`
	Cue      int      `json:"cue"` // from 1; 0: before the first
	Cues     int      `json:"cues"`
	Now      string   `json:"now"`
	Points   string   `json:"points_at,omitempty"`
	Pause    string   `json:"pause,omitempty"` // how autoplay stays here: a time, or key
	Next     string   `json:"next"`
	NextAt   int64    `json:"next_frame"`
	NextDoes string   `json:"next_does"` // the knob that it turns
	Ask      string   `json:"ask,omitempty"`
	Choices  []string `json:"choices,omitempty"`
	Answer   int      `json:"answer,omitempty"` // from 1
	Because  string   `json:"because,omitempty"`
	Started  int64    `json:"started_unix_ms"`
	Keys     []string `json:"keys"`
}

// Place is where the cursor of an explorer stands.
type Place struct {
	Branch string
	Run    *sim.Run
	Frame  int64
}

// Present is what a presenter sees of a scenario whose cues have been read: the cue under the
// cursor, the next one, and the question with its answer.
func Present(sc *scenarios.Scenario, cues *Cues, at Place, lang string) Presenter {
	p := Presenter{Schema: presenterSchema, Lang: lang, Scenario: sc.Name, Title: sc.Title.In(lang), NextAt: -1}
	p.MoveTo(at)
	n := cues.At(at.Frame)
	p.Cue, p.Cues = n+1, len(cues.list)
	if n+1 < len(cues.list) {
		next := &sc.Notes[cues.list[n+1].Note]
		p.Next, p.NextAt = next.Text.In(lang), cues.list[n+1].Frame
		if next.Turn != nil {
			p.NextDoes = next.Turn.Knob + "=" + next.Turn.Value
		}
	}
	if q := sc.Question; q != nil {
		p.Ask, p.Answer, p.Because = q.Ask.In(lang), q.Answer+1, q.Because.In(lang)
		for _, c := range q.Choices {
			p.Choices = append(p.Choices, c.In(lang))
		}
	}
	return p
}

// MoveTo gives the presenter another place; its cue stays.
func (p *Presenter) MoveTo(at Place) {
	p.Branch, p.Frame, p.Frames, p.TimeNs = at.Branch, at.Frame, at.Run.Frames(), int64(at.Run.TimeOf(at.Frame))
}

// SetPause says how long autoplay stays at these notes: the last one decides.
func (p *Presenter) SetPause(notes []*scenarios.Note) {
	for _, n := range notes {
		if n.Waits {
			p.Pause = "key"
		} else if n.Pause > 0 {
			p.Pause = n.Pause.String()
		}
	}
}

// line is the presenter as a line of JSON.
func (p *Presenter) line() []byte {
	data, err := json.Marshal(p)
	if err != nil {
		panic("lecture: notes cannot be encoded: " + err.Error())
	}
	return append(data, '\n')
}

// parsePresenter reads a line. Control sequences are taken out of its texts: another program may
// have written it.
func parsePresenter(line []byte) (Presenter, error) {
	var p Presenter
	if err := json.Unmarshal(bytes.TrimSpace(line), &p); err != nil {
		return p, err
	}
	if p.Schema != presenterSchema {
		return p, fmt.Errorf("expected schema %q, found %q", presenterSchema, words.Clean(p.Schema))
	}
	for _, s := range []*string{&p.Scenario, &p.Title, &p.Branch, &p.Now, &p.Next, &p.NextDoes, &p.Points, &p.Pause,
		&p.Ask, &p.Because} {
		*s = words.Clean(*s)
	}
	for _, list := range [][]string{p.Choices, p.Keys} {
		for i := range list {
			list[i] = words.Clean(list[i])
		}
	}
	return p, nil
}
