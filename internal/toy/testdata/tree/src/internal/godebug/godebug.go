// Package godebug hands out settings by name.
package godebug

// A Setting is one GODEBUG setting.
type Setting struct {
	name string
}

// New returns the setting of a name.
func New(name string) *Setting { return &Setting{name} }

// Value is what the setting is set to.
func (s *Setting) Value() string { return s.name }
