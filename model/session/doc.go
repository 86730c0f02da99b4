// Package session holds what the explorer reads and writes on the disk: its configuration, the
// sessions that it saves, and the file of a scenario that is edited while it is open.
//
//	config, err := session.ReadConfig(session.ConfigFile(), builtin)
//	saved, damaged, first := session.List(session.StateDir())
//	s, err := session.Read("lecture.teacp")
//
// Files of this package:
//
//	dirs.go          where the files are, and the language of the locale
//	config.go        the configuration file, and the text of the one in effect
//	config_error.go  what is wrong in a configuration file, with line and column
//	columns.go       named sets of columns of the table of segments
//	check.go         what a session file may hold, and where its first mistake is
//	file.go          the session file: its fields, reading and writing
//	list.go          the sessions of the state folder; damaged ones are set aside
//	follow.go        reading a scenario's file again when it has changed
package session
