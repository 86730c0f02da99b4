package tcp

import (
	"go/ast"
	"go/token"
	"reflect"
	"slices"
	"testing"
)

// TestProfilesAreSumsOfSettings sets every setting of each profile on an empty policy: that is the
// profile. A field that no setting sets would differ.
func TestProfilesAreSumsOfSettings(t *testing.T) {
	for _, name := range ProfileNames {
		want, _ := Profile(name)
		var got Policy
		for i := range Knobs {
			Knobs[i].Set(&got, Knobs[i].Get(&want))
		}
		diff(t, name, got, want)
	}
}

// TestSettingsCoverPolicy finds for every field of a policy a setting that changes it, and for every
// setting the one field that it changes.
func TestSettingsCoverPolicy(t *testing.T) {
	set := map[string]string{}
	for i := range Knobs {
		k := &Knobs[i]
		var low, high Policy
		k.Set(&low, k.Min)
		k.Set(&high, k.Max)
		fields := changed(low, high)
		if len(fields) != 1 || set[fields[0]] != "" {
			t.Errorf("the setting %s changes the fields %v; expected one that no other changes", k.Name, fields)
			continue
		}
		set[fields[0]] = k.Name
	}
	for f := range reflect.TypeFor[Policy]().Fields() {
		if set[f.Name] == "" {
			t.Errorf("no setting changes the field %s", f.Name)
		}
	}
}

// TestPolicyFieldsAreRead finds every field of a policy where the endpoint decides by it, and no
// field that stands for a whole stack.
func TestPolicyFieldsAreRead(t *testing.T) {
	// Settings without effect: no packet waits in a device here, and limited transmit (RFC 3042) follows
	// from counting a duplicate ACK as an arrived segment.
	unread := []string{"Autocork", "LimitedXmit"}
	read := map[string]bool{}
	eachIdent(t, func(file string, id *ast.Ident, pos token.Position) {
		if file != "policy.go" && file != "knobs.go" && file != "details.go" {
			read[id.Name] = true
		} else if file == "policy.go" && pos.Filename != "" && id.Name == "MSS" {
			read[id.Name] = true // Policy.mss
		}
		if id.Name == "Linux" {
			t.Errorf("%s: a switch for a whole stack: name the detail", pos)
		}
	})
	for f := range reflect.TypeFor[Policy]().Fields() {
		if want := !slices.Contains(unread, f.Name); read[f.Name] != want {
			t.Errorf("the field %s is read: %v, want %v", f.Name, read[f.Name], want)
		}
	}
}

func diff(t *testing.T, what string, got, want Policy) {
	t.Helper()
	for _, f := range changed(got, want) {
		t.Errorf("%s: the settings do not make up the field %s", what, f)
	}
}

// changed lists the fields in which two policies differ.
func changed(a, b Policy) (out []string) {
	x, y := reflect.ValueOf(a), reflect.ValueOf(b)
	for i := range x.NumField() {
		if !x.Field(i).Equal(y.Field(i)) {
			out = append(out, x.Type().Field(i).Name)
		}
	}
	return out
}
