// Package cloud speaks the provider's signed API.
//
// An action is a value: one declaration says what it is called, where it
// lives, what goes in and what comes out. The pages, the ledger and the tests
// all use that value, so none of them can name an operation that does not
// exist. A method per operation would be the more familiar form, but a method
// cannot be handed to a page description and 218 of them cannot be faked; a
// value needs one seam, Caller.
//
//	var DescribeEIP = cloud.ReadOf[DescribeEIPRequest, DescribeEIPResponse](service.Post("DescribeEIP"))
//
//	out, err := vpc.DescribeEIP.Call(ctx, caller, vpc.DescribeEIPRequest{RegionCode: r})
//
// Request fields: required ones have a plain type and no omitempty; optional
// ones have omitempty; optional ones whose zero means something are pointers,
// filled with new(v). Fields that the documentation calls secret have the type
// Secret and reach the wire only through this package.
//
// A Client serves any number of accounts; For gives the Caller of one. Reads
// are cached for a moment, shared, and repeated after faults; writes are sent
// once. Both keep to a rate per access key, and a host that fails is left alone
// for a while. Every failure is an *Error, which tells whether the request left.
//
//	client, err := cloud.New(cloud.Config{})
//	caller := client.For(cloud.Credentials{AccessKey: ak, Secret: sk}, cloud.Sites(nil)[0])
//	ctx, recorder := cloud.Record(ctx) // recorder.Calls() for the page
//
// The tolerant types (Int, Bool, ID, List, Map, Time, Decimal) absorb the API's
// uneven spelling and appear in this package's structs only.
package cloud
