//go:build js && wasm

// Command wasm runs the models in a browser. It hands sourcedive.wasm a function of a
// model's name, its parameters as JSON and a seed, which returns the recording of the
// run as JSON, or {"error": …}.
package main

import (
	"encoding/json"
	"strconv"
	"syscall/js"

	"sourcedive/content/models"
	"sourcedive/content/models/sim"
)

func main() {
	js.Global().Get("sourcedive").Call("wasm", js.FuncOf(func(_ js.Value, args []js.Value) any {
		rec, err := run(args[0].String(), args[1].String(), args[2].String())
		if err != nil {
			return text(map[string]string{"error": err.Error()})
		}
		return text(rec)
	}))
	select {}
}

func run(name, given, seed string) (*sim.Recording, error) {
	m, ok := models.Find(name)
	if !ok {
		return nil, strconv.ErrSyntax
	}
	var g sim.Given
	if err := json.Unmarshal([]byte(given), &g); err != nil {
		return nil, err
	}
	n, err := strconv.ParseUint(seed, 10, 64)
	if err != nil {
		return nil, err
	}
	t, err := sim.Run(&m, g, n, sim.Limit{})
	if err != nil {
		return nil, err
	}
	return sim.Record(&m, t), nil
}

func text(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return `{"error": "the run cannot be written"}`
	}
	return string(b)
}
