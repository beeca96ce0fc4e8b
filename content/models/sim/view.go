package sim

import "fmt"

// View describes the state of a run for a renderer. Blocks keep their order from step to
// step, and things keep their IDs: that is how a page knows what moved.
type View struct {
	Blocks []Block `json:"blocks"`
}

// Block is one picture. Kind decides which of the other fields are used.
type Block struct {
	Kind  string `json:"kind"`
	ID    string `json:"id"` // unique in the view
	Title string `json:"title"`
	Note  string `json:"note,omitempty"` // one line under the title

	Lanes []Lane `json:"lanes,omitempty"` // lanes: a row for each processor, thread or goroutine
	Cells []Cell `json:"cells,omitempty"` // queue: front first; cells: row by row
	Cap   int    `json:"cap,omitempty"`   // queue: how many fit; 0 is no bound
	Cols  int    `json:"cols,omitempty"`  // cells: how many make a row
	Nodes []Node `json:"nodes,omitempty"` // graph
	Links []Link `json:"links,omitempty"` // graph
	Bars  []Bar  `json:"bars,omitempty"`  // bars
	Facts []Fact `json:"facts,omitempty"` // facts
}

// The kinds of block.
const (
	Lanes = "lanes"
	Queue = "queue"
	Cells = "cells"
	Graph = "graph"
	Bars  = "bars"
	Facts = "facts"
)

// Lane is a named row of cells.
type Lane struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	State string `json:"state,omitempty"`
	Note  string `json:"note,omitempty"`  // behind the items: "61 ticks"
	First int    `json:"first,omitempty"` // the place of the queue's head, where places are numbered
	Items []Cell `json:"items"`
}

// Cell is a small box. Title spells out what its text and colour mean.
type Cell struct {
	ID    string `json:"id,omitempty"` // the same thing has the same ID wherever it goes
	Text  string `json:"text"`
	State string `json:"state,omitempty"`
	Title string `json:"title,omitempty"`
	Tag   string `json:"tag,omitempty"`  // a word over the box: "next", "head"
	Size  int    `json:"size,omitempty"` // of memory that a picture draws to scale: bytes
	Span  int    `json:"span,omitempty"` // in a grid of cells: how many columns wide; 0 is 1
}

// Node is a vertex of a graph on a small grid.
type Node struct {
	ID    string `json:"id"`
	Text  string `json:"text"`
	State string `json:"state,omitempty"`
	X     int    `json:"x"`
	Y     int    `json:"y"`
}

// Link is a directed edge between two nodes, by their IDs.
type Link struct {
	From  string `json:"from"`
	To    string `json:"to"`
	State string `json:"state,omitempty"`
	Text  string `json:"text,omitempty"`
}

// Bar is a value on a scale from 0 to Max, with marks on it.
type Bar struct {
	Title string `json:"title"`
	Value int64  `json:"value"`
	Max   int64  `json:"max"`
	Unit  string `json:"unit,omitempty"`
	State string `json:"state,omitempty"`
	Marks []Mark `json:"marks,omitempty"`
}

// Mark is a labelled point on a bar's scale.
type Mark struct {
	At   int64  `json:"at"`
	Text string `json:"text"`
}

// Fact is a name and a value.
type Fact struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// The states: the whole vocabulary of colours that a renderer needs to know.
const (
	Plain    = ""
	Running  = "running"
	Runnable = "runnable"
	Waiting  = "waiting"
	Idle     = "idle"
	Spinning = "spinning"
	Free     = "free"
	Used     = "used"
	White    = "white"
	Grey     = "grey"
	Black    = "black"
	Lost     = "lost" // what must not be: an object freed while it is reached
	Now      = "now"  // touched by the last step
	Old      = "old"  // over, or of the past
)

// States lists all states.
var States = []string{Plain, Running, Runnable, Waiting, Idle, Spinning, Free, Used, White, Grey, Black, Lost, Now, Old}

// Block returns the block of an ID, or an empty one.
func (v View) Block(id string) Block {
	for _, b := range v.Blocks {
		if b.ID == id {
			return b
		}
	}
	return Block{}
}

