package lecture

import (
	"strings"

	"teacp/scenarios"
	"teacp/sim"
	"teacp/views"
)

// Marks finds in a run the fields, timers and segments that notes point at.
func Marks(r *sim.Run, notes []*scenarios.Note) []views.Mark {
	var out []views.Mark
	for _, n := range notes {
		for i := range n.Highlight {
			h := &n.Highlight[i]
			id, _ := h.Find(r)
			if mark, ok := views.NewMark(r, h.Pane, h.Field, h.Timer, h.Host, id); ok {
				out = append(out, mark)
			}
		}
	}
	return out
}

// PointsAt names what the marks of a scene point at, "" where there are none.
func PointsAt(s *views.Scene) string {
	var out []string
	for i := range s.Marks {
		out = append(out, s.Marks[i].Text(s.Run, s.Lang))
	}
	if len(out) == 0 {
		return ""
	}
	return "◆ " + strings.Join(out, ", ")
}
