// Package explorer makes any documented operation callable by hand: it finds
// operations, draws their forms from the catalogue, reads what was filled in,
// and writes the call as a script in other languages.
//
// All of it is plain functions over package apidoc; nothing here calls the
// provider. A form's fields are named "p." and the parameter, with a dot into
// objects and a number into lists of objects: p.SystemDisk.Size,
// p.DataDisks.0.Size.
//
//	op := explorer.Find("ccs.instance.StopInstance")
//	request, mistakes := op.Request(form)
//	env, err := caller.Do(ctx, op.Info, request)
package explorer
