// Package keymap is the explorer's table of keys: which action a key does, in which group it
// stands, and what it is called in both languages. The table feeds the keys, the footer, the
// help, the palette, the line mode and the configuration file.
//
//	table, err := keymap.Builtin.With(map[string][]string{"nagle": {"N", "f5"}})
//	act := table.Action("f5") // keymap.Nagle
//
// Files:
//
//	keymap.go   Binding, Table and what they answer
//	actions.go  the names of the actions
//	table.go    the table as the program has it
package keymap

import (
	"fmt"
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"

	"teacp/sim"
	"teacp/views/words"
)

// Group is the heading of the help under which a key stands; the explorer has one function
// for the actions of each group.
type Group uint8

// The groups, in the order of the help.
const (
	GroupStep Group = iota
	GroupFind
	GroupPanes
	GroupKnobs
	GroupBranches
	GroupLecture
	GroupOther
)

var groupTitles = [...]words.Key{
	words.KeysStep, words.KeysFind, words.KeysPanes, words.KeysSettings, words.KeysBranches,
	words.KeysLecture, words.KeysOther,
}

// Title is the heading.
func (g Group) Title() words.Key { return groupTitles[g] }

// Binding is a line of the key table.
type Binding struct {
	Action Action
	Group  Group
	key.Binding
	Text  words.Key
	Short words.Key // in the footer; 0: not there
}

// on makes a binding of keys; its help names them as the help of the explorer writes them.
func on(keys ...string) key.Binding {
	names := make([]string, len(keys))
	for i, k := range keys {
		names[i] = KeyName(k)
	}
	return key.NewBinding(key.WithKeys(keys...), key.WithHelp(strings.Join(names, " "), ""))
}

// Names are all keys as the help writes them.
func (b *Binding) Names() string { return b.Help().Key }

// Key is the first key as the help writes it.
func (b *Binding) Key() string { return KeyName(b.Keys()[0]) }

// Table is a key table.
type Table []Binding

// name is a key's name, in the form that key.Matches takes.
type name string

func (n name) String() string { return string(n) }

// Action is what a key does, None if it does nothing.
func (t Table) Action(k string) Action {
	for i := range t {
		if key.Matches(name(k), t[i].Binding) {
			return t[i].Action
		}
	}
	return None
}

// Find returns the line of an action, nil if there is none.
func (t Table) Find(act Action) *Binding {
	for i := range t {
		if t[i].Action == act {
			return &t[i]
		}
	}
	return nil
}

// With is the table with other keys for some actions. An action that is named has these keys
// alone; no key may serve two actions, and no action may lose its only key.
func (t Table) With(keys map[string][]string) (Table, error) {
	out := slices.Clone(t)
	taken := map[string]string{}
	for _, act := range sortedNames(keys) {
		b := out.Find(Action(act))
		if b == nil {
			return nil, t.unknown(act)
		}
		if len(keys[act]) == 0 {
			return nil, fmt.Errorf("keys: %s: expected at least one key", act)
		}
		for _, k := range keys[act] {
			if other, ok := taken[k]; ok {
				return nil, fmt.Errorf("keys: %q is given to %s and to %s", k, min(other, act), max(other, act))
			}
			taken[k] = act
		}
		b.Binding = on(keys[act]...)
	}
	for i := range out {
		b := &out[i]
		if _, ok := keys[string(b.Action)]; ok {
			continue
		}
		left := slices.DeleteFunc(slices.Clone(b.Keys()), func(k string) bool { return taken[k] != "" })
		if len(left) == 0 {
			return nil, fmt.Errorf("keys: %s loses its only key %q; give it another one", b.Action, b.Keys()[0])
		}
		b.Binding = on(left...)
	}
	return out, nil
}

// unknown is the error for a name that no action has.
func (t Table) unknown(act string) error {
	var names []string
	for i := range t {
		names = append(names, string(t[i].Action))
	}
	if near := sim.Nearest(act, names); near != "" {
		return fmt.Errorf("keys: there is no action %q; did you mean %q?", act, near)
	}
	return fmt.Errorf("keys: there is no action %q (teacp config lists them)", act)
}

func sortedNames(keys map[string][]string) []string {
	var out []string
	for k := range keys {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// KeyName is a key as the help writes it.
func KeyName(k string) string {
	switch k {
	case "right":
		return "→"
	case "left":
		return "←"
	case "up":
		return "↑"
	case "down":
		return "↓"
	}
	return k
}
