package model

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/term"

	"teacp/model/lecture"
	"teacp/model/session"
	"teacp/views/paint"
)

// Run starts the explorer on the terminal and returns when it is left. It needs a
// terminal on standard input and output.
func Run(ctx context.Context, opt Options) error {
	if opt.Config == nil {
		c, err := ReadConfig(session.ConfigFile())
		if err != nil {
			return err
		}
		opt.Config = c
	}
	if opt.Lang == "" {
		opt.Lang = opt.Config.Lang
	}
	if opt.Lang == "" {
		opt.Lang = session.LocaleLang()
	}
	if opt.StateDir == "" {
		opt.StateDir = session.StateDir()
	}
	plain := os.Getenv("NO_COLOR") != "" // any value that is not empty, as no-color.org asks
	if plain && opt.Theme == "" && opt.Config.Theme == "" {
		opt.Theme = paint.Themes[0].Name // it marks what is selected without colour
	}
	m, err := New(opt)
	if err != nil {
		return err
	}
	if opt.Plain {
		if opt.In == nil {
			opt.In = os.Stdin
		}
		if opt.Out == nil {
			opt.Out = os.Stdout
		}
		return m.plain(untilDone(ctx, opt.In), opt.Out)
	}
	if !term.IsTerminal(os.Stdin.Fd()) || !term.IsTerminal(os.Stdout.Fd()) {
		return errors.New("the explorer needs a terminal on standard input and output; " +
			"`teacp run SCENARIO`, `teacp list` and `teacp --plain SCENARIO` need none")
	}
	if os.Getenv("TERM") == "dumb" {
		return errors.New("the explorer needs a terminal that can move its cursor, found TERM=dumb; " +
			"`teacp --plain SCENARIO` needs none")
	}
	if m.lecture.server, err = lecture.Serve(lecture.Dir()); err == nil {
		defer m.lecture.server.Close()
	} else {
		m.lecture.server = nil // teacp notes says that no explorer runs here
	}
	// Signals end the context.
	options := []tea.ProgramOption{tea.WithContext(ctx), tea.WithFPS(120), tea.WithoutSignalHandler()}
	if plain {
		options = append(options, tea.WithColorProfile(colorprofile.ASCII))
	}
	_, err = tea.NewProgram(&keyQueue{Model: m}, options...).Run()
	if err == nil || ctx.Err() != nil {
		m.saveNow()
	}
	if ctx.Err() != nil || m.quit {
		return nil
	}
	if err != nil {
		return fmt.Errorf("the explorer ended: %w", err)
	}
	return nil
}

// untilDone is a reader that comes to its end with a context, too, even while it waits.
func untilDone(ctx context.Context, in io.Reader) io.Reader {
	r, w := io.Pipe()
	context.AfterFunc(ctx, func() { w.Close() })
	go func() {
		_, err := io.Copy(w, in)
		w.CloseWithError(err)
	}()
	return r
}
