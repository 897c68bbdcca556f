//go:build attack

package attack

// thorough runs what takes long as well.
const thorough = true
