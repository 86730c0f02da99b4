package words

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
