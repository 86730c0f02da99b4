package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

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
	raw    io.Writer
	failed *error // the first error of writing, which some callers ignore
}

func newOutlet(w io.Writer) outlet { return outlet{words.NewGate(w), w, new(error)} }

func (o outlet) Write(p []byte) (int, error) {
	n, err := o.Gate.Write(p)
	if err != nil && *o.failed == nil {
		*o.failed = err
	}
	return n, err
}

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
	name, special, err := outputFile(name)
	if err != nil {
		return fileError("write", name, err)
	}
	if special {
		return writeSpecial(cmd, name, f)
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

// maxLinks is how many symbolic links are followed.
const maxLinks = 40

// outputFile is the file that a name stands for, behind symbolic links, also where the last one leads to a
// file that is not there yet. special says that it is a device, a FIFO or a socket: nothing takes its name.
func outputFile(name string) (file string, special bool, err error) {
	for range maxLinks {
		fi, err := os.Stat(name)
		if err == nil && !fi.Mode().IsRegular() {
			return name, !fi.IsDir(), nil
		}
		target, err := os.Readlink(name)
		if err != nil {
			return name, false, nil
		}
		if !filepath.IsAbs(target) {
			target = filepath.Join(filepath.Dir(name), target)
		}
		name = target
	}
	return name, false, errors.New("too many symbolic links")
}

// writeSpecial opens a device or a FIFO and writes to it. A FIFO waits for its reader.
func writeSpecial(cmd *cobra.Command, name string, f func(io.Writer) error) error {
	var out *os.File
	err := waitFor(cmd, name, "until it is read", func() (err error) {
		out, err = os.OpenFile(name, os.O_WRONLY, 0)
		return err
	})
	if err != nil {
		return fileError("write", name, err)
	}
	defer out.Close()
	if err := f(cancelWriter{cmd.Context(), out}); err != nil {
		return fileError("write", name, err)
	}
	if err := out.Close(); err != nil {
		return fileError("write", name, err)
	}
	return nil
}

// waitFor does what may wait for somebody else if the file is a FIFO: it says so when that takes long, and
// a signal ends it.
func waitFor(cmd *cobra.Command, name, until string, open func() error) error {
	if fi, err := os.Stat(name); err != nil || fi.Mode()&fs.ModeNamedPipe == 0 {
		return open()
	}
	done := make(chan error, 1)
	go func() { done <- open() }()
	long := time.NewTimer(progressDelay)
	defer long.Stop()
	for {
		select {
		case err := <-done:
			return err
		case <-cmd.Context().Done():
			return context.Cause(cmd.Context())
		case <-long.C:
			cmd.PrintErrln("note: " + words.Escape(name) + " is a FIFO: waiting " + until)
		}
	}
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
