package measure

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"sourcedive/internal/lab"
)

// output is what one process of a measured program printed.
type output struct {
	version, os, arch string
	series            []lab.Series
	scheduled         scheduled
}

// scheduled is how long the threads of a process ran and how long they waited for a
// processor, where the system counts it.
type scheduled struct {
	Read    bool    `json:"read"`
	RunMs   float64 `json:"runMs"`
	DelayMs float64 `json:"delayMs"`
}

// line is any line of the output: which one, its fields say.
type line struct {
	Go        string     `json:"go"`
	OS        string     `json:"os"`
	Arch      string     `json:"arch"`
	End       bool       `json:"end"`
	Scheduled *scheduled `json:"scheduled"`
	lab.Series
}

// parseOutput reads the lines of JSON that the harness prints. Output that is cut short,
// or has a value that is no finite number, is an error: half a measurement is none.
func parseOutput(text []byte) (o output, err error) {
	ended := false
	for i, raw := range bytes.Split(bytes.TrimSpace(text), []byte("\n")) {
		var l line
		if ended {
			return o, fmt.Errorf("line %d follows the end", i+1)
		}
		if err := json.Unmarshal(raw, &l); err != nil {
			return o, fmt.Errorf("line %d: %w", i+1, err)
		}
		switch {
		case l.End:
			ended = true
		case l.Scheduled != nil:
			o.scheduled = *l.Scheduled
		case l.Go != "":
			o.version, o.os, o.arch = l.Go, l.OS, l.Arch
		default:
			if err := l.Series.Validate(); err != nil {
				return o, fmt.Errorf("line %d: %w", i+1, err)
			}
			o.series = append(o.series, l.Series)
		}
	}
	switch {
	case !ended:
		return o, errors.New("it was cut short")
	case o.version == "":
		return o, errors.New("it names no version of Go")
	}
	return o, nil
}
