package model

import (
	"path/filepath"
	"slices"

	"teacp/model/overlay"
	"teacp/model/session"
	"teacp/scenarios"
	"teacp/sim"
	"teacp/views"
	"teacp/views/ladder"
	"teacp/views/paint"
	"teacp/views/words"
)

// libraryRow is a line of the library: a scenario, or a session to go on with.
type libraryRow struct {
	meta int // index in metas, -1 for a session
	kept int
}

// preview is the beginning of the scenario under the library's cursor.
type preview struct {
	name  string
	scene views.Scene
}

// library is the list of scenarios that the program opens with, and what is chosen in it.
type library struct {
	*cursor
	metas   []scenarios.Meta
	saved   []session.Saved // sessions that can be gone on with, newest first
	first   bool            // there is no folder of sessions yet: the program is new here
	pick    int             // of the rows that the filter leaves
	query   overlay.Input   // the filter
	typed   bool            // the filter is being typed
	preview preview
}

// maxQuery limits the filter.
const maxQuery = 60

// previewFrames is how much of a scenario is simulated for its preview.
const previewFrames = 200

// shown are the rows of the library that match the filter. The newest session comes first.
func (b *library) shown() []libraryRow {
	var out []libraryRow
	if len(b.saved) > 0 && b.query.Value() == "" {
		out = append(out, libraryRow{-1, 0})
	}
	for i, meta := range b.metas {
		if words.Found(catalogueText(&meta), b.query.Value()) {
			out = append(out, libraryRow{meta: i})
		}
	}
	return out
}

// catalogueText is what the filter looks at: all that the catalogue says of a scenario, in both languages.
func catalogueText(m *scenarios.Meta) string {
	texts := []scenarios.Text{m.Title, m.LookFor}
	if q := m.Question; q != nil {
		texts = append(append(texts, q.Ask, q.Because), q.Choices...)
	}
	s := m.Name + " " + m.Topic
	for _, t := range texts {
		s += "\n" + t.EN + "\n" + t.KO
	}
	return s
}

// savedOf finds the session of a scenario, -1 if none is kept.
func (b *library) savedOf(scenario string) int {
	for i := range b.saved {
		if b.saved[i].Session.Scenario == scenario {
			return i
		}
	}
	return -1
}

// carried finds a scenario of the catalogue.
func (b *library) carried(name string) (int, bool) {
	for i := range b.metas {
		if b.metas[i].Name == name {
			return i, true
		}
	}
	return 0, false
}

// choose puts the cursor on a scenario of the catalogue. A filter that hides it is taken away.
func (b *library) choose(name string) {
	i, ok := b.carried(name)
	if !ok {
		return
	}
	row := func() int {
		return slices.IndexFunc(b.shown(), func(r libraryRow) bool { return r.meta == i })
	}
	if b.pick = row(); b.pick < 0 {
		b.query.Set("")
		b.pick = row()
	}
}

// rowText is a row of the library.
func (b *library) rowText(r libraryRow) string {
	if r.meta >= 0 {
		return b.metas[r.meta].Title.In(b.scene.Lang)
	}
	k := &b.saved[r.kept]
	return b.say(words.LibraryGoOn) + words.Clean(filepath.Base(k.Session.Scenario))
}

// libraryFrame is where the list of the library stands, and what a row of it is about.
func (b *library) libraryFrame(w, h int) (left, right paint.Rect) {
	left = paint.Rect{X: 0, Y: 1, W: max(min(w*48/100, 50), 30), H: h - 3}
	return left, paint.Rect{X: left.W, Y: 1, W: w - left.W, H: h - 3}
}

// libraryRows says which row of the library stands on which line of the screen: an index
// into shown, or -i-1 for the topic above row i.
func (b *library) libraryRows(height int) map[int]int {
	list := b.shown()
	h := height - 5
	var lines []int
	topic, at := "", 0
	for i, r := range list {
		if r.meta >= 0 && b.metas[r.meta].Topic != topic {
			topic = b.metas[r.meta].Topic
			lines = append(lines, -i-1)
		}
		if i == b.pick {
			at = len(lines)
		}
		lines = append(lines, i)
	}
	top := max(min(at-h*2/3, len(lines)-h), 0)
	out := map[int]int{}
	for y := 0; y < h && top+y < len(lines); y++ {
		out[2+y] = lines[top+y]
	}
	return out
}

// libraryHints are the keys of the library.
func (b *library) libraryHints() []overlay.Hint {
	if b.typed {
		return []overlay.Hint{{Key: "enter", Text: words.HintOpen}, {Key: "↑↓", Text: words.HintChoose},
			{Key: "esc",
				Text: words.HintAllAgain}}
	}
	list := []overlay.Hint{{Key: "enter", Text: words.HintOpen}, {Key: "↑↓", Text: words.HintChoose}, {Key: "/",
		Text: words.HintFilter}}
	if rows := b.shown(); b.pick < len(rows) && rows[b.pick].meta >= 0 &&
		b.savedOf(b.metas[rows[b.pick].meta].Name) >= 0 {
		list = append(list, overlay.Hint{Key: "r", Text: words.HintGoOn})
	}
	return append(list, overlay.Hint{Key: "L", Text: words.HintLanguage}, overlay.Hint{Key: "c", Text: words.HintTheme})
}

var topicNames = map[string]words.Key{"tcp": words.TopicTCP, "delays": words.TopicDelays, "loss": words.TopicLoss,
	"flow":       words.TopicFlowControl,
	"congestion": words.TopicCongestion, "connections": words.TopicConnections, "closing": words.TopicClosing,
	"other": words.TopicOther}

func topicName(t, lang string) string { return topicNames[t].In(lang) }

// paintBeginning draws how the scenario begins, where there is room below what it is about.
func (b *library) paintBeginning(canvas *paint.Canvas, r paint.Rect, name string) {
	if r.H < 8 {
		return
	}
	p := &b.preview
	if p.name != name {
		*p = preview{name: name}
		if sc, err := scenarios.Load(name); err == nil {
			if run, err := sim.New(sc.Config, nil); err == nil {
				run.Extend(previewFrames)
				p.scene = views.Scene{Run: run, Filter: ladder.AllConns}
			}
		}
	}
	if p.scene.Run == nil {
		return
	}
	p.scene.Lang, p.scene.Theme = b.scene.Lang, b.scene.Theme
	views.Paint(canvas, r, views.PaneLadder, &p.scene, false)
}
