package cli

import (
	"context"
	"io"
	"os"
	"syscall"
)

// status ends a command with an exit status, without a message: it has been printed, or nobody
// needs one.
type status int

func (s status) Error() string { return "" }

// signalStatus is the exit status of a program that a signal ends: 128 and the signal's number.
func signalStatus(s os.Signal) status {
	if n, ok := s.(syscall.Signal); ok {
		return status(128 + int(n))
	}
	return exitInternal
}

// untilSignal runs the program. A signal cancels the context, with its exit status as the cause, and
// the program ends by itself; a second interrupt from the keyboard does not wait for that.
func untilSignal(signals <-chan os.Signal, program func(context.Context) int) int {
	ctx, cancel := context.WithCancelCause(context.Background())
	defer cancel(nil)
	done := make(chan int, 1)
	go func() { done <- program(ctx) }()
	ended := status(0)
	for {
		select {
		case code := <-done:
			if ended != 0 {
				return int(ended)
			}
			return code
		case s := <-signals:
			if ended != 0 && s == os.Interrupt {
				return int(ended)
			}
			ended = signalStatus(s)
			cancel(ended)
		}
	}
}

// cancelWriter refuses to write once the context is cancelled: what writes to it ends early.
type cancelWriter struct {
	ctx context.Context
	w   io.Writer
}

func (c cancelWriter) Write(b []byte) (int, error) {
	if err := context.Cause(c.ctx); err != nil {
		return 0, err
	}
	return c.w.Write(b)
}
