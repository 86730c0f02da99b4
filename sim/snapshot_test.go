package sim

import (
	"fmt"
	"reflect"
	"testing"
	"unsafe"

	"teacp/sim/page"
)

// TestFreezeAndThawKeepEveryField sets every field of a world's snapshot and fills every container.
// Copies must have the same values, before and after one of them changes.
func TestFreezeAndThawKeepEveryField(t *testing.T) {
	w := &World{cfg: &Config{}, scratch: scratch{owner: new(page.Owner)}}
	n := 0
	fill(settable(reflect.ValueOf(&w.snapshot).Elem()), &n)
	if n < 100 {
		t.Fatalf("%d values in a snapshot: most are missing", n)
	}
	want := fmt.Sprint(read(&w.snapshot))
	frozen := w.freeze()
	a, b := frozen.thaw(nil), frozen.thaw(nil)
	for i, c := range []*World{frozen, a, b} {
		if got := fmt.Sprint(read(&c.snapshot)); got != want {
			t.Fatalf("copy %d differs:\n got %s\nwant %s", i, got, want)
		}
	}
	for name, c := range map[string]*World{"the original": w, "a thawed copy": a} {
		old := readEach(&c.snapshot)
		fill(settable(reflect.ValueOf(&c.snapshot).Elem()), &n)
		for field, now := range readEach(&c.snapshot) {
			if now == old[field] {
				t.Errorf("%s: %s was not written", name, field)
			}
		}
	}
	for name, c := range map[string]*World{"the frozen world": frozen, "the other copy": b} {
		if got := fmt.Sprint(read(&c.snapshot)); got != want {
			t.Errorf("%s has changed with a copy:\n got %s\nwant %s", name, got, want)
		}
	}
}

// settable returns an unexported field so that reflection can set it and call its methods.
func settable(v reflect.Value) reflect.Value {
	return reflect.NewAt(v.Type(), unsafe.Pointer(v.UnsafeAddr())).Elem()
}

func isContainer(t reflect.Type) bool { return t.PkgPath() == "teacp/sim/page" }

// fill sets every value below v to a different number. It adds three elements to an empty
// container, and changes the elements of another one.
func fill(v reflect.Value, n *int) {
	if isContainer(v.Type()) {
		fillContainer(v, n)
		return
	}
	*n++
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(settable(v.Field(i)), n)
		}
	case reflect.Array:
		for i := range v.Len() {
			fill(v.Index(i), n)
		}
	case reflect.Bool:
		v.SetBool(!v.Bool())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(v.Int()%100 + int64(1+*n%20))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(v.Uint()%100 + uint64(1+*n%20))
	default:
		panic("no value for " + v.Type().String())
	}
}

func fillContainer(v reflect.Value, n *int) {
	p := v.Addr()
	alloc, length := p.MethodByName("Alloc"), 0
	if alloc.IsValid() {
		length = int(p.MethodByName("Live").Call(nil)[0].Int())
	} else {
		length = int(p.MethodByName("Len").Call(nil)[0].Int())
	}
	first := 0
	if alloc.IsValid() {
		first = 1 // a pool never uses index 0
	}
	for i := first; i < first+3; i++ {
		if length == 0 && alloc.IsValid() {
			alloc.Call(nil)
		} else if length == 0 {
			push := p.MethodByName("Push")
			push.Call([]reflect.Value{reflect.Zero(push.Type().In(0))})
		}
		fill(p.MethodByName("Mut").Call([]reflect.Value{reflect.ValueOf(uint32(i))})[0].Elem(), n)
	}
}

// read returns the values of a snapshot, with the elements of its containers.
func read(s *snapshot) any { return readValue(settable(reflect.ValueOf(s).Elem())) }

// readEach returns the values by field.
func readEach(s *snapshot) map[string]string {
	out := map[string]string{}
	v := settable(reflect.ValueOf(s).Elem())
	for i := range v.NumField() {
		out[v.Type().Field(i).Name] = fmt.Sprint(readValue(settable(v.Field(i))))
	}
	return out
}

func readValue(v reflect.Value) any {
	switch {
	case isContainer(v.Type()):
		p := v.Addr()
		first := uint32(0)
		if p.MethodByName("Alloc").IsValid() {
			first = 1
		}
		var out []any
		for i := first; i < first+3; i++ {
			out = append(out, readValue(settable(p.MethodByName("At").Call([]reflect.Value{reflect.ValueOf(i)})[0].Elem())))
		}
		return out
	case v.Kind() == reflect.Struct:
		var out []any
		for i := range v.NumField() {
			out = append(out, readValue(settable(v.Field(i))))
		}
		return out
	case v.Kind() == reflect.Array:
		var out []any
		for i := range v.Len() {
			out = append(out, readValue(settable(v.Index(i))))
		}
		return out
	}
	return v.Interface()
}
