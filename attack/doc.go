// Package attack holds attacks on the console: tests that start the binary as
// it is shipped, talk to it over sockets, and want to come away with nothing
// while nobody else is disturbed. docs/security.md says which requirement each
// one proves.
//
// Most run with all other tests. Those that take minutes, thousands of sockets
// or a browser have the build tag attack:
//
//	make attack
package attack
