// Package sim is a simulated cloud: an http.Handler that behaves as the
// provider's documented API, for tests, for demonstrations, and for any other
// client of the same API that is pointed at it.
//
//	cloud := sim.New(sim.Options{Seed: "empty", Now: clock.Now})
//	http.ListenAndServe("127.0.0.1:8080", cloud)
//
// It shares no code with the client of this program, so that a mistake of one
// cannot hide in the other: both are held against the documentation
// (package apidoc). It checks signatures, refuses what the documentation says
// is refused, and keeps state: an accepted call changes the world, at once or
// when its task ends, and an action it does not simulate is answered
// UnsupportedAction, never with a made-up success.
//
// # A call's way
//
// Server.ServeHTTP finds the route by path and Action, checks the signature
// (auth.go), lets a fault interfere (faults.go), decodes query and body into a
// Request (decode.go, fields.go), holds it against the documentation
// (params.go), settles the World to the present moment (world.go) and runs the
// route's Handler under the world's lock. The Reply is wrapped in the spelling
// the operation documents (reply.go).
//
// # Adding a service
//
//  1. Keep the service's state in one struct of tables, and add it as a field
//     of state in services.go. Zero values must be ready to use.
//
//  2. Write a register function, one line per action, and call it from
//     registerAll in services.go:
//
//     s.handle("vpc.DeleteEIP", deleteEIP)
//
//  3. Write the handlers, one file per resource:
//
//     func deleteEIP(w *World, r Request) (Reply, error) {
//     e, ok := w.vpc.eips.Get(r.Str("EIPId"))
//     if !ok {
//     return Reply{}, badRequest("EIPNotFound", "the EIP has deleted")
//     }
//     if e.bound != "" {
//     return Reply{}, forbidden("IncorrectEIPStatus", "...")
//     }
//     e.status = "deleting"
//     id := w.Begin(Work{System: taskVPC, Takes: 3 * time.Second, Done: func() {
//     w.vpc.eips.Delete(e.id)
//     }})
//     w.ledger.Close(e.id, w.Now())
//     return Reply{TaskID: id}, nil
//     }
//
// What a handler gets is checked already: required parameters are there,
// numbers are numbers, listed values are listed. Objects of an answer are made
// by Request.Record, which adds every documented field. Work that ends later
// goes through World.Begin (or World.After), identifiers through World.ID,
// money through the ledger and the price table, addresses through the address
// space. An entry of the ledger carries all that a bill prints; a new kind of
// entry is named in billing_goods.go. A choice that the documentation leaves
// open says "not documented".
//
//  4. In the tests, add a script to contracts (contract_test.go), which must
//     call each operation once with something in every list of the answer, and
//     a life for each resource to the lives of conformance_test.go.
package sim
