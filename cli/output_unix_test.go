//go:build unix

package cli

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestOutThroughLinks: --out writes the file behind links, also one that is not there yet, and the links stay.
func TestOutThroughLinks(t *testing.T) {
	dir := t.TempDir()
	_, want, _ := teacp("run", "nagle", "--format", "csv")
	for name, target := range map[string]string{"there": "old.csv", "missing": "new.csv", "chain": "there", "absolute": filepath.Join(dir, "x.csv")} {
		link := filepath.Join(dir, name)
		if err := os.Symlink(target, link); err != nil {
			t.Fatal(err)
		}
		if target == "old.csv" {
			write(t, filepath.Join(dir, target), "old")
		}
	}
	for _, name := range []string{"there", "missing", "chain", "absolute"} {
		link := filepath.Join(dir, name)
		if code, _, errs := teacp("run", "nagle", "--format", "csv", "--out", link); code != exitDone {
			t.Fatalf("%s: %s", name, errs)
		}
		if fi, err := os.Lstat(link); err != nil || fi.Mode()&os.ModeSymlink == 0 {
			t.Errorf("%s is no link any more", name)
		}
		if data, _ := os.ReadFile(link); string(data) != want {
			t.Errorf("%s: expected the output, found %.40q", name, data)
		}
	}
	loop := filepath.Join(dir, "loop")
	if err := os.Symlink("loop", loop); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{loop, dir} {
		if code, _, errs := teacp("run", "nagle", "--out", name); code != exitBad || !strings.Contains(errs, "cannot write") {
			t.Errorf("%s: %d %q", name, code, errs)
		}
	}
	if fi, err := os.Lstat(loop); err != nil || fi.Mode()&os.ModeSymlink == 0 {
		t.Error("a link to itself is gone")
	}
}

// TestOutToDevices: --out writes to devices and FIFOs, and they stay what they are.
func TestOutToDevices(t *testing.T) {
	if code, _, errs := teacp("run", "nagle", "--out", os.DevNull); code != exitDone || errs != "" {
		t.Errorf("%d %q", code, errs)
	}
	if fi, err := os.Stat(os.DevNull); err != nil || fi.Mode()&os.ModeDevice == 0 {
		t.Fatal("the null device is gone")
	}
	if _, err := os.Stat("/dev/full"); err == nil {
		if code, _, errs := teacp("run", "nagle", "--out", "/dev/full"); code != exitBad || !strings.Contains(errs, "no space") {
			t.Errorf("a full device: %d %q", code, errs)
		}
	}
	_, want, _ := teacp("run", "nagle", "--format", "csv")
	fifo := filepath.Join(t.TempDir(), "fifo")
	if err := syscall.Mkfifo(fifo, 0o600); err != nil {
		t.Skip(err)
	}
	got := make(chan string, 1)
	go func() {
		data, _ := os.ReadFile(fifo)
		got <- string(data)
	}()
	if code, _, errs := teacp("run", "nagle", "--format", "csv", "--out", fifo); code != exitDone {
		t.Errorf("%d %q", code, errs)
	}
	if text := <-got; text != want {
		t.Errorf("the reader of the FIFO got %.40q", text)
	}
	if fi, err := os.Stat(fifo); err != nil || fi.Mode()&os.ModeNamedPipe == 0 {
		t.Error("the FIFO is gone")
	}
}

// handover hands over what is written to it.
type handover struct {
	pipe chan string
}

func (b handover) Write(p []byte) (int, error) {
	b.pipe <- string(p)
	return len(p), nil
}

// TestFIFOSaysThatItWaits: a command that reads or writes a FIFO says that it waits, and a signal ends it.
func TestFIFOSaysThatItWaits(t *testing.T) {
	delayProgress(t, time.Millisecond)
	dir := t.TempDir()
	for _, args := range [][]string{{"run"}, {"lint"}, {"assert"}, {"drill"}, {"conform"}, {"run", "nagle", "--out"}} {
		fifo := filepath.Join(dir, strings.Join(args, "-")) // what waits there stays there
		if err := syscall.Mkfifo(fifo, 0o600); err != nil {
			t.Skip(err)
		}
		args = append(args, fifo)
		said, signals, code := handover{make(chan string, 10)}, make(chan os.Signal, 1), make(chan int, 1)
		go func() { code <- Run(args, io.Discard, said, signals) }()
		if text := <-said.pipe; !strings.Contains(text, "is a FIFO: waiting") {
			t.Errorf("%q: %q", args[0], text)
		}
		signals <- syscall.SIGQUIT
		if c := <-code; c != 131 {
			t.Errorf("%q: expected status 131, found %d", args[0], c)
		}
	}
	fifo := filepath.Join(dir, "in.yaml")
	if err := syscall.Mkfifo(fifo, 0o600); err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	go func() {
		_ = os.WriteFile(fifo, []byte("name: x\nconnections:\n  - {client: [connect, close], server: [accept, close]}\n"), 0)
	}()
	if code := Run([]string{"run", fifo}, &out, &errs, nil); code != exitDone || out.Len() == 0 {
		t.Errorf("%d %q", code, errs.String())
	}
	if code, _, errs := teacp("--plain", fifo); code != exitBad || !strings.Contains(errs, "found a FIFO") {
		t.Errorf("the explorer: %d %q", code, errs)
	}
}

// TestHelpToFullDevice: help that could not be written is no success.
func TestHelpToFullDevice(t *testing.T) {
	full := writerFunc(func([]byte) (int, error) { return 0, syscall.ENOSPC })
	for _, args := range [][]string{{"--help"}, {"help", "run"}, {"--version"}, {"list"}, {"completion", "bash"}, {"run", "nagle"}} {
		var errs bytes.Buffer
		if code := Run(args, full, &errs, nil); code != exitBad || !strings.Contains(errs.String(), "no space") {
			t.Errorf("%q: expected status 2 and a message, found %d %q", args, code, errs.String())
		}
	}
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }
