package main

import (
	"strconv"

	"github.com/spf13/cobra"
)

// jsonOf is a value of the type that a command prints with --json. when is the flag with
// which it does, "" for none.
type jsonOf struct {
	when  string
	value any
}

// jsonFlag is the value of --json, which knows what is printed. docs/json.md is made of
// that.
type jsonFlag struct {
	on      *bool
	printed []jsonOf
}

func (f *jsonFlag) Set(text string) (err error) {
	*f.on, err = strconv.ParseBool(text)
	return err
}

func (f *jsonFlag) String() string {
	return strconv.FormatBool(f.on != nil && *f.on)
}

func (f *jsonFlag) Type() string { return "bool" }

// registerJSON adds the flag of commands whose output programs can read.
func registerJSON(cmd *cobra.Command, asJSON *bool, printed ...jsonOf) {
	flag := cmd.Flags().VarPF(&jsonFlag{asJSON, printed}, "json", "", "print JSON")
	flag.NoOptDefVal = "true"
}
