// Package e2e holds journeys through the real binary in a real Chromium: what a
// person does, with mouse and with keyboard only, and what they see. Every
// journey also fails on any error in the browser's console, which is where a
// violation of the content security policy would show.
package e2e
