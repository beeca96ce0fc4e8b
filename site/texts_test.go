package site

import (
	"strings"
	"testing"
	"testing/fstest"

	"sourcedive/annotate"
	"sourcedive/annotate/article"
	"sourcedive/indexer/index"
)

// smallContent has a text of each kind about the small site's packages. The claims
// are one that holds, one that does not, and one that cannot be answered.
var smallContent = fstest.MapFS{
	"kb.yaml": {Data: []byte("packages: [sort]\n")},
	"notes/locks/locks.md": {Data: []byte(`---
area: locks
title: Locks & waiting
level: junior
---
An essay with a [[sync.Mutex]], a [[note:locks/rlock|note]], a [[term:latch]], [[go#17503]] and a [[tour:round]].

## A heading

` + "```source sync.(*RWMutex).RLocker\n```\n" + `
`)},
	"notes/locks/rlock.md": {Data: []byte(`---
symbol: sync.(*RWMutex).RLock
title: Reading together
level: middle
models: [sched]
---
Many may read. <b>No</b> HTML.

@{"rw.readerCount.Add(1) < 0" in sync.(*RWMutex).RLock} A writer waits when this is negative.

` + "```claim held\nexists(\"sync.RWMutex\") && kind(\"sync.RWMutex\") == \"type\"\n```\n\n```surprise\nIt *surprises*.\n```\n\n```then go<1.5\nIt was other.\n```\n\n```exercise\nHow many?\n---\nMany.\n```\n")},
	"notes/locks/field.md": {Data: []byte(`---
symbol: sync.RWMutex.readerCount
title: A field
level: middle
---
It has no page of its own.
`)},
	"tours/round.md":       {Data: []byte("---\ntitle: Round\nlevel: junior\nabout: Once round.\n---\n## First\n\n```source sync.(*RWMutex).RLocker\n```\n\n## Second\n\nSee [[note:locks/rlock]].\n")},
	"myths/locks.md":       {Data: []byte("---\ntitle: Said of locks\nlevel: junior\n---\n## Locks are slow\n\nNot all.\n\n```claim\nexists(\"sync.Mutex\")\n```\n")},
	"levels/junior.md":     {Data: []byte("---\ntitle: For juniors\nlevel: junior\nabout: A start.\n---\n" + strings.Repeat("1. [[area:locks]] again\n", 10))},
	"casestudies/stuck.md": {Data: []byte("---\ntitle: Stuck\nlevel: middle\nabout: It hangs.\n---\n## Symptom\n\nNothing moves.\n")},
	"journeys/lock.md":     {Data: []byte("---\ntitle: Told\nlevel: middle\n---\n## It is asked for\n\n```source sync.(*RWMutex).RLocker\n```\n")},
	"glossary.yaml":        {Data: []byte("- {term: latch, also: [catch], area: locks, def: \"Holds a [[sync.Mutex|door]].\"}\n")},
	"files.yaml":           {Data: []byte("sync/rwmutex.go: many readers or one writer\n")},
	"api.yaml":             {Data: []byte("- {symbol: sync.OnceFunc, text: Once., inside: [\"sync.(*Once).Do\"]}\n")},
}

// smallWords is the small content, with a configuration of its own; for an index of something
// else, the configuration alone.
func smallWords(t testing.TB, x *index.Index, kb article.Config) *article.Content {
	t.Helper()
	if _, ok := x.Sym("sync.(*RWMutex).RLock"); !ok {
		return &article.Content{Config: kb}
	}
	c, err := article.Read(smallContent, "sched")
	if err != nil {
		t.Fatal(err)
	}
	c.Config = kb
	return c
}

