package keymap

import "strings"

// Action names what a key does; the name is what the configuration file says.
type Action string

// The actions, as the table orders them.
const (
	None        Action = ""
	Next        Action = "next"
	Prev        Action = "previous"
	NextSegment Action = "next-segment"
	PrevSegment Action = "previous-segment"
	NextTrip    Action = "next-round-trip"
	PrevTrip    Action = "previous-round-trip"
	Start       Action = "start"
	End         Action = "end"
	LastData    Action = "last-data"
	Play        Action = "play"
	Slower      Action = "slower"
	Faster      Action = "faster"
	Goto        Action = "goto"
	Back        Action = "back"
	Forward     Action = "forth"

	NextHold     Action = "next-hold"
	PrevHold     Action = "previous-hold"
	NextLoss     Action = "next-loss"
	PrevLoss     Action = "previous-loss"
	NextError    Action = "next-error"
	PrevError    Action = "previous-error"
	NextRetrans  Action = "next-retransmission"
	PrevRetrans  Action = "previous-retransmission"
	NextTimer    Action = "next-timer"
	PrevTimer    Action = "previous-timer"
	Until        Action = "until"
	UntilBack    Action = "until-back"
	Search       Action = "search"
	NextMatch    Action = "again"
	PrevMatch    Action = "again-back"
	Bookmark     Action = "bookmark"
	Bookmarks    Action = "bookmarks"
	NextBookmark Action = "next-bookmark"
	PrevBookmark Action = "previous-bookmark"

	Focus       Action = "next-pane"
	FocusBack   Action = "previous-pane"
	Zoom        Action = "zoom"
	Panes       Action = "pane"
	ScrollDown  Action = "scroll-down"
	ScrollUp    Action = "scroll-up"
	NextConn    Action = "next-connection"
	PrevConn    Action = "previous-connection"
	Filter      Action = "filter"
	PureAcks    Action = "pure-acks"
	Columns     Action = "columns"
	NextColumns Action = "next-columns"
	FilterBy    Action = "filter-by"
	ZoomIn      Action = "zoom-in"
	ZoomOut     Action = "zoom-out"
	Direction   Action = "direction"
	Axis        Action = "time-axis"
	Layout1     Action = "layout-1"
	Layout2     Action = "layout-2"
	Layout3     Action = "layout-3"
	Layout4     Action = "layout-4"
	Layout5     Action = "layout-5"
	Layout6     Action = "layout-6"
	Layout7     Action = "layout-7"
	Layout8     Action = "layout-8"
	Wider       Action = "wider"
	Narrower    Action = "narrower"
	Taller      Action = "taller"
	Shorter     Action = "shorter"
	SplitReset  Action = "reset-layout"

	Nagle          Action = "nagle"
	DelayedAck     Action = "delayed-ack"
	Connections    Action = "connections"
	NagleAll       Action = "nagle-whole-run"
	DelayedAckAll  Action = "delayed-ack-whole-run"
	ConnectionsAll Action = "connections-whole-run"
	Target         Action = "target"
	Knobs          Action = "knobs"
	Intervene      Action = "intervene"
	Lose           Action = "lose"
	Undo           Action = "undo"
	Redo           Action = "redo"

	Branches        Action = "branches"
	RenameBranch    Action = "rename"
	DropBranch      Action = "drop"
	Compare         Action = "compare"
	CompareWith     Action = "compare-with"
	Simulate        Action = "simulate-this"
	Lock            Action = "lock"
	Differences     Action = "differences"
	Matrix          Action = "matrix"
	FirstDifference Action = "first-difference"

	NextCue  Action = "next-cue"
	PrevCue  Action = "previous-cue"
	Autoplay Action = "autoplay"
	Question Action = "question"

	Palette    Action = "palette"
	Copy       Action = "copy"
	CopyLadder Action = "copy-ladder"
	Save       Action = "save"
	Theme      Action = "theme"
	Lang       Action = "language"
	Close      Action = "close"
	Library    Action = "library"
	Help       Action = "help"
	Suspend    Action = "suspend"
	Repaint    Action = "repaint"
	Quit       Action = "quit"
)

// layoutAction is what the names of the actions begin with that choose a layout.
const layoutAction = "layout-"

// Layout is the index of the layout that an action chooses; ok is false for other actions.
func (a Action) Layout() (i int, ok bool) {
	n, ok := strings.CutPrefix(string(a), layoutAction)
	if !ok || len(n) != 1 {
		return 0, false
	}
	return int(n[0] - '1'), true
}
