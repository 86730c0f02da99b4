package tcp

import (
	"fmt"
	"time"
)

// ProfileNames are the stack profiles.
var ProfileNames = []string{"rfc", "linux", "textbook"}

// Text writes a knob's value as people write it.
func (k *Knob) Text(v int64) string {
	switch k.Kind {
	case KnobBool:
		if v != 0 {
			return "on"
		}
		return "off"
	case KnobEnum:
		return k.Values[v]
	case KnobDuration:
		return time.Duration(v).String()
	}
	return fmt.Sprint(v)
}
