package model

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"teacp/model/session"
	"teacp/views/words"
)

// asking says what the line at the foot asks for.
type asking uint8

const (
	askGoto asking = iota
	askUntil
	askSearch
	askMark
	askRename
	askSave
	askFilter
	askColumns
	numAsks
)

var askMarks = [numAsks]string{":", ";", "/", "M ", "alt+r ", "ctrl+s ", "alt+f ", "| "}

// ask opens the line at the foot.
func (m *Model) ask(a asking, text string) {
	m.over, m.asking, m.prompt, m.recall = overPrompt, a, text, len(m.asked[a])
	m.backward = false
}

// promptKey edits the line at the foot.
func (m *Model) promptKey(k tea.KeyPressMsg, s string) tea.Cmd {
	old := m.asked[m.asking]
	switch s {
	case "esc":
		m.over = overNone
	case "enter":
		return m.answer()
	case "backspace":
		m.prompt = chop(m.prompt)
	case "ctrl+u":
		m.prompt = ""
	case "tab":
		m.complete()
	case "up", "down":
		m.recall = max(min(m.recall-dir(s == "up"), len(old)), 0)
		m.prompt = ""
		if m.recall < len(old) {
			m.prompt = old[m.recall]
		}
	default:
		m.typeIn(k.Text)
	}
	return nil
}

const maxPrompt = 200

func (m *Model) typeIn(s string) {
	if len(m.prompt)+len(s) <= maxPrompt {
		m.prompt += words.Clean(s)
	}
}

func chop(s string) string {
	r := []rune(s)
	if len(r) == 0 {
		return ""
	}
	return string(r[:len(r)-1])
}

// complete adds what all completions of the last word have in common.
func (m *Model) complete() {
	list := m.proposals()
	if len(list) == 0 {
		return
	}
	common := list[0]
	for _, c := range list[1:] {
		for !strings.HasPrefix(c, common) {
			common = chop(common)
		}
	}
	at := strings.LastIndex(m.prompt, " ") + 1
	m.prompt = m.prompt[:at] + common
	if len(list) == 1 {
		m.prompt += " "
	}
}

// proposals are the words that fit where the last one is being typed.
func (m *Model) proposals() []string {
	switch m.asking {
	case askFilter:
		return filterWords(m.prompt)
	case askUntil:
		return completions(m.scene.Run.Config(), m.prompt)
	case askGoto:
		if word, ok := strings.CutPrefix(m.prompt, "next "); ok {
			return completions(m.scene.Run.Config(), word)
		}
		if word, ok := strings.CutPrefix(m.prompt, "prev "); ok {
			return completions(m.scene.Run.Config(), word)
		}
		return completions(m.scene.Run.Config(), m.prompt)
	}
	return nil
}

// verdict says, while one types, whether the line can be read.
func (m *Model) verdict() (text string, ok bool) {
	p := strings.TrimSpace(m.prompt)
	switch m.asking {
	case askUntil:
		if p == "" {
			return m.say("hold nagle   drop   cwnd >= 8   conn 2 state TIME-WAIT   segment 1461:2921 acked", "hold nagle   drop   cwnd >= 8   conn 2 state TIME-WAIT   segment 1461:2921 acked"), true
		}
		if list := m.proposals(); len(list) > 0 && !strings.HasSuffix(m.prompt, " ") {
			return "tab: " + strings.Join(list[:min(len(list), 12)], " "), true
		}
		if _, err := parseCondition(m.scene.Run.Config(), p); err != nil {
			return "✗ " + words.Clean(err.Error()), false
		}
		return m.say("✓ enter runs there", "✓ enter: 그리로 간다"), true
	case askGoto:
		return "25  40ms  +40ms  -1rtt  next rto  prev hold", true
	case askSearch:
		return m.say("searched: ", "찾는 곳: ") + words.Places(m.scene.Lang), true
	case askFilter:
		if list := m.proposals(); len(list) > 0 && p != "" && !strings.HasSuffix(m.prompt, " ") {
			return "tab: " + strings.Join(list[:min(len(list), 12)], " "), true
		}
		if _, err := m.parseFilter(p); err != nil {
			return "✗ " + words.Clean(err.Error()), false
		}
		return m.say("✓ kinds, a rule, conn N; empty shows all", "✓ 종류, 규칙, conn N; 비우면 모두"), true
	case askMark:
		return m.say("name of the bookmark", "책갈피 이름"), true
	case askColumns:
		return m.say("name of the set of columns", "열 모음 이름"), true
	case askRename:
		return m.say("name of the branch", "가지 이름"), true
	}
	return m.say("file name", "파일 이름"), true
}