// Fact returns the value of a fact of a block, or "".
func (b Block) Fact(name string) string {
	for _, f := range b.Facts {
		if f.Name == name {
			return f.Value
		}
	}
	return ""
}

// Validate returns an error for a view that cannot be rendered: an unknown kind or
// state, a missing or duplicate ID, a link to no node, a bar beyond its scale.
func (v View) Validate() error {
	ids := map[string]bool{}
	for _, b := range v.Blocks {
		if b.ID == "" || ids[b.ID] {
			return fmt.Errorf("block %q (%s): its ID is missing or not its own", b.ID, b.Title)
		}
		ids[b.ID] = true
		if err := b.validate(); err != nil {
			return fmt.Errorf("block %s: %w", b.ID, err)
		}
	}
	return nil
}

func (b Block) validate() error {
	for _, part := range []struct {
		kind string
		has  bool
	}{
		{Lanes, b.Lanes != nil}, {Graph, b.Nodes != nil || b.Links != nil},
		{Bars, b.Bars != nil}, {Facts, b.Facts != nil},
	} {
		if part.has && part.kind != b.Kind {
			return fmt.Errorf("is of kind %q and holds %s", b.Kind, part.kind)
		}
	}
	if len(b.Cells) > 0 && b.Kind != Cells && b.Kind != Queue {
		return fmt.Errorf("is of kind %q and holds cells", b.Kind)
	}
	switch b.Kind {
	case Lanes:
		return validLanes(b.Lanes)
	case Queue:
		if b.Cap > 0 && len(b.Cells) > b.Cap {
			return fmt.Errorf("%d in a queue of %d", len(b.Cells), b.Cap)
		}
		return validCells(b.Cells)
	case Cells:
		if b.Cols < 1 {
			return fmt.Errorf("cells need columns")
		}
		return validCells(b.Cells)
	case Graph:
		return validGraph(b)
	case Bars:
		return validBars(b.Bars)
	case Facts:
		return nil
	}
	return fmt.Errorf("unknown kind %q", b.Kind)
}

func validState(s string) error {
	for _, known := range States {
		if s == known {
			return nil
		}
	}
	return fmt.Errorf("unknown state %q", s)
}

func validLanes(lanes []Lane) error {
	ids := map[string]bool{}
	for _, l := range lanes {
		if l.ID == "" || ids[l.ID] {
			return fmt.Errorf("lane %q: its ID is missing or not its own", l.ID)
		}
		ids[l.ID] = true
		if err := validState(l.State); err != nil {
			return err
		}
		if err := validCells(l.Items); err != nil {
			return fmt.Errorf("lane %s: %w", l.ID, err)
		}
	}
	return nil
}

// validCells allows cells without an ID, and none with the ID of another.
func validCells(cells []Cell) error {
	ids := map[string]bool{}
	for _, c := range cells {
		if c.ID != "" && ids[c.ID] {
			return fmt.Errorf("cell %s is there twice", c.ID)
		}
		ids[c.ID] = true
		if err := validState(c.State); err != nil {
			return err
		}
	}
	return nil
}

func validGraph(b Block) error {
	ids := map[string]bool{}
	at := map[[2]int]string{}
	for _, n := range b.Nodes {
		if n.ID == "" || ids[n.ID] {
			return fmt.Errorf("node %q: its ID is missing or not its own", n.ID)
		}
		ids[n.ID] = true
		if other, taken := at[[2]int{n.X, n.Y}]; taken {
			return fmt.Errorf("nodes %s and %s are in one place", other, n.ID)
		}
		at[[2]int{n.X, n.Y}] = n.ID
		if err := validState(n.State); err != nil {
			return err
		}
	}
	for _, l := range b.Links {
		if !ids[l.From] || !ids[l.To] {
			return fmt.Errorf("link %s to %s: an end is missing", l.From, l.To)
		}
		if err := validState(l.State); err != nil {
			return err
		}
	}
	return nil
}

func validBars(bars []Bar) error {
	for _, bar := range bars {
		if bar.Value < 0 || bar.Value > bar.Max {
			return fmt.Errorf("bar %s: %d of %d", bar.Title, bar.Value, bar.Max)
		}
		if err := validState(bar.State); err != nil {
			return err
		}
	}
	return nil
}
