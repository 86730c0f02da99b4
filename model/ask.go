package model

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"teacp/model/overlay"
	"teacp/views/words"
)

// The prompts, by the names under which their answers are remembered.
const (
	askGoto      = "goto"
	askUntil     = "until"
	askUntilBack = "until-back"
	askSearch    = "search"
	askMark      = "bookmark"
	askRename    = "rename"
	askSave      = "save"
	askFilter    = "filter"
	askColumns   = "columns"
)

// ask opens a prompt with a text in it.
func (m *Model) ask(name, text string) {
	p := &overlay.Prompt{Name: name}
	run := func(do func(string) bool) func(string) (tea.Cmd, bool) {
		return func(s string) (tea.Cmd, bool) { return nil, do(s) }
	}
	about := func(text string) func(string) (string, bool) {
		return func(string) (string, bool) { return text, true }
	}
	switch name {
	case askGoto:
		p.Mark, p.Do, p.Propose = ":", m.goTo, m.gotoWords
		p.Check = about("25  40ms  +40ms  -1rtt  next rto  prev hold")
	case askUntil, askUntilBack:
		back := name == askUntilBack
		p.Name, p.Mark, p.Check = askUntil, map[bool]string{false: ";", true: "alt+;"}[back], m.checkCondition
		p.Do = func(s string) (tea.Cmd, bool) { return m.until(s, dir(!back)) }
		p.Propose = func(s string) []string { return completions(m.scene.Run.Config(), s) }
	case askSearch:
		p.Mark = "/"
		p.Do = func(s string) (tea.Cmd, bool) { return m.searchFor(s), true }
		p.Check = about(m.say(words.PromptSearched) + words.Places(m.scene.Lang))
	case askMark:
		p.Mark, p.Do, p.Check = "M ", run(m.mark), about(m.say(words.PromptBookmarkName))
	case askRename:
		p.Mark, p.Do, p.Check = "alt+r ", run(m.rename), about(m.say(words.PromptBranchName))
	case askSave:
		p.Mark, p.Do, p.Check = "ctrl+s ", run(m.saveAs), about(m.say(words.PromptFileName))
	case askFilter:
		p.Mark, p.Do, p.Check, p.Propose, p.Empty = "alt+f ", run(m.filterBy), m.checkFilter, filterWords, true
	case askColumns:
		p.Mark, p.Do, p.Check = "| ", run(m.keepColumns), about(m.say(words.PromptColumnsName))
	}
	m.over.Ask(p, text)
}

// gotoWords complete a place: a condition may follow next and prev.
func (c *cursor) gotoWords(s string) []string {
	for _, first := range []string{"next ", "prev "} {
		if rest, ok := strings.CutPrefix(s, first); ok {
			return completions(c.scene.Run.Config(), rest)
		}
	}
	return completions(c.scene.Run.Config(), s)
}

// checkCondition says whether a condition can be read.
func (c *cursor) checkCondition(text string) (about string, ok bool) {
	p := strings.TrimSpace(text)
	if p == "" {
		return "hold nagle   drop   cwnd >= 8   conn 2 state TIME-WAIT   segment 1461:2921 acked", true
	}
	if list := completions(c.scene.Run.Config(), text); len(list) > 0 && !strings.HasSuffix(text, " ") {
		return overlay.Proposed(list), true
	}
	if _, err := parseCondition(c.scene.Run.Config(), p); err != nil {
		return "✗ " + c.reason(err), false
	}
	return c.say(words.PromptConditionGood), true
}

// checkFilter says whether a filter can be read.
func (c *cursor) checkFilter(text string) (about string, ok bool) {
	p := strings.TrimSpace(text)
	if list := filterWords(text); len(list) > 0 && p != "" && !strings.HasSuffix(text, " ") {
		return overlay.Proposed(list), true
	}
	if _, err := c.parseFilter(p); err != nil {
		return "✗ " + c.reason(err), false
	}
	return c.say(words.PromptFilterGood), true
}
