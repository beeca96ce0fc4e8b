package pages

import (
	"html/template"

	"sourcedive/site/highlight"
	"sourcedive/site/urls"
)

// Models lists the runnable models.
type Models struct {
	Layout
	Rows []ModelCard
}

// ModelCard is a model in a list.
type ModelCard struct {
	Link  urls.Link
	Lead  string
	Exact int // checks of it that agreed with the runtime
}

// Model is the page of a runnable model.
type Model struct {
	Layout
	Name      string
	Heading   string
	About     string
	Clock     string // unit of the steps' time, "" for none
	Params    []ModelParam
	Seed      uint64
	Demos     []urls.Link
	Steps     []ModelStep // of the default run
	Cut       string
	Exercises []Exercise
	Mirrors   []Mirror
	Parts     []ModelPart
	Checks    []ModelCheck
	Data      string // address of the recordings
	Program   string // address of the script that holds the compiled models, "" for none
	Exec      string
	Why       string // why there is no program
	Source    string // the command that runs it
}

// ModelParam is a parameter of a model.
type ModelParam struct {
	Name    string
	Doc     string
	Range   string
	Min     int
	Max     int
	Default int
	Choices []Choice // in place of a number
}

// Choice is one of a parameter's words.
type Choice struct {
	Value int
	Word  string
	On    bool
}

// ModelStep is an event of a run, as the table without JavaScript shows it.
type ModelStep struct {
	Number int
	ID     string
	Time   string
	Actor  string
	Func   urls.Link
	What   string
	Why    string
	Broken string
}

// Exercise asks for a prediction.
type Exercise struct {
	Question string
	Answer   string
	Why      string
	Run      urls.Link // the moment of the run that shows it
}

// Mirror is a function of a model beside the runtime's.
type Mirror struct {
	ID      string
	Name    string
	Place   string
	Code    template.HTML
	Symbol  urls.Link
	Listing highlight.Listing
	Signed  template.HTML // the signature alone, of a function too long to show
}

// ModelPart is something that a model claims to do as the runtime does it.
type ModelPart struct {
	What     string
	Standing string
	By       string
}

// ModelCheck is a check against a real runtime.
type ModelCheck struct {
	Go     string
	Name   string
	Says   string
	Result string
	OK     bool
}
