package gcw

import "yunque/internal/cloud"

// Prices and orders.
var (
	// QueryVMPrice prices cloud desktops (gcw.QueryVmPrice).
	QueryVMPrice = cloud.ReadOf[QueryVMPriceRequest, VMPrice](service.Post("QueryVmPrice"))
	// UpdateOrder turns pay-as-you-go desktops into subscriptions (gcw.UpdateOrder).
	UpdateOrder = cloud.WriteOf[UpdateOrderRequest, OrderResult](service.Post("UpdateOrder"))
	// RenewalOrder renews subscriptions (gcw.RenewalOrder).
	RenewalOrder = cloud.WriteOf[RenewalOrderRequest, OrderResult](service.Post("RenewalOrder"))
)

// QueryVMPriceRequest are the parameters of QueryVMPrice.
type QueryVMPriceRequest struct {
	RequestID string `json:"requestId"`          // a UUID that the caller makes for this request
	SiteID    string `json:"siteId"`             // site id (QuerySites)
	Duration  string `json:"duration,omitempty"` // months of a subscription; not for pay as you go
	// subscription to the end of the month: 1 yes, 0 no (e.g. bought on 2022.6.22: '1' with duration 1
	// ends 2022.7.1, '0' ends 2022.7.22)
	IsToMonth string `json:"isToMonth,omitempty"`
	// month = subscription, minute = pay as you go (the error text also allows year)
	BillCycle string `json:"billCycle,omitempty"`
	Num       string `json:"num,omitempty"`       // number of desktops
	GoodsID   string `json:"goodsId"`             // goods id (QueryProducts)
	SysVolume string `json:"sysVolume,omitempty"` // system volume: local or ssd (cloud disk)
	// size of the cloud disk; not for local; larger than the image and a multiple of 8
	SysVolumeSize string `json:"sysVolumeSize,omitempty"`
}

// VMPrice is the price of an order; the amounts have no unit in the documentation.
type VMPrice struct {
	AreaID            cloud.ID      `json:"areaId"`
	Num               cloud.Int     `json:"num"`
	RequestContent    cloud.Secret  `json:"requestContent"` // the request as the service understood it
	RequestID         cloud.ID      `json:"requestId"`
	SingleTradeAmount cloud.Decimal `json:"singleTradeAmount"`
	SysVolumePrice    cloud.Decimal `json:"sysVolumePrice"`
	TradeAmount       cloud.Decimal `json:"tradeAmount"`
	VMPrice           cloud.Decimal `json:"vmPrice"`
}

// UpdateOrderRequest are the parameters of UpdateOrder.
type UpdateOrderRequest struct {
	RequestID string   `json:"requestId"` // a UUID that the caller makes for this request
	VMIDs     []string `json:"vmIds"`     // cloud desktop ids
	// subscription to the end of the month: 1 yes, 0 no (e.g. bought on 2022.6.22: '1' with duration 1
	// ends 2022.7.1, '0' ends 2022.7.22)
	IsToMonth     string `json:"isToMonth,omitempty"`
	Duration      string `json:"duration,omitempty"`      // months of the subscription, e.g. 3 or 5
	IsAutoRenewal string `json:"isAutoRenewal,omitempty"` // renew automatically: 1 yes, 0 no
}

// OrderResult lists the desktops whose orders were changed and those that failed.
type OrderResult struct {
	FailedMsg      string               `json:"failedMsg"`
	FailedVMIDs    cloud.List[cloud.ID] `json:"failedVmIds"`
	RequestContent cloud.Secret         `json:"requestContent"` // the request as the service understood it
	RequestID      cloud.ID             `json:"requestId"`
	SuccessVMIDs   cloud.List[cloud.ID] `json:"successVmIds"`
}

// RenewalOrderRequest are the parameters of RenewalOrder.
type RenewalOrderRequest struct {
	RequestID    string   `json:"requestId"`              // a UUID that the caller makes for this request
	VMIDs        []string `json:"vmIds"`                  // cloud desktop ids
	Duration     string   `json:"duration,omitempty"`     // months of the subscription, e.g. 3 or 5
	PriceToMonth string   `json:"priceToMonth,omitempty"` // charge a full month for a part month: 1 yes, 0 no
	// subscription to the end of the month: 1 yes, 0 no (e.g. bought on 2022.6.22: '1' with duration 1
	// ends 2022.7.1, '0' ends 2022.7.22)
	IsToMonth     string `json:"isToMonth,omitempty"`
	IsAutoRenewal string `json:"isAutoRenewal,omitempty"` // renew automatically: 1 yes, 0 no
}
