package cli

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

func addLangFlag(f *pflag.FlagSet) {
	f.String("lang", "", "language of texts: en or ko (default: the locale's)")
}

// addViewFlags adds the flags of everything that draws.
func addViewFlags(f *pflag.FlagSet) {
	addLangFlag(f)
	f.Bool("ascii", false, "draw with ASCII characters alone")
}

// language is the language of texts: the flag's, or the locale's.
func language(cmd *cobra.Command) (string, error) {
	lang, _ := cmd.Flags().GetString("lang")
	switch lang {
	case "en", "ko":
		return lang, nil
	case "":
	default:
		return "", fmt.Errorf("--lang %s: expected en or ko, found %q", lang, lang)
	}
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := os.Getenv(name); v != "" {
			if len(v) >= 2 && v[:2] == "ko" {
				return "ko", nil
			}
			return "en", nil
		}
	}
	return "en", nil
}
