package route

// The overview of the costs, and the same as a file.
const (
	Costs    = "/billing"
	CostsCSV = "/billing.csv"
	ParamBy  = "by" // what the costs are grouped by
)
