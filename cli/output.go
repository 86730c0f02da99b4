package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"teacp/sim"
)

func addLangFlag(f *pflag.FlagSet) {
	f.String("lang", "", "language of texts: en or ko (default: the locale's)")
}

// addViewFlags adds the flags of everything that draws.
func addViewFlags(f *pflag.FlagSet) {
	addLangFlag(f)
	f.Bool("ascii", false, "draw with ASCII characters alone")
}

// language is the language of texts: the flag's, or the locale's.
func language(cmd *cobra.Command) (string, error) {
	lang, _ := cmd.Flags().GetString("lang")
	switch lang {
	case "en", "ko":
		return lang, nil
	case "":
	default:
		return "", fmt.Errorf("--lang %s: expected en or ko, found %q", lang, lang)
	}
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := os.Getenv(name); v != "" {
			if len(v) >= 2 && v[:2] == "ko" {
				return "ko", nil
			}
			return "en", nil
		}
	}
	return "en", nil
}

// writeOut lets f write to standard output, or to a temporary file beside the named one
// that takes its name when everything is written. A failure leaves nothing behind.
func writeOut(cmd *cobra.Command, name string, f func(io.Writer) error) (err error) {
	if name == "" {
		return f(cmd.OutOrStdout())
	}
	var left atomic.Pointer[string]
	defer removeOnSignal(&left)()
	tmp, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+".*.tmp")
	if err != nil {
		return fileError("write", name, err)
	}
	file := tmp.Name()
	left.Store(&file)
	defer func() {
		if err != nil {
			tmp.Close()
			os.Remove(tmp.Name())
		}
	}()
	if err := f(tmp); err != nil {
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

// removeOnSignal removes a temporary file, once there is one, when the program is told to
// end.
func removeOnSignal(name *atomic.Pointer[string]) (stop func()) {
	ch := make(chan os.Signal, 1)
	signal.Notify(ch, os.Interrupt, syscall.SIGTERM)
	go func() {
		if s, ok := <-ch; ok {
			if file := name.Load(); file != nil {
				os.Remove(*file)
			}
			os.Exit(signalStatus(s))
		}
	}()
	return func() {
		signal.Stop(ch)
		close(ch)
	}
}

// signalStatus is the exit status of a program that a signal has ended: 128 and its number.
func signalStatus(s os.Signal) int {
	if n, ok := s.(syscall.Signal); ok {
		return 128 + int(n)
	}
	return exitInternal
}

// untilSignal runs f with a context that ends when the program is told to end. If it was, the
// error carries the status that says so.
func untilSignal(f func(context.Context) error) error {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	ch := make(chan os.Signal, 1)
	signal.Notify(ch, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer signal.Stop(ch)
	var told atomic.Int32
	go func() {
		select {
		case s := <-ch:
			told.Store(int32(signalStatus(s)))
			cancel()
		case <-ctx.Done():
		}
	}()
	err := f(ctx)
	if n := told.Load(); n != 0 {
		return quiet(n)
	}
	return err
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
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(f.Fd())
}

// terminalWidth is how wide the terminal is that something is written to; false if it is none.
func terminalWidth(w io.Writer) (int, bool) {
	if f, ok := w.(*os.File); ok && term.IsTerminal(f.Fd()) {
		if n, _, err := term.GetSize(f.Fd()); err == nil && n > 0 {
			return n, true
		}
	}
	return 0, false
}

// quiet ends a command with a status whose reason has been printed.
type quiet int

func (q quiet) Error() string { return "" }
