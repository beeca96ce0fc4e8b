package publish

import (
	"context"
	"fmt"
	"io/fs"
	"os"
)

// commit completes the stage, carries foreign files over, exchanges, and carries over the
// foreign files that were added meanwhile. The old site is then at the stage's path, where
// discard removes it.
func (s *Staging) commit(ctx context.Context) (Summary, error) {
	old, err := s.finish(ctx)
	if err != nil {
		return Summary{}, err
	}
	c := &carrier{staging: s, old: old, from: s.place.dir}
	if err := c.run(ctx); err != nil {
		return Summary{}, err
	}
	if err := ctx.Err(); err != nil {
		return Summary{}, fmt.Errorf("commit %s: %w", s.place.dir, err)
	}
	if err := s.exchange(old); err != nil {
		return Summary{}, err
	}
	sum := Summary{Files: len(s.files), Bytes: s.bytes.Load(), Removed: c.removed, Kept: c.kept}
	return sum, s.carryLate(old, &sum)
}

// finish writes the manifest, flushes everything to the disk, and inspects the site again,
// since the build may have taken minutes. The flush is slow, so it precedes the inspection:
// the time between that and the exchange should be short.
func (s *Staging) finish(ctx context.Context) (*site, error) {
	if s.failed != nil {
		return nil, fmt.Errorf("commit %s: a file could not be written: %w", s.place.dir, s.failed)
	}
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("commit %s: %w", s.place.dir, err)
	}
	if _, err := writeFile(s.place.staged(manifestName), manifest(s.files)); err != nil {
		return nil, explain("write", s.place.staged(manifestName), err)
	}
	if err := flush(s.place.stage); err != nil {
		return nil, explain("flush", s.place.stage, err)
	}
	return inspect(s.place.dir)
}

// exchange makes the stage the site.
func (s *Staging) exchange(old *site) error {
	if !old.exists {
		return renamed(s.place.stage, s.place.dir)
	}
	if err := os.Chmod(s.place.stage, old.mode&^fs.ModeType); err != nil {
		return explain("set the mode of", s.place.stage, err)
	}
	return s.swap(s.place)
}

// carryLate carries over foreign files that were added to the old site while Commit ran. The
// old site is now at the stage's path.
func (s *Staging) carryLate(old *site, sum *Summary) error {
	if !old.exists {
		return nil
	}
	at := s.place
	at.dir, at.stage = s.place.stage, s.place.dir
	late := &carrier{staging: &Staging{place: at, names: s.names}, old: old, from: at.dir, late: true}
	if err := late.run(context.Background()); err != nil {
		return fmt.Errorf("the new site is in place, but a file added meanwhile was lost: %w", err)
	}
	sum.Kept += late.kept
	return nil
}
