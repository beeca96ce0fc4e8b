package gotree

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"syscall"
)

// The kinds of failure that Resolve distinguishes, because a tree whose own go
// command is not to be had is still listed by another one.
var (
	errMissing = errors.New("not here")
	errUnknown = errors.New("not published")
	errNetwork = errors.New("no network")
)

// problem is an error with the next thing to type.
type problem struct {
	msg   string
	hint  string
	cause error // for errors.Is; msg already has its text
}

func (p *problem) Error() string {
	if p.hint == "" {
		return p.msg
	}
	return p.msg + "\n    hint: " + p.hint
}

func (p *problem) Unwrap() error { return p.cause }

func refuse(hint, format string, args ...any) error {
	return &problem{msg: fmt.Sprintf(format, args...), hint: hint}
}

// because is refuse with a cause whose text is appended.
func because(cause error, hint, format string, args ...any) error {
	return &problem{
		msg:   fmt.Sprintf(format, args...) + ": " + cause.Error(),
		hint:  hint,
		cause: cause,
	}
}

// writing wraps a failure to write below dir, with a hint for a full disk.
func writing(err error, dir string) error {
	var known *problem
	if err == nil || errors.As(err, &known) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	hint := "check that " + dir + " can be written"
	if errors.Is(err, syscall.ENOSPC) {
		hint = "free some space, or choose a cache directory on another disk"
	}
	return because(err, hint, "write %s", dir)
}

// didYouMean is a hint that lists names, or otherwise when there are none.
func didYouMean(names []string, otherwise string) string {
	if len(names) == 0 {
		return otherwise
	}
	return "did you mean " + strings.Join(names, ", ") + "? " + otherwise
}
