package model

import (
	"fmt"

	"teacp/model/overlay"
	"teacp/model/session"
	"teacp/views/words"
)

const maxMarks = session.MaxMarks

// mark bookmarks the frame under the cursor; a name that is there already moves; false if it cannot.
func (c *cursor) mark(name string) bool {
	b := session.Bookmark{Name: name, Branch: c.cur, Frame: c.scene.Frame}
	c.edits++
	for i := range c.marks {
		if c.marks[i].Name == name {
			c.marks[i] = b
			c.status = c.say(words.BookmarkMoved) + name
			return true
		}
	}
	if len(c.marks) >= maxMarks {
		c.status = c.say(words.BookmarkLimit, maxMarks)
		return false
	}
	c.marks = append(c.marks, b)
	c.status = c.say(words.BookmarkSet) + name
	return true
}

// nextMark goes to the next or previous bookmark of this branch.
func (c *cursor) nextMark(d int) {
	best := int64(-1)
	for _, b := range c.marks {
		if b.Branch != c.cur || (b.Frame-c.scene.Frame)*int64(d) <= 0 {
			continue
		}
		if best < 0 || (best-b.Frame)*int64(d) > 0 {
			best = b.Frame
			c.status = c.say(words.BookmarkReached) + b.Name
		}
	}
	if best < 0 {
		c.status = c.say(words.BookmarkNoFurther)
		return
	}
	c.remember()
	c.moveTo(best)
}

// bookmarkList are the bookmarks as their list shows them.
func (c *cursor) bookmarkList() []overlay.Bookmark {
	var out []overlay.Bookmark
	for _, b := range c.marks {
		where := fmt.Sprintf(":%d", b.Frame)
		if b.Branch != c.cur && b.Branch < len(c.tree) {
			where = words.Clean(c.tree[b.Branch].name) + " " + where
		}
		out = append(out, overlay.Bookmark{Name: b.Name, Where: where, Branch: b.Branch, Frame: b.Frame})
	}
	return out
}
