package sim

import (
	"reflect"
	"strings"
	"testing"
)

// TestPrices: each container of the state has a price for its elements that is about their size, so that
// the memory of a run is about what is counted.
func TestPrices(t *testing.T) {
	if ^uint(0)>>32 == 0 {
		t.Skip("prices are sizes on a machine of 64 bits")
	}
	w := newWorld(&Config{Hosts: make([]HostConfig, 2)}, nil)
	found := 0
	var walk func(v reflect.Value, name string)
	walk = func(v reflect.Value, name string) {
		if v.Kind() != reflect.Struct {
			return
		}
		if n := v.Type().Name(); strings.HasPrefix(n, "Vec[") {
			found++
			size := int64(v.FieldByName("leaf").Type().Elem().Size()) / 16
			if price := v.FieldByName("price").Int(); 10*price < 8*size || 10*price > 13*size+30 {
				t.Errorf("%s: an element of %d bytes has the price %d", name, size, price)
			}
			return
		}
		for i := range v.NumField() {
			walk(v.Field(i), name+"."+v.Type().Field(i).Name)
		}
	}
	walk(reflect.ValueOf(&w.snapshot).Elem(), "snapshot")
	if found < 20 {
		t.Errorf("%d containers were found", found)
	}
}
