package scenarios

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"teacp/sim/conform"
	"teacp/sim/drill"
)

// Limits of what is read: of a scenario or a script, and of a recorded trace.
const (
	MaxFile  = drill.MaxBytes
	MaxTrace = 64 << 20
)

// ReadFile reads a text file of at most so many bytes, without a byte order mark. The error does not name
// it.
func ReadFile(name string, most int64) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, most+1))
	if err == nil && int64(len(data)) > most {
		return nil, fmt.Errorf("expected at most %d bytes, found more", most)
	}
	return bytes.TrimPrefix(data, []byte(byteOrderMark)), err
}

// ReadTrace reads a recorded trace.
func ReadTrace(name string) (*conform.Trace, error) {
	data, err := ReadFile(name, MaxTrace)
	if err != nil {
		return nil, unread(name, err)
	}
	t, err := conform.Parse(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return t, nil
}

// unread is the error for a file that could not be read.
func unread(name string, err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		err = p.Err
	}
	return fmt.Errorf("cannot read %s: %w", name, err)
}
