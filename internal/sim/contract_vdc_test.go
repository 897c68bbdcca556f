package sim

import "time"

func contractVdcs(s *stage) {
	vdc := s.doDone("network.vdc.CreateVdc", params{"RegionId": "CN_Beijing_A", "VdcName": "contract"})[0]
	inVdc := params{"VdcId": vdc}
	public := s.doDone("network.vdc.CreatePublicNetwork", with(inVdc, params{"Name": "n", "Type": "BGP_4", "BillingMethod": "Bandwidth", "Qos": 10, "IPNum": 4}))[0]
	private := s.doDone("network.vdc.CreatePrivateNetwork", inVdc)[0]
	s.do("network.vdc.DescribeVdc", inVdc)
	s.do("network.vdc.ModifyVdcName", with(inVdc, params{"VdcName": "renamed"}))
	s.doDone("network.vdc.ModifyPublicNetwork", params{"PublicId": public, "Qos": "100"})
	s.do("network.vdc.RenewPublicNetwork", params{"PublicId": public, "AutoRenew": 0})
	s.doDone("network.vdc.AddPublicIp", params{"PublicId": public, "Number": 8})
	segment := at(s.vdc(vdc), "PublicNetwork", 0, "Segments", 1, "SegmentId")
	s.doDone("network.vdc.DeletePublicIp", params{"SegmentId": segment})
	s.do("network.vdc.DescribeBandwidthTraffic", params{"NetworkId": public})
	s.do("network.vdc.DescribePipeUtilization", nil)
	s.do("network.vdc.VDCBandwidthBillingScheme", params{"RegionId": "CN_Beijing_A", "Type": "wan"})
	s.do("network.vdc.VDCBandwidthUnitPrice", params{"RegionId": "CN_Beijing_A", "Type": "wan", "BandwidthType": "VDC_Bandwidth_BGP", "BillingScheme": "Bandwidth"})
	s.do("network.vdc.DeletePublicNetwork", params{"PublicId": public})
	s.doDone("network.vdc.DeletePrivateNetwork", params{"PrivateId": private})
	s.pass(10 * time.Second)
	s.doDone("network.vdc.DeleteVdc", inVdc)
}

func contractGPNs(s *stage) {
	vdc, _, first := s.plant()
	second := s.made("network.vdc.CreatePrivateNetwork", params{"VdcId": vdc})
	third := s.made("network.vdc.CreatePrivateNetwork", params{"VdcId": vdc})
	point := func(id string) params { return params{"VdcId": vdc, "AccessPointType": "vdc", "PrivateId": id} }
	s.do("network.vdc.DescribeAccessInfo", params{"Type": "vdc"})
	gpn := params{"GpnId": s.doDone("network.vdc.CreateGPN", params{
		"Name": "gpn", "Qos": 5, "AccessPoint": []any{point(first), point(second)}, "PopAccessPoint": []any{},
	})[0]}
	s.do("network.vdc.DescribeGPN", gpn)
	s.doDone("network.vdc.AddAccessPoint", with(gpn, params{"VdcAdd": []any{point(third)}, "PopAdd": []any{}}))
	s.doDone("network.vdc.DeleteAccessPoint", with(gpn, params{"DelPoints": []string{third}}))
	s.doDone("network.vdc.DeleteGpn", gpn)
}
