// Package identity says who is asking.
//
// It turns configuration into one question put to every request:
//
//	people, err := identity.New(settings, proxies, identity.Options{Client: client, Now: now, Log: log})
//	who, err := people.Identify(r) // Identity{Person: "alice@example.com", Groups: ["ops"], Role: Operator}
//
// There are three modes. In none nobody is named and everyone is an
// administrator: the keys a person brings are the only proof. In header a
// proxy names people in plain headers, which are believed only from the
// proxy's own networks; whoever else sends them, in whatever spelling, is
// refused. In assertion a signed token names them, and only its signature, its
// issuer, its audience and its times count.
//
// Nothing is remembered between requests but the keys that tokens are signed
// with, so a person whom the proxy no longer names is nobody at once.
package identity