func TestTextPages(t *testing.T) {
	pages := rendered(t, smallSite(t))
	for _, c := range []struct{ page, has string }{
		{"area/locks.html", "<h1>Locks &amp; waiting</h1>"},
		{"area/locks.html", `href="../type/sync/Mutex.html"`},
		{"area/locks.html", `href="../func/sync/RWMutex.RLock.html#note-locks-rlock"`},
		{"area/locks.html", `href="../glossary.html#term-latch"`},
		{"area/locks.html", `href="https://go.dev/issue/17503"`},
		{"area/locks.html", `href="../tour/round/1.html"`},
		{"area/locks.html", "func</b> (rw *"},
		{"area/locks.html", `id="note-locks-field"`},
		{"func/sync/RWMutex.RLock.html", `<div class="note" id="note-locks-rlock">`},
		{"func/sync/RWMutex.RLock.html", "&lt;b&gt;No&lt;/b&gt;"},
		{"func/sync/RWMutex.RLock.html", `class="rk"><span class="ck">A writer waits`},
		{"func/sync/RWMutex.RLock.html", `<code id="claim-held">exists(`},
		{"func/sync/RWMutex.RLock.html", `<div class="aside surprise">`},
		{"func/sync/RWMutex.RLock.html", `<div class="aside then"><p class="label">Before go1.5`},
		{"func/sync/RWMutex.RLock.html", "<summary>Answer</summary>"},
		{"src/sync/rwmutex.go.html", `#note-locks-rlock>A writer waits`},
		{"tour/round/1.html", `<a aria-current="page">First</a>`},
		{"tour/round/1.html", `rel="next" href="2.html"`},
		{"tour/round/2.html", `rel="prev" href="1.html"`},
		{"tour/index.html", "2 stops"},
		{"myths.html", `<h3 id="locks-locks-are-slow">`},
		{"levels/junior.html", `href="../area/locks.html"`},
		{"wild/stuck.html", "Nothing moves."},
		{"journey/lock.html", `<h2 id="story-1">`},
		{"glossary.html", `<dt id="term-latch">`},
		{"glossary.html", ">door</a>"},
		{"assets/cards/terms.js", `"term-latch":["term","latch"`},
		{"file/index.html", "many readers or one writer"},
		{"api.html", `href="func/sync/Once.Do.html"`},
		{"checked.html", "claims hold"},
		{"index.html", `href="area/locks.html"`},
		{"index.html", `href="levels/junior.html"`},
	} {
		found := false
		for path, data := range pages {
			if strings.HasSuffix(path, "/"+c.page) && strings.Count(path, "/") == 1+strings.Count(c.page, "/") {
				found = true
				if !strings.Contains(string(data), c.has) {
					t.Errorf("%s lacks %s", c.page, c.has)
				}
			}
		}
		if !found {
			t.Errorf("no page %s", c.page)
		}
	}
}

// TestStaleNote has a note that was read against another body.
func TestStaleNote(t *testing.T) {
	x, err := smallIndex()
	if err != nil {
		t.Fatal(err)
	}
	stale := fstest.MapFS{}
	for name, file := range smallContent {
		stale[name] = file
	}
	text := strings.Replace(string(smallContent["notes/locks/rlock.md"].Data), "models:", "reviewed: {go1.2.3: 0123456789ab}\nmodels:", 1)
	stale["notes/locks/rlock.md"] = &fstest.MapFile{Data: []byte(text)}
	words, err := article.Read(stale, "sched")
	if err != nil {
		t.Fatal(err)
	}
	words.Config = smallKB
	resolved, problems := annotate.Resolve(t.Context(), annotate.NewSnapshot(x), words)
	if len(problems) != 1 || !strings.Contains(problems[0].String(), "changed") {
		t.Errorf("problems: %v", problems)
	}
	version, _ := versionOf(x, "linux/amd64", resolved, realTheme(t), nil)
	for _, c := range []struct{ page, has string }{
		{"func/sync/RWMutex.RLock.html", "Written for go1.2.3; the body has changed since"},
		{"func/sync/RWMutex.RLock.html", `href="../../stale/locks/rlock.html"`},
		{"stale/locks/rlock.html", "written for go1.2.3"},
		{"stale/locks/rlock.html", `<p class="notice">`}, // the old source is not here
		{"checked.html", "written for go1.2.3"},
	} {
		data, ok, err := version.Page(c.page)
		if err != nil || !ok || !strings.Contains(string(data), c.has) {
			t.Errorf("%s lacks %s (%v, %v)", c.page, c.has, ok, err)
		}
	}
}
