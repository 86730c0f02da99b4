package model

import (
	"teacp/model/session"
)

// builtin is what a configuration can name and this package defines.
func builtin() *session.Builtin {
	own := &session.Builtin{Speeds: len(paces), Speed: defaultSpeed}
	for i := range presets {
		own.Layouts = append(own.Layouts, presets[i].name)
	}
	return own
}

// ReadConfig reads a configuration file; one that does not exist is empty.
func ReadConfig(file string) (*session.Config, error) { return session.ReadConfig(file, builtin()) }

// ConfigText is the effective configuration as a commented file.
func ConfigText(c *session.Config) string { return c.Text(builtin()) }
