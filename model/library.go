package model

import (
	"teacp/model/overlay"
	"teacp/model/session"
	"teacp/scenarios"
)

// library is the list of scenarios that the program opens with, and what is chosen in it.
type library struct {
	*cursor
	metas   []scenarios.Meta
	kept    []session.Saved // sessions that can be gone on with, newest first
	first   bool            // there is no folder of sessions yet: the program is new here
	pick    int             // of the rows that the filter leaves
	query   overlay.Input   // the filter
	typed   bool            // the filter is being typed
	preview preview
}

// maxQuery limits the filter.
const maxQuery = 60
