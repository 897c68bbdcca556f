// Package i18n holds every word the console shows, in Chinese and English, and
// writes numbers, money and times the way a person asked for.
//
// Words are found by key in the embedded files zh/*.json and en/*.json; the
// same keys are in both, and tests refuse a key that is missing in one or used
// but nowhere written. A value is a sentence with {0}, {1}… for its arguments,
// or {"one": …, "other": …} where English needs a plural:
//
//	i18n.T(ctx, "time.ago.minutes", 3) // "3 minutes ago", "3 分钟前"
package i18n
