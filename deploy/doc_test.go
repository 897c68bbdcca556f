// Package deploy_test runs the configurations of this folder as they are
// shipped, but for addresses and paths: the real proxy, a console as the
// file's own comment sets it, and a stand-in for the identity provider.
package deploy_test
