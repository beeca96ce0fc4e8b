package answer

import (
	"errors"
	"fmt"

	"sourcedive/annotate/claim"
	"sourcedive/indexer/index"
)

// Verdict is what became of a claim in a version.
type Verdict struct {
	Version string  `json:"version"`
	State   string  `json:"state"`           // true, false, unanswerable or skipped; of a history also "not read"
	Cause   string  `json:"cause,omitempty"` // why it has no answer
	Hint    string  `json:"hint,omitempty"`
	Because []Part  `json:"because,omitempty"`
	Places  []Place `json:"places,omitempty"` // where its predicates found something
}

// ClaimFault is a fault in an expression: position, cause, and a hint.
func ClaimFault(err error) error {
	var e *claim.Error
	if errors.As(err, &e) && e.Hint != "" {
		err = fmt.Errorf("%w\n    hint: %s", err, e.Hint)
	}
	return fmt.Errorf("claim:%w", err)
}

// Part is a part of a claim that decided it.
type Part struct {
	Text  string `json:"text"`
	True  bool   `json:"true"`
	Value string `json:"value,omitempty"`
}

// VerdictOf is a verdict without hint and places: a hint takes a while to make, and places
// belong to the index that the claim was evaluated in.
func VerdictOf(version string, v claim.Verdict) Verdict {
	out := Verdict{Version: version, State: v.State.String(), Cause: v.Cause}
	for _, p := range v.Because {
		out.Because = append(out.Because, Part(p))
	}
	return out
}

// VerdictIn is the whole of a verdict.
func VerdictIn(x *index.Index, v claim.Verdict) Verdict {
	out := VerdictOf(x.Config.Version, v)
	out.Hint = v.HintText()
	for _, at := range v.Places {
		if at.OK() {
			out.Places = append(out.Places, PlaceOf(x, at))
		}
	}
	return out
}
