package session

import (
	"os"
	"path/filepath"
	"strings"
)

// ConfigFile is where the configuration file is looked for.
func ConfigFile() string {
	dir := os.Getenv("XDG_CONFIG_HOME")
	if !filepath.IsAbs(dir) {
		home, err := os.UserHomeDir()
		if err != nil {
			return ""
		}
		dir = filepath.Join(home, ".config")
	}
	return filepath.Join(dir, "teacp", "config.yaml")
}

// StateDir is where sessions are kept.
func StateDir() string {
	dir := os.Getenv("XDG_STATE_HOME")
	if !filepath.IsAbs(dir) {
		home, err := os.UserHomeDir()
		if err != nil {
			return ""
		}
		dir = filepath.Join(home, ".local", "state")
	}
	return filepath.Join(dir, "teacp")
}

// LocaleLang is the language of the locale: Korean, or English.
func LocaleLang() string {
	for _, v := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if s := os.Getenv(v); s != "" {
			if strings.HasPrefix(s, "ko") {
				return "ko"
			}
			return "en"
		}
	}
	return "en"
}
