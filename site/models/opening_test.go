package models_test

import (
	"strings"
	"testing"

	"sourcedive/content/models/sim"
	"sourcedive/internal/cache"
	"sourcedive/internal/golden"
	"sourcedive/site/models"
)

// The moment that a page opens with is drawn at its step, wide and narrow, with the line of
// the runtime that it is about; without one it is the start of the default run.
func TestOpenings(t *testing.T) {
	openings := map[string]models.Opening{}
	for name, opens := range map[string]sim.Demo{
		"start": {}, "a demo": {Given: sim.Given{"to": 4}, Seed: 8, Step: 2}, "the end of a demo": {Given: sim.Given{"to": 4}, Seed: 8, Step: 4}, "the start of a demo": {Given: sim.Given{"to": 1}, Seed: 9},
	} {
		m := count()
		m.Opens, m.Lines = opens, []sim.Line{{Func: "runtime.four", Text: "four()"}, {Func: "runtime.two", Text: "two()"}}
		openings[name] = load(t, m, sources(), "").Models[0].Opening
	}
	golden.View(t, "openings", openings)
	for name, opens := range map[string]sim.Demo{
		"another seed": {Given: sim.Given{"to": 4}, Seed: 7, Step: 2}, "other parameters": {Given: sim.Given{"to": 5}, Seed: 8, Step: 2}, "a step behind the end": {Given: sim.Given{"to": 4}, Seed: 8, Step: 5}, "no parameter": {Given: sim.Given{"no": 5}, Seed: 8, Step: 2},
	} {
		m := count()
		m.Opens = opens
		if _, err := models.Load([]sim.Model{m}, sources(), cache.Dir("")); err == nil || !strings.Contains(err.Error(), "the opening") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
