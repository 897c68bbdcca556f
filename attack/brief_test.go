//go:build !attack

package attack

// thorough leaves out what takes long.
const thorough = false
