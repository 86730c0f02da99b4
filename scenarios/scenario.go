package scenarios

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"sort"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"teacp/scenarios/capture"
	"teacp/sim"
)

//go:embed library/*.yaml
var library embed.FS

// Text is a text in the two languages.
type Text struct{ EN, KO string }

// In returns the text in a language ("ko", otherwise English); English where the other is
// missing. It is in normal form C.
func (t Text) In(lang string) string {
	if lang == "ko" && t.KO != "" {
		return norm.NFC.String(t.KO)
	}
	return norm.NFC.String(t.EN)
}

// Meta describes a scenario.
type Meta struct {
	Name     string
	Title    Text
	Topic    string // one of Topics
	Section  string // section of the chapter on connection management
	LookFor  Text
	Question *Question
}

// Question is what to predict before stepping.
type Question struct {
	Ask     Text
	Choices []Text
	Answer  int
	Because Text
	Shows   *When      // where the run itself gives the answer
	Proof   [][]Expect // what holds in the runs if a choice is right, by choice
}

// Note is a text bound to what happens.
type Note struct {
	On   When
	Text Text
	Line int
	// How autoplay stays at the cue: so long, or until a key; unless said, as its text needs.
	Pause sim.Time
	Waits bool
	// What the cue points at.
	Highlight []Highlight
	// What the cue does in a lecture: turn a knob for the whole run, and compare.
	Turn    *sim.Change // without a frame
	Compare bool
}

// Scenario is a scenario that has been read and checked.
type Scenario struct {
	Meta
	File   string
	Config *sim.Config
	Notes  []Note
	Expect []Expect
	Source []byte
	// Capture is the file that the run shows, where it is a capture.
	Capture *capture.File
	// Script is the verdict of a script in packetdrill's language, where the run shows one.
	Script *Verdict
}

// Topics are the topics of the catalogue, in order.
var Topics = []string{"tcp", "delays", "loss", "flow", "congestion", "connections", "closing", "other"}

// List describes the scenarios that the program carries, in the order of teaching.
func List() []Meta { return slices.Clone(carried()) }

// carried reads them once: they do not change while the program runs.
var carried = sync.OnceValue(func() []Meta {
	var out []Meta
	for _, name := range names() {
		sc, err := Load(name)
		if err == nil {
			out = append(out, sc.Meta)
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return before(&out[i], &out[j]) })
	return out
})

// teaching is the order in which one would show the scenarios; those that are not named
// come after those that are, by their section.
var teaching = []string{
	"segments", "four-tuple", "sockets", "handshake", "reliable-stream", "stop-and-wait",
	"transaction-delays", "handshake-small", "connection-age", "delayed-ack", "piggyback", "nagle",
	"nagle-delayed-ack", "nodelay", "cork", "keep-alive-stall",
	"retransmission", "rtt-rto", "fast-retransmit", "cumulative-ack", "sack", "tail-loss", "reordering",
	"syn-lost", "black-hole",
	"flow-control", "persist", "silly-window", "long-fat",
	"slow-start", "idle-restart", "congestion", "sharing", "bufferbloat",
	"seven-steps", "page", "serial", "parallel", "parallel-thin-link", "parallel-limit", "hop-by-hop",
	"keep-alive", "dumb-proxy", "proxy-connection",
	"persistent", "persistent-parallel", "sharding", "rules", "pipeline", "pipeline-head-of-line", "pipeline-reset",
	"close-at-will", "content-length", "retry-idempotent", "half-close", "simultaneous-close", "reset",
	"time-wait", "port-exhaustion", "refused", "keepalive",
}

// before says which of two scenarios is shown first: by topic, then by teaching, then by
// section and name.
func before(a, b *Meta) bool {
	if x, y := slices.Index(Topics, a.Topic), slices.Index(Topics, b.Topic); x != y {
		return x < y
	}
	if x, y := teachingIndex(a.Name), teachingIndex(b.Name); x != y {
		return x < y
	}
	if a.Section != b.Section {
		return a.Section < b.Section
	}
	return a.Name < b.Name
}

func teachingIndex(name string) int {
	if i := slices.Index(teaching, name); i >= 0 {
		return i
	}
	return len(teaching)
}

func names() []string {
	entries, _ := library.ReadDir("library")
	var out []string
	for _, e := range entries {
		out = append(out, strings.TrimSuffix(e.Name(), ".yaml"))
	}
	return out
}

// Load reads a scenario of the catalogue by name, or a file by path. A mistake in it gives
// Problems.
func Load(name string) (*Scenario, error) {
	if data, err := library.ReadFile(path.Join("library", name+".yaml")); err == nil {
		return load(name+".yaml", data)
	}
	if sc, err := recorded(name); sc != nil || err != nil {
		return sc, err
	}
	data, err := ReadFile(name, MaxFile)
	switch {
	case err == nil:
		return load(name, data)
	case errors.Is(err, fs.ErrNotExist) && !strings.ContainsAny(name, `/\.`):
		msg := fmt.Sprintf("there is no scenario %q and no file of that name", name)
		if near := sim.Nearest(name, names()); near != "" {
			msg += fmt.Sprintf("; did you mean %q?", near)
		}
		return nil, errors.New(msg + " (teacp list shows all scenarios)")
	}
	return nil, unread(name, err)
}

func load(file string, data []byte) (*Scenario, error) {
	if strings.HasSuffix(file, ".pkt") {
		return script(file, data)
	}
	if err := Foreign(file, data); err != nil {
		return nil, err
	}
	sc, ps := Parse(file, data)
	if len(ps) > 0 {
		return nil, Problems(ps)
	}
	return sc, nil
}

// Foreign is the error for a file that is nothing this program reads: its mistakes as a
// scenario would not help anybody.
func Foreign(file string, data []byte) error {
	if bytes.HasPrefix(data, []byte("\x1f\x8b")) || bytes.HasPrefix(data, []byte("\x28\xb5\x2f\xfd")) ||
		bytes.HasPrefix(data, []byte("\xfd7zXZ")) {
		return fmt.Errorf("%s: this file is compressed; unpack it first (gunzip, unzstd, unxz)", file)
	}
	text := bytes.TrimSpace(data)
	if len(text) == 0 || text[0] == '{' && utf8.Valid(data) {
		return nil
	}
	if err := foreignEncoding(file, data); err != nil {
		return err
	}
	if utf8.Valid(data) && !bytes.ContainsRune(data, 0) && hasRootKey(string(data)) {
		return nil
	}
	return fmt.Errorf(
		"%s: this is neither a capture (pcap, pcapng) nor a scenario (YAML with keys such as name, link, "+
			"connections) "+
			"nor a packetdrill script (.pkt) nor a saved session (.teacp)",
		file,
	)
}
