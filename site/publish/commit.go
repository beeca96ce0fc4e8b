package publish

import (
	"context"
	"fmt"
	"io/fs"
	"os"
)

// commit reads like the guarantee: finish the stage, take the foreign files
// along, exchange, and look once more for foreign files that came meanwhile.
// discard then removes what lies at the place of the stage: the old site.
func (s *Stage) commit(ctx context.Context) (Summary, error) {
	old, err := s.finish(ctx)
	if err != nil {
		return Summary{}, err
	}
	c := &carrier{stage: s, old: old, from: s.place.dir}
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

// finish writes the manifest, has the disk take everything, and looks at the
// site again, since the build may have taken minutes. The flush comes first
// because it is slow, and the rest should be as short as it can be.
func (s *Stage) finish(ctx context.Context) (*site, error) {
	if s.failed != nil {
		return nil, fmt.Errorf("commit %s: a file could not be written: %w", s.place.dir, s.failed)
	}
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("commit %s: %w", s.place.dir, err)
	}
	if err := writeFile(s.place.staged(manifestName), manifest(s.files)); err != nil {
		return nil, explain("write", s.place.staged(manifestName), err)
	}
	if err := flush(s.place.stage); err != nil {
		return nil, explain("flush", s.place.stage, err)
	}
	return inspect(s.place.dir)
}

// exchange is the moment at which the new site becomes the site.
func (s *Stage) exchange(old *site) error {
	if !old.exists {
		return renamed(s.place.stage, s.place.dir)
	}
	if err := os.Chmod(s.place.stage, old.mode&^fs.ModeType); err != nil {
		return explain("set the mode of", s.place.stage, err)
	}
	return s.swap(s.place)
}

// carryLate takes along foreign files that were added to the old site while
// Commit ran. The old site now lies at the place of the stage.
func (s *Stage) carryLate(old *site, sum *Summary) error {
	if !old.exists {
		return nil
	}
	at := s.place
	at.dir, at.stage = s.place.stage, s.place.dir
	late := &carrier{stage: &Stage{place: at, names: s.names}, old: old, from: at.dir, late: true}
	if err := late.run(context.Background()); err != nil {
		return fmt.Errorf("the new site is in place, but a file added meanwhile was lost: %w", err)
	}
	sum.Kept += late.kept
	return nil
}
