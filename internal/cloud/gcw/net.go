package gcw

import "yunque/internal/cloud"

// Networks of a site.
var (
	// CreateDefaultNet creates the default network of a site (gcw.CreateDefaultNet).
	CreateDefaultNet = cloud.AsyncOf[NetRequest, Accepted](service.Post("CreateDefaultNet"), cloud.TrackGcw)
	// SupplyDefaultNet completes the default network of a site (gcw.SupplyDefaultNet).
	SupplyDefaultNet = cloud.AsyncOf[NetRequest, Accepted](service.Post("SupplyDefaultNet"), cloud.TrackGcw)
	// GetDefaultNet shows the default network of a site (gcw.GetDefaultNet).
	GetDefaultNet = cloud.ReadOf[NetRequest, DefaultNet](service.Get("GetDefaultNet"))
	// GetCustomNet lists the custom networks of a site (gcw.GetCustomNet).
	GetCustomNet = cloud.ReadOf[NetRequest, cloud.List[CustomNet]](service.Get("GetCustomNet"))
	// ConfigNet configures the network of cloud desktops (gcw.ConfigNet).
	ConfigNet = cloud.AsyncOf[ConfigNetRequest, Accepted](service.Post("ConfigNet"), cloud.TrackGcw)
	// GetLineBillingScheme lists lines with their billing schemes (gcw.GetLineBillingScheme).
	GetLineBillingScheme = cloud.ReadOf[NetRequest, cloud.List[Line]](service.Get("GetLineBillingScheme"))
	// GetEipPrice prices EIPs (gcw.GetEipPrice).
	GetEipPrice = cloud.ReadOf[GetEipPriceRequest, EIPPrices](service.Get("GetEipPrice"))
)

// NetRequest are the parameters of CreateDefaultNet, SupplyDefaultNet, GetDefaultNet, GetCustomNet and GetLineBillingScheme.
type NetRequest struct {
	SiteID    string `json:"siteId"`    // site id (QuerySites)
	RequestID string `json:"requestId"` // a UUID that the caller makes for this request
}

// DefaultNet is the network that the service makes for a site.
type DefaultNet struct {
	CityID      cloud.ID            `json:"cityId"`
	CreateTime  cloud.Time          `json:"createTime"`
	CustomerID  cloud.ID            `json:"customerId"`
	DeleteFlag  cloud.Bool          `json:"deleteFlag"`
	ID          cloud.ID            `json:"id"`
	Subnets     cloud.List[Subnet]  `json:"subnets"`
	UpdateTime  cloud.Time          `json:"updateTime"`
	UserID      cloud.ID            `json:"userId"`
	Gateways    cloud.List[Gateway] `json:"vgateways"`
	VPCID       cloud.ID            `json:"vpcId"`
	VPCName     string              `json:"vpcName"`
	VPCRecordID cloud.ID            `json:"vpcRecordId"`
	VPCSegment  string              `json:"vpcSegment"`
}

// Subnet is a subnet of a site; DNS is a JSON array in a text.
type Subnet struct {
	DNS       string    `json:"dns"`
	Gateway   string    `json:"gateway"`
	ID        cloud.ID  `json:"id"`
	IPAddress string    `json:"ip_address"`
	IPType    string    `json:"ip_type"`
	Mask      cloud.Int `json:"mask"`
	Name      string    `json:"name"`
	NotUsed   cloud.Int `json:"not_used"`
	UsedNum   cloud.Int `json:"used_num"`
	Status    string    `json:"status"`
	StatusStr string    `json:"status_str"`
	VlanID    cloud.ID  `json:"vlan_id"`
}

// Gateway is a gateway of one line (carrier) of a site; DNS is a JSON array in a text.
type Gateway struct {
	ConfID    cloud.ID  `json:"conf_id"`
	ConfName  string    `json:"conf_name"`
	DNS       string    `json:"dns"`
	Gateway   string    `json:"gateway"`
	ID        cloud.ID  `json:"id"`
	IPAddress string    `json:"ip_address"`
	IPType    string    `json:"ip_type"`
	Mask      cloud.Int `json:"mask"`
	Name      string    `json:"name"`
	NotUsed   cloud.Int `json:"not_used"`
	UsedNum   cloud.Int `json:"used_num"`
	Status    string    `json:"status"`
	StatusStr string    `json:"status_str"`
	VlanID    cloud.ID  `json:"vlan_id"`
}

// CustomNet is a network of the account in a site.
type CustomNet struct {
	CustomerID cloud.ID            `json:"customerId"`
	Subnets    cloud.List[Subnet]  `json:"subnets"`
	UserID     cloud.ID            `json:"userId"`
	Gateways   cloud.List[Gateway] `json:"vgateways"`
	VPCID      cloud.ID            `json:"vpcId"`
	VPCName    string              `json:"vpcName"`
	VPCSegment string              `json:"vpcSegment"`
}

// ConfigNetRequest are the parameters of ConfigNet.
type ConfigNetRequest struct {
	RequestID string   `json:"requestId"` // a UUID that the caller makes for this request
	VMIDs     []string `json:"vmIds"`     // cloud desktop ids
}

// Line is one line (carrier) of a site with the ways to pay for it.
type Line struct {
	BillingScheme cloud.List[BillingScheme] `json:"billing_scheme"`
	ConfID        cloud.ID                  `json:"conf_id"`
	ConfName      string                    `json:"conf_name"`
}

// BillingScheme is one way to pay for a line.
type BillingScheme struct {
	BillingCycleID    cloud.ID                `json:"billing_cycle_id"`
	BillingItems      cloud.List[BillingItem] `json:"billing_items"`
	BillingMethod     cloud.ID                `json:"billing_method"`
	BillingSchemeID   cloud.ID                `json:"billing_scheme_id"`
	BillingSchemeName string                  `json:"billing_scheme_name"`
	BillingType       string                  `json:"billing_type"`
	GoodsID           cloud.ID                `json:"goods_id"`
}

// BillingItem is one item of a billing scheme.
type BillingItem struct {
	ID   cloud.ID `json:"id"`
	Key  string   `json:"key"`
	Name string   `json:"name"`
}

// GetEipPriceRequest are the parameters of GetEipPrice.
type GetEipPriceRequest struct {
	Size            string `json:"size"`            // number of EIPs
	BandwidthConfID string `json:"bandwidthConfId"` // conf_id of the bandwidth (GetLineBillingScheme)
	SiteID          string `json:"siteId"`          // site id (QuerySites)
	Qos             string `json:"qos"`             // bandwidth (Mbps)
	RequestID       string `json:"requestId"`       // a UUID that the caller makes for this request
}

// EIPPrices are the prices of a line; the total need not be the sum.
type EIPPrices struct {
	BandwidthPrice Price `json:"bandwidth_price"`
	EIPPrice       Price `json:"eip_price"`
	TotalPrice     Price `json:"total_price"`
}

// Price is a price with its currency sign and period.
type Price struct {
	Cycle    string        `json:"cycle"` // "/天" is per day
	EndTime  cloud.Time    `json:"end_time"`
	Price    cloud.Decimal `json:"price"`
	PriceStr string        `json:"price_str"`
	Sign     string        `json:"sign"`
}
