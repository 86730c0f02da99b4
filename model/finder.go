package model

// finder moves the cursor to what is looked for: a frame, an instant, an event, a state, a text.
// What takes long it does as a job.
type finder struct {
	*cursor
	*jobs
	lecture *lecturing // its notes are searched, too
	looked  looked
}
