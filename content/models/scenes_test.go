package models_test

import (
	"fmt"
	"strings"
	"testing"

	"sourcedive/content/models"
	"sourcedive/content/models/scene"
	"sourcedive/content/models/sim"
	"sourcedive/internal/golden"
)

// TestOpeningScenes compares what the page of each model opens with, in both layouts.
func TestOpeningScenes(t *testing.T) {
	for _, m := range models.All() {
		run, err := sim.Run(&m, m.Opens.Given, m.Opens.Seed, sim.Limit{})
		if err != nil {
			t.Fatal(err)
		}
		d := sim.Record(&m, run).Drawing
		var b strings.Builder
		for _, reel := range []*scene.Reel{d.Wide, d.Narrow} {
			fmt.Fprintf(&b, "%d × %d\n", reel.W, reel.H)
			for _, i := range reel.Frame(m.Opens.Step) {
				fmt.Fprintf(&b, "%s\n", strings.Join(strings.Fields(fmt.Sprintf("%s .%s %d,%d %q %s %s", i.Key, strings.ReplaceAll(i.Class, " ", "."), i.X, i.Y, i.Text, i.Holds, i.Moves)), " "))
			}
		}
		golden.Check(t, m.Name+".golden", b.String())
	}
}

// TestMovesAreOfTheFrame tests that what travels is drawn before and after its way.
func TestMovesAreOfTheFrame(t *testing.T) {
	for _, m := range models.All() {
		for _, d := range append([]sim.Demo{m.Opens}, m.Demos...) {
			run, err := sim.Run(&m, d.Given, d.Seed, sim.Limit{})
			if err != nil {
				t.Fatal(err)
			}
			drawing := sim.Record(&m, run).Drawing
			for _, reel := range []*scene.Reel{drawing.Wide, drawing.Narrow} {
				travelled := travels(reel)
				for _, fault := range travelled {
					t.Errorf("%s, %s: %s", m.Name, d.Title, fault)
				}
			}
		}
	}
}

// travels lists the keys that move without being drawn after it.
func travels(reel *scene.Reel) (faults []string) {
	for step := range reel.Frames {
		keys := map[string]bool{}
		for _, i := range reel.Frame(step) {
			keys[i.Key] = true
		}
		for _, i := range reel.Frame(step) {
			for _, key := range strings.Fields(i.Moves) {
				if !keys[key] {
					faults = append(faults, fmt.Sprintf("step %d: %s travels and is not there", step, key))
				}
			}
		}
	}
	return faults
}
