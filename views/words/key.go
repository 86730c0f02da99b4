package words

import (
	"fmt"
	"reflect"
)

// Key names a text of the catalogue. The constants stand in keys_*.go, the texts in en_*.go
// and ko_*.go, all in the same order.
type Key uint16

// texts are the texts of one theme in one language, by key.
type texts []string

// catalogue holds the texts of all themes, in English and in Korean.
var catalogue = [...][]string{
	merge(enEvents, enPanes, enPacket, enKeys, enExplorer, enReports, enErrors),
	merge(koEvents, koPanes, koPacket, koKeys, koExplorer, koReports, koErrors),
}

func merge(themes ...texts) []string {
	all := make([]string, numKeys)
	for _, t := range themes {
		for k, s := range t {
			if s != "" {
				all[k] = s
			}
		}
	}
	return all
}

// In returns the text in a language: in Korean for "ko", in English otherwise.
func (k Key) In(lang string) string {
	if lang == "ko" {
		return catalogue[1][k]
	}
	return catalogue[0][k]
}

// With returns the text in a language with its placeholders filled, whatever the types of args.
// What is painted again and again is made with a Builder instead, which does not allocate.
func (k Key) With(lang string, args ...any) string {
	var room [8]Arg
	list := room[:0]
	for _, a := range args {
		list = append(list, argOf(a))
	}
	var text [256]byte
	return string(fill(text[:0], k.In(lang), list...))
}

func argOf(v any) Arg {
	switch v := v.(type) {
	case string:
		return Str(v)
	case fmt.Stringer, error:
		return Str(fmt.Sprint(v))
	}
	switch n := reflect.ValueOf(v); {
	case n.CanInt():
		return plain(n.Int())
	case n.CanUint():
		return plain(int64(n.Uint()))
	}
	return Str(fmt.Sprint(v))
}
