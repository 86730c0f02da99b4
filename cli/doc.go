// Package cli is the command line: one file a command, each with its flags, its run and what it prints.
// It takes arguments and writers and returns an exit status; the process belongs to main.
//
//	status := cli.Run([]string{"why", "page", "20"}, os.Stdout, os.Stderr, nil)
//
// Data goes to standard output, messages and progress to standard error. What a pipe gets is stable; on a
// terminal the same is laid out with Lip Gloss (look.go).
//
// Files:
//
//	root.go           Run, the exit statuses, the list of commands
//	signal.go         how a signal ends a command
//	slips.go          wrong arguments and flags, and what was perhaps meant
//	output.go         writing to standard output or to a file, as a whole or not at all
//	look.go           tables, lists and boxes on a terminal
//	progress.go       progress of long jobs
//	language.go       flags and environment that choose the language
//	load.go           a scenario with the changes of --seed, --set and --at
//	budget.go         --memory, and the memory of the machine
//	help.go           help: the text of every command, as wide as the terminal
//	list.go           list
//	formats.go        formats
//	profiles.go       profiles
//	config.go         config
//	schema.go         schema
//	explore.go        the program without a command: the explorer
//	notes.go          notes
//	open.go           open
//	seeds.go          the flag --seeds, and runs with further seeds
//	share.go          share
//	run.go            run: simulate and write in a format
//	memory_unix.go    most memory of the process, for --format stats
//	memory_other.go   the same where the system does not say
//	compare.go        compare
//	why.go            why
//	ledger.go         ledger
//	ledger_look.go    the ledger on a terminal
//	handout.go        handout
//	conform.go        conform
//	drill.go          drill
//	new.go            new
//	lint.go           lint
//	assert.go         assert
package cli
