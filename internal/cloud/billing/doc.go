// Package billing is the provider's /billing path: bills, costs and the
// balance of the account. All amounts are as the provider writes them.
package billing

import "yunque/internal/cloud"

var service = cloud.Service{Name: "billing", Host: cloud.CDS, Path: "/billing"}
