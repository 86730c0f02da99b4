// Package schema describes the scenario language: as a JSON Schema for editors and as a list of keys
// for people. Both are made from the tables that the reader in package scenarios uses, and the tests of
// that package hold the reader and the schema to each other.
//
//	os.WriteFile("teacp.schema.json", schema.JSON(), 0o644)
//
// Files:
//
//	schema.go      JSON, the keys of a scenario, shapes that several keys share
//	http.go        pages, requests, servers, proxies, hosts and links
//	steps.go       scripts of connections, socket options, expectations
//	highlight.go   what a note points at, how long it holds autoplay
//	keys.go        Keys, the list for people
package schema
