// Package ui holds the components that pages are built of. It and package
// layout are the only ones with class names; variants are typed constants and
// words come as resource.Text, in the language of the context.
package ui
