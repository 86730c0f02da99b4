package schema

import "teacp/scenarios"

// highlightShape is one thing that a cue points at.
func highlightShape() shape {
	s := object(
		"What a cue points at: one of pane, field, timer and segment.",
		prop{"pane", choiceShape("A pane.", scenarios.HighlightPanes)},
		prop{
			"field",
			choiceShape("A row of the connection pane.", scenarios.HighlightFields),
		},
		prop{"timer", choiceShape("A timer.", names.Timers)},
		prop{
			"segment",
			ref("when", "A segment: the event that sends, receives or loses it."),
		},
		prop{"host", scalarText("Whose field or timer; both unless said.")},
	)
	s["oneOf"] = []shape{
		{"required": []string{"pane"}},
		{"required": []string{"field"}},
		{"required": []string{"timer"}},
		{"required": []string{"segment"}},
	}
	return s
}

// highlightsShape is one thing or a few.
func highlightsShape() shape {
	one := shape{"$ref": "#/definitions/highlight"}
	return shape{"description": "In a lecture the cue points at this; a list names several things.",
		"anyOf": []shape{one, listShape("", scenarios.MaxHighlights, one)}}
}

func pauseShape() shape {
	return shape{
		"description": "How long autoplay stays at the cue: a time from 250ms to 10m, or key; unless said, as " +
			"long as its text takes to read.",
		"anyOf": []shape{{"$ref": "#/definitions/duration"}, {"const": scenarios.PauseKey}},
	}
}
