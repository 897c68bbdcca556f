package catalog

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"
	"golang.org/x/sync/errgroup"

	"yunque/internal/cloud"
	"yunque/internal/cloud/gcw"
	"yunque/internal/resource"
)

// The API lists the ids of desktops only: each is a call of its own. They are
// read four at a time, and what was read lately is not asked for again.
const (
	desktopsAtOnce = 4
	desktopAge     = time.Minute
	desktopSaleAge = 10 * time.Minute // of sites and products
	mostDesktops   = 500              // read for one list; of those beyond, ids are shown
)

// desktopNames is what the records of desktops do not tell themselves.
type desktopNames struct {
	sites    map[cloud.ID]gcw.Site
	products map[cloud.ID]gcw.Product
	warned   map[warnedOf]bool
}

// warnedOf is how QueryExpireVms tells desktops: it has no ids.
type warnedOf struct {
	name string
	end  int64
}

// reads are the calls for the names. A page does without what cannot be read
// rather than not at all.
func (n *desktopNames) reads(ctx context.Context, c cloud.Caller) []func() error {
	steady := cloud.Steady(ctx, desktopSaleAge)
	return []func() error{
		func() error { n.sites = byID(desktopSites(steady, c)); return nil },
		func() error {
			list, _ := gcw.QueryProducts.Call(steady, c, gcw.SiteFilter{})
			n.products = map[cloud.ID]gcw.Product{}
			for _, p := range list {
				n.products[p.ProductID] = p
			}
			return nil
		},
		func() error {
			list, _ := gcw.QueryExpireVMs.Call(cloud.Recent(ctx, desktopAge), c, gcw.QueryExpireVMsRequest{})
			n.warned = map[warnedOf]bool{}
			for _, v := range list {
				n.warned[warnedOf{v.VMName, v.ExpireTime.Unix()}] = true
			}
			return nil
		},
	}
}

// desktopSites reads the sites that have desktops.
func desktopSites(ctx context.Context, c cloud.Caller) ([]gcw.Site, error) {
	return gcw.QuerySites.Call(ctx, c, gcw.SiteFilter{})
}

func byID(sites []gcw.Site, _ error) map[cloud.ID]gcw.Site {
	out := map[cloud.ID]gcw.Site{}
	for _, s := range sites {
		out[s.SiteID] = s
	}
	return out
}

// complete adds the names to a desktop's record.
func (n *desktopNames) complete(id string, vm gcw.VM) Desktop {
	d := Desktop{VM: vm, ID: id, Site: n.sites[vm.SiteID], Warned: n.warned[warnedOf{vm.VMName, vm.ExpireTime.Unix()}]}
	if p, ok := n.products[vm.ProductID]; ok {
		d.Product = &p
	}
	return d
}

// readDesktops reads the desktops that ids lists, with all their names. One
// that is gone meanwhile is left out.
func readDesktops(ctx context.Context, c cloud.Caller, ids func(context.Context) ([]cloud.ID, error)) ([]Desktop, error) {
	var names desktopNames
	var all []cloud.ID
	group, first := errgroup.WithContext(ctx)
	for _, read := range names.reads(first, c) {
		group.Go(read)
	}
	group.Go(func() (err error) { all, err = ids(first); return err })
	if err := group.Wait(); err != nil {
		return nil, err
	}
	records, err := desktopRecords(cloud.Recent(ctx, desktopAge), c, all)
	if err != nil {
		return nil, err
	}
	out := make([]Desktop, 0, len(all))
	for i, id := range all {
		switch r := records[i]; {
		case r.gone:
		case r.unread:
			out = append(out, Desktop{ID: string(id), Unread: true})
		default:
			out = append(out, names.complete(string(id), r.vm))
		}
	}
	return out, nil
}

// desktopRecord is one desktop as it was read, if it could be.
type desktopRecord struct {
	vm           gcw.VM
	gone, unread bool
}

// desktopRecords reads each desktop, in the order of ids. One whose record is
// refused or makes no sense does not keep the others from being shown.
func desktopRecords(ctx context.Context, c cloud.Caller, ids []cloud.ID) ([]desktopRecord, error) {
	out := make([]desktopRecord, len(ids))
	group, all := errgroup.WithContext(ctx)
	group.SetLimit(desktopsAtOnce)
	for i, id := range ids {
		if i >= mostDesktops {
			out[i].unread = true
			continue
		}
		group.Go(func() (err error) {
			out[i].vm, err = gcw.QueryVM.Call(all, c, gcw.VMRef{VMID: string(id)})
			switch {
			case unfound(err):
				out[i].gone = true
			case err != nil && !unanswered(err):
				out[i].unread = true
			default:
				return err
			}
			return nil
		})
	}
	return out, group.Wait()
}

// unanswered tells errors that the next call would meet as well.
func unanswered(err error) bool {
	return cloud.HasCode(err, cloud.CodeUnreachable, cloud.CodeTimeout, cloud.CodeCanceled, cloud.CodeUnsendable, cloud.CodeThrottled, cloud.CodeCircuitOpen, cloud.CodeHTTP, cloud.CodeRedirect)
}

// listDesktops reads all desktops.
func listDesktops(ctx context.Context, c cloud.Caller) ([]Desktop, error) {
	return desktopsWhere(ctx, c, gcw.QueryVMsRequest{})
}

// desktopsWhere reads the desktops that the provider's own filter finds.
func desktopsWhere(ctx context.Context, c cloud.Caller, filter gcw.QueryVMsRequest) ([]Desktop, error) {
	return readDesktops(ctx, c, func(ctx context.Context) ([]cloud.ID, error) {
		out, err := gcw.QueryVMs.Call(ctx, c, filter)
		return out.VMIDs, err
	})
}

func getDesktop(ctx context.Context, c cloud.Caller, id string) (Desktop, error) {
	var names desktopNames
	var vm gcw.VM
	group, all := errgroup.WithContext(ctx)
	for _, read := range names.reads(all, c) {
		group.Go(read)
	}
	group.Go(func() (err error) { vm, err = gcw.QueryVM.Call(all, c, gcw.VMRef{VMID: id}); return err })
	err := group.Wait()
	if unfound(err) || err == nil && vm.VMName == "" && vm.Status == "" {
		return Desktop{}, &resource.NotFound{Kind: "desktops", ID: id}
	}
	if err != nil {
		return Desktop{}, err
	}
	return names.complete(id, vm), nil
}

// desktopStatus reads the states of several and nothing else.
func desktopStatus(ctx context.Context, c cloud.Caller, ids []string) (map[string]resource.State, error) {
	list := make([]cloud.ID, len(ids))
	for i, id := range ids {
		list[i] = cloud.ID(id)
	}
	records, err := desktopRecords(ctx, c, list)
	out := map[string]resource.State{}
	for i, r := range records {
		if !r.gone && !r.unread {
			out[ids[i]] = desktopStates.state(r.vm.Status)
		}
	}
	return out, err
}

// newRequest is the id that the caller makes for a write (quirk 37).
func newRequest() string { return uuid.NewString() }

// requestFor is the id of a read, made of what it asks for: equal reads are
// one.
func requestFor(what ...string) string {
	return uuid.NewSHA1(uuid.NameSpaceOID, []byte(strings.Join(what, "\n"))).String()
}
