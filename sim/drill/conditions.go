package drill

import "strings"

// Platform is the name that is defined unless the caller defines others: the endpoint behaves like Linux.
const Platform = "Linux"

// branch is one level of #ifdef.
type branch struct {
	line    int
	active  bool // the lines between here and the next directive are part of the script
	outer   bool // the level around it is active
	hasElse bool
}

// conditions returns the text without the lines that #ifdef, #ifndef and #else exclude. Line numbers stay the
// same. Other directives of the C preprocessor are not supported.
func (p *parser) conditions(src string, defines []string) string {
	if !strings.Contains(src, "#") {
		return src
	}
	if len(defines) == 0 {
		defines = []string{Platform}
	}
	defined := map[string]bool{}
	for _, d := range defines {
		name, _, _ := strings.Cut(d, "=")
		defined[name] = true
	}
	lines := strings.Split(src, "\n")
	var levels []branch
	active := true
	for i, l := range lines {
		name, arg := directive(l)
		switch name {
		case "ifdef", "ifndef":
			if arg == "" {
				p.failAt(i+1, 1, "#"+name+" NAME", "the end of the line")
			}
			levels = append(levels, branch{line: i + 1, outer: active})
			active = active && defined[arg] == (name == "ifdef")
			levels[len(levels)-1].active = active
		case "else", "endif":
			if len(levels) == 0 || name == "else" && levels[len(levels)-1].hasElse {
				p.failAt(i+1, 1, "an #ifdef before #"+name, "none")
			}
			top := &levels[len(levels)-1]
			if name == "else" {
				top.hasElse, active = true, top.outer && !top.active
			} else {
				active = top.outer
				levels = levels[:len(levels)-1]
			}
		case "if", "elif", "define", "undef", "include", "error":
			if active {
				p.report(i+1, 1, "the directive #"+name)
			}
		default:
			if active {
				continue
			}
		}
		lines[i] = ""
	}
	if n := len(levels); n > 0 {
		p.failAt(levels[n-1].line, 1, "#endif", "the end of the file")
	}
	return strings.Join(lines, "\n")
}

// directive returns the name and the argument of a preprocessor line, "" for another line.
func directive(line string) (name, arg string) {
	text, ok := strings.CutPrefix(strings.TrimSpace(line), "#")
	if !ok || strings.HasPrefix(text, " ") { // "# text" is a comment
		return "", ""
	}
	text, _, _ = strings.Cut(text, "//")
	text, _, _ = strings.Cut(text, "/*")
	f := strings.Fields(text)
	if len(f) == 0 {
		return "", ""
	}
	if len(f) > 1 {
		arg = f[1]
	}
	return f[0], arg
}
