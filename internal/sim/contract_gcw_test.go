package sim

import "time"

// asked adds the request id that most operations of the chapter want.
func asked(p params) params {
	return with(params{"requestId": "6ca9ed98-27c8-4431-995f-59cc6d743dab"}, p)
}

const xiangyang, loudi = "32e6fd62-9bac-11ec-875a-2a8d1f4e167e", "ebbfcb70-a98f-11ec-926b-8aaa763f849e"

// gcwDone performs a call of the chapter and waits until its task has ended
// well.
func (s *stage) gcwDone(id string, p params) map[string]any {
	s.t.Helper()
	answer := s.do(id, asked(p))
	s.pass(10 * time.Second)
	task := asked(params{"taskId": at(answer, "Data", "taskId")})
	if got := at(s.do("gcw.QueryTask", task), "Data", "status"); got != "Completed" {
		s.t.Fatalf("%s: its task is %v, want Completed", id, got)
	}
	return answer
}

// studio is a lab with the default network of a site.
type studio struct {
	site, vpc, subnet, gateway string
}

func studioOf(net map[string]any, site string) studio {
	data := net["Data"]
	return studio{
		site: site, vpc: at(data, "vpcId").(string),
		subnet: at(data, "subnets", 0, "id").(string), gateway: at(data, "vgateways", 1, "id").(string),
	}
}

// order is the documentation's, for the studio.
func (st studio) order(more params) params {
	return asked(with(params{
		"siteId": st.site, "productId": "745f6546-dc5f-492f-82d1-9eb47cd9fa2d", "name": "openapi_test_2",
		"imageId": "dcd81283-d2e9-456d-9f03-803b83ecc25a", "qos": "5", "vpcId": st.vpc, "subnetNetId": st.subnet,
		"vgatewayNetId": st.gateway, "vgatewayConfId": "10298",
	}, more))
}

func contractDesktopGoods(s *stage) {
	s.do("gcw.QuerySites", nil)
	s.do("gcw.QueryProducts", nil)
	s.do("gcw.QueryImages", nil)
	s.do("gcw.QueryVmPrice", asked(params{
		"siteId": "e5aa47be-da46-11ec-bad2-defff767b3b5", "duration": "1", "isToMonth": "1", "billCycle": "minute", "num": "1", "goodsId": "15273",
	}))
	s.do("gcw.GetLineBillingScheme", asked(params{"siteId": xiangyang}))
	s.do("gcw.GetEipPrice", asked(params{"size": "1", "siteId": xiangyang, "bandwidthConfId": "10289", "qos": "5"}))
}

func contractSubAccounts(s *stage) {
	s.do("gcw.CreateSubAccount", asked(params{"name": "miao123", "email": "ops@example.com", "remark": "miao123"}))
	s.do("gcw.CreateSubAccounts", asked(params{"createAccountParams": []any{
		params{"name": "b", "email": "b@example.com"},
		params{"name": "c", "email": "c@example.com", "remark": "a remark of more than thirty letters"},
	}}))
	s.pass(10 * time.Second)
	s.do("gcw.ChangeSubAccountName", asked(params{"email": "ops@example.com", "name": "miao23456"}))
	s.do("gcw.ChangeSubAccountRemark", asked(params{"emails": []string{"ops@example.com"}, "remark": "miao23456"}))
	s.do("gcw.QuerySubAccounts", nil)
}

func contractDesktopNets(s *stage) {
	s.gcwDone("gcw.CreateDefaultNet", params{"siteId": loudi})
	s.gcwDone("gcw.SupplyDefaultNet", params{"siteId": loudi})
	s.do("gcw.GetDefaultNet", asked(params{"siteId": loudi}))
	s.private("CN_Xiangyang", "CN_Xiangyang_A")
	s.do("gcw.GetCustomNet", asked(params{"siteId": xiangyang}))
}

func contractDesktops(s *stage) {
	st := studioOf(s.ok("gcw.GetDefaultNet", asked(params{"siteId": loudi})), loudi)
	account := at(s.ok("gcw.QuerySubAccounts", nil), "Data", 0, "accountId")
	made := s.gcwDone("gcw.CreateVm", st.order(nil))
	id := at(made, "Data", "vmIds", 0)
	one, some := params{"vmId": id}, params{"vmIds": []any{id}}
	s.do("gcw.QueryVms", nil)
	s.do("gcw.QueryVm", one)
	s.gcwDone("gcw.ConfigNet", some)
	s.gcwDone("gcw.OperateVm", with(some, params{"action": "off"}))
	s.gcwDone("gcw.RebuildVm", with(one, params{"imageId": "0e0f9143-35c5-4368-8c62-4bab440a9b9d"}))
	s.do("gcw.ChangeVmName", asked(with(one, params{"name": "openapi_改名"})))
	s.do("gcw.UpdateVmLabels", asked(with(some, params{"label": "备注"})))
	s.do("gcw.ChangeAccount", asked(with(one, params{"accountId": account})))
	s.do("gcw.UnbindAccounts", asked(params{"vmIds": []any{id, "none"}}))
	s.do("gcw.BindAccounts", asked(params{"vmIds": []any{id, "none"}, "accountId": account}))
	s.do("gcw.UpdateOrder", asked(some))
	s.pass(27 * 24 * time.Hour)
	s.do("gcw.QueryExpireVms", nil)
	s.do("gcw.RenewalOrder", asked(some))
	s.gcwDone("gcw.DeleteVm", one)
}

// contractBilling asks about what the scripts before it bought.
func contractBilling(s *stage) {
	s.do("billing.DescribeAccountInfo", nil)
	days := params{"DateFrom": "2024.11.01", "DateTo": "2024.11.30"}
	bill := s.do("billing.DescribeBill", params{"DateFromTo": "2024.11.01 - 2024.11.30", "Currency": "CN"})
	server := shown(at(bill, "Data", "BillInfo"), "ResourceType", "vm", "ResourceId")
	s.do("billing.DescribeBillInfo", with(days, params{"ResourceId": server, "Currency": "CN"}))
	s.do("billing.DescribeBillDetail", days)
	days = params{"DateFrom": "2024-11-01", "DateTo": "2024-11-30", "Currency": "CN"}
	s.do("billing.DescribeCostSummaryByPro", days)
	s.do("billing.DescribeCostSummaryByProject", days)
}

func contractMetering(s *stage) {
	s.do("metering.GetMetering", params{"EndTime": "20241101"})
}
