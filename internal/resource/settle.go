package resource

import (
	"context"

	"yunque/internal/cloud"
)

// StillBusy tells which of some busy resources are busy yet, from a fresh
// read; what is gone is not.
func (k *Kind[R]) StillBusy(ctx context.Context, c cloud.Caller, ids []string) ([]string, error) {
	states, err := k.states(cloud.Fresh(ctx), c, ids)
	if err != nil {
		return nil, err
	}
	var still []string
	for _, id := range ids {
		if states[id].Tone == Busy {
			still = append(still, id)
		}
	}
	return still, nil
}

func (k *Kind[R]) states(ctx context.Context, c cloud.Caller, ids []string) (map[string]State, error) {
	if k.States != nil {
		return k.States(ctx, c, ids)
	}
	found, err := k.read(ctx, c, ids)
	if IsGone(err) {
		return nil, nil
	}
	states := map[string]State{}
	for _, r := range found {
		if r != nil {
			states[k.ID(*r)] = k.State(*r)
		}
	}
	return states, err
}
