package model

import (
	"io"
	"time"

	tea "charm.land/bubbletea/v2"

	"teacp/model/overlay"
	"teacp/model/session"
	"teacp/sim"
	"teacp/views/paint"
)

// Options say how the explorer starts.
type Options struct {
	Scenario string // name, path, or a saved session; "" opens the library
	Changes  []sim.Change
	Seed     int64
	SeedSet  bool
	Memory   int64 // limit of the state's memory in bytes; 0: the scenario's
	Budget   int64 // memory that a run may take in bytes; 0: any
	Frame    int64
	Conform  bool // Scenario is a recorded trace: open it beside its simulation
	ASCII    bool
	Plain    bool
	Theme    string
	Lang     string
	StateDir string          // where sessions are kept; "": nowhere
	Config   *session.Config // nil: as the program has it
	In       io.Reader       // of the line mode; nil: standard input
	Out      io.Writer       // of the line mode; nil: standard output
}

// configure sets what the command line says of every run of a scenario.
func (o *Options) configure(cfg *sim.Config) {
	if o.SeedSet {
		cfg.Seed = uint64(o.Seed)
	}
	if o.Memory > 0 {
		cfg.Limits.Memory = o.Memory
	}
	if o.Budget > 0 {
		cfg.SetBudget(o.Budget)
	}
}

// Model is the state of the explorer.
type Model struct {
	opt    Options
	config *session.Config
	w, h   int
	canvas *paint.Canvas
	quit   bool

	library

	cursor // where one stands: in which run, at which frame, in which branch
	jobs
	finder
	playback
	columnSets
	cmp *comparison

	arrangement
	saver
	bar  [2]int // columns of the timeline
	foot overlay.KeyLine

	// What lies over it.
	over  overlay.Layer
	caret *tea.Cursor // where text is typed; nil: nowhere

	// The clock.
	growing  bool
	trying   trying
	weighing bool // what would have happened otherwise is being tried

	keyed   time.Time // when the last key came
	painted screenCache
	lecture lecturing
}

// screenCache is the last screen. While a long run is simulated in slices of a few milliseconds, it
// is painted again at most every paintPace, because painting delays keys.
type screenCache struct {
	content string
	at      time.Time
	old     bool // it has to be painted anew
}
