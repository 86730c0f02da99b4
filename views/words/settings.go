package words

// setting holds the texts of a setting: a label of a few words, and what the setting changes.
type setting struct{ label, help string }

// SettingLabel is the label of a setting. The key is sim.Knob.Key, such as host.nagle.
func SettingLabel(key, lang string) string { return settingIn(key, lang).label }

// SettingHelp says what a setting changes and where it applies.
func SettingHelp(key, lang string) string { return settingIn(key, lang).help }

func settingIn(key, lang string) setting {
	if lang == "ko" {
		return koSettings[key]
	}
	return enSettings[key]
}
