// Package tasks follows accepted work to its end and tells open pages.
//
// An accepted act becomes one task per ticket id. One loop asks about each of
// them when it is due, however many pages look; each change is stored first and
// published then. Asking needs the keys of a session that is open now: a task
// whose account has none waits, and goes on when one is seen. So a restart
// loses nothing, and signing out leaves no key behind.
//
//	hub := tasks.NewHub()
//	tracker := tasks.New(tasks.Config{DB: db, Hub: hub, Queries: tasks.Queries(), Log: log})
//	err := tracker.Start(ctx)          // takes up the open tasks of earlier runs
//	tracker.Seen(session, account, c)  // on every request of a session
//	changes, cancel := hub.Subscribe(account)
//
// Errors of asking never make a task failed: it is asked less often, and is
// lost after ten, until an answer finds it again or the time limit ends it as
// unknown.
package tasks
