package rule

// ID names a rule. The zero value is None.
type ID uint16

// Class groups rules by what they decide.
type Class uint8

// The classes.
const (
	ClassNone  Class = iota
	ClassSend        // why a segment is sent
	ClassHold        // why a segment, an ACK or a request is held back
	ClassAck         // why an acknowledgment is sent
	ClassLoss        // why something is retransmitted or a window is cut
	ClassGrow        // why a window grows
	ClassState       // why a connection changes its state
	ClassLink        // what the wire does
	ClassApp         // what an application does
	ClassHTTP        // what HTTP's connection management does
	ClassRun         // what the run itself does: start, knob, limit
	ClassSeen        // what a recording shows, and what can be inferred from it
)

// Info describes a rule.
type Info struct {
	Name   string // stable, lower case, for JSON and --set
	Class  Class
	Source string // RFC and section, or the recorded trace that shows it
	Knob   string // the knob that switches it, "" if none
}

// Info returns the rule's entry; for an unknown ID that of None.
func (id ID) Info() *Info {
	if int(id) >= len(table) {
		id = None
	}
	return &table[id]
}

// String returns the rule's name.
func (id ID) String() string { return id.Info().Name }

// Count is the number of rules, None included.
const Count = len(table)

// ByName finds a rule by its name.
func ByName(name string) (ID, bool) {
	for i := range table {
		if table[i].Name == name {
			return ID(i), true
		}
	}
	return None, false
}
