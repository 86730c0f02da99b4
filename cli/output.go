package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"teacp/sim"
	"teacp/views/words"
)

// outlet is standard output or standard error. What is written to it passes a gate, so that no text acts
// on a terminal; raw is the writer behind the gate.
type outlet struct {
	*words.Gate
	raw io.Writer
}

func newOutlet(w io.Writer) outlet { return outlet{words.NewGate(w), w} }

// behindGate is the writer that an outlet leads to.
func behindGate(w io.Writer) io.Writer {
	if o, ok := w.(outlet); ok {
		return o.raw
	}
	return w
}

// styledOutput is a writer to a terminal that lets the program's own colours through, as many as the
// terminal and NO_COLOR allow.
func styledOutput(w io.Writer) io.Writer {
	w = behindGate(w)
	return &colorprofile.Writer{Forward: words.NewStyledGate(w), Profile: colorprofile.Detect(w, os.Environ())}
}

// writeOut lets f write a text to standard output, or to a temporary file beside the named one
// that takes its name when everything is written. A failure or a signal leaves nothing behind.
func writeOut(cmd *cobra.Command, name string, f func(io.Writer) error) error {
	return writeBytes(cmd, name, func(w io.Writer) error { return f(words.NewGate(w)) })
}

// writeBytes is writeOut for what is not text.
func writeBytes(cmd *cobra.Command, name string, f func(io.Writer) error) (err error) {
	if name == "" {
		return f(cancelWriter{cmd.Context(), behindGate(cmd.OutOrStdout())})
	}
	tmp, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+".*.tmp")
	if err != nil {
		return fileError("write", name, err)
	}
	defer func() {
		if err != nil {
			tmp.Close()
			os.Remove(tmp.Name())
		}
	}()
	if err := f(cancelWriter{cmd.Context(), tmp}); err != nil {
		return fileError("write", name, err)
	}
	if err := tmp.Chmod(fileMode(name)); err != nil && !os.IsPermission(err) {
		return fileError("write", name, err)
	}
	if err := tmp.Sync(); err != nil {
		return fileError("write", name, err)
	}
	if err := tmp.Close(); err != nil {
		return fileError("write", name, err)
	}
	if err := os.Rename(tmp.Name(), name); err != nil {
		return fileError("write", name, err)
	}
	return nil
}

// fileMode is that of the file that is replaced, or the usual one of a new file.
func fileMode(name string) os.FileMode {
	if fi, err := os.Stat(name); err == nil {
		return fi.Mode().Perm()
	}
	return 0o644
}

// fileError names a file in front of what the system says about it.
func fileError(verb, name string, err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		err = p.Err
	}
	return fmt.Errorf("cannot %s %s: %w", verb, name, err)
}

// unknown is the message for a value that is none of a list.
func unknown(flag, found string, names []string) error {
	msg := fmt.Sprintf("%s %s: expected one of %s; found %q", flag, found, strings.Join(names, ", "), found)
	if near := sim.Nearest(found, names); near != "" {
		msg += fmt.Sprintf("; did you mean %q?", near)
	}
	return fmt.Errorf("%s", msg)
}

func isTerminal(w io.Writer) bool {
	f, ok := behindGate(w).(*os.File)
	return ok && term.IsTerminal(f.Fd())
}

// terminalWidth is how wide the terminal is that something is written to; false if it is none.
func terminalWidth(w io.Writer) (int, bool) {
	if f, ok := behindGate(w).(*os.File); ok && term.IsTerminal(f.Fd()) {
		if n, _, err := term.GetSize(f.Fd()); err == nil && n > 0 {
			return n, true
		}
	}
	return 0, false
}
