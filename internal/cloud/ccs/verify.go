package ccs

import (
	"context"

	"yunque/internal/cloud"
)

// Verify proves with one cheap read that the caller's keys are accepted. It
// asks the provider whatever is cached.
func Verify(ctx context.Context, c cloud.Caller) error {
	_, err := DescribeTags.Call(cloud.Fresh(ctx), c, DescribeTagsRequest{})
	return err
}