// answer does what the line at the foot says.
func (m *Model) answer() tea.Cmd {
	m.over = overNone
	p := strings.TrimSpace(m.prompt)
	if m.asking == askFilter {
		m.filterBy(p)
		return nil
	}
	if p == "" {
		return nil
	}
	m.asked[m.asking] = append(m.asked[m.asking], p)
	if n := len(m.asked[m.asking]); n > 50 {
		m.asked[m.asking] = m.asked[m.asking][n-50:]
	}
	m.status = ""
	switch m.asking {
	case askGoto:
		return m.goTo(p)
	case askUntil:
		return m.until(p, dir(!m.backward))
	case askSearch:
		return m.searchFor(p)
	case askMark:
		m.mark(p)
	case askRename:
		m.rename(p)
	case askSave:
		m.saveAs(p)
	case askColumns:
		m.keepColumns(p)
	}
	return nil
}

// until runs to a condition.
func (m *Model) until(s string, d int) tea.Cmd {
	c, err := parseCondition(m.scene.Run.Config(), s)
	if err != nil {
		m.status = words.Clean(err.Error())
		return nil
	}
	what := strings.TrimPrefix(s, "text ")
	m.looked = looked{text: what, c: c}
	return m.seekTo(c, d, fmt.Sprintf("%q", words.Clean(what)))
}

func (m *Model) rename(name string) {
	if i := m.named(name); i >= 0 && i != m.cur {
		m.status = m.say("There is a branch of that name.", "그런 이름의 가지가 있다.")
		return
	}
	m.tree[m.cur].name = name
	m.edits++
	m.status = m.say("This branch is now called ", "이 가지의 새 이름: ") + name
}

const maxMarks = 200

// mark bookmarks the frame under the cursor; a name that is there already moves.
func (m *Model) mark(name string) {
	b := session.Bookmark{Name: name, Branch: m.cur, Frame: m.scene.Frame}
	m.edits++
	for i := range m.marks {
		if m.marks[i].Name == name {
			m.marks[i] = b
			m.status = m.say("Bookmark moved: ", "책갈피 옮김: ") + name
			return
		}
	}
	if len(m.marks) >= maxMarks {
		m.status = fmt.Sprintf(m.say("There are %d bookmarks; drop one first.", "책갈피가 %d개다. 먼저 하나를 지워야 한다."), maxMarks)
		return
	}
	m.marks = append(m.marks, b)
	m.status = m.say("Bookmarked: ", "책갈피: ") + name
}

// nextMark goes to the next or previous bookmark of this branch.
func (m *Model) nextMark(d int) {
	best := int64(-1)
	for _, b := range m.marks {
		if b.Branch != m.cur || (b.Frame-m.scene.Frame)*int64(d) <= 0 {
			continue
		}
		if best < 0 || (best-b.Frame)*int64(d) > 0 {
			best = b.Frame
			m.status = m.say("Bookmark: ", "책갈피: ") + b.Name
		}
	}
	if best < 0 {
		m.status = m.say("There is no further bookmark in this direction (M sets one).", "이 방향에는 책갈피가 더 없다 (M: 만들기).")
		return
	}
	m.remember()
	m.moveTo(best)
}
