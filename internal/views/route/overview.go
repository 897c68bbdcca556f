package route

// The parts of the first page, as fragments.
const (
	OverviewWork      = "/overview/work"
	OverviewResources = "/overview/resources"
	OverviewMoney     = "/overview/money"
)
