package cli

import (
	"context"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"
)

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

// quiet ends a command with a status whose reason has been printed.
type quiet int

func (q quiet) Error() string { return "" }
