package sim

import "strings"

// The price table, in yuan a day. The prices of bandwidth and addresses are
// the documentation's; the others are not documented.
var (
	priceCore       = yuan(1.44)
	priceGB         = yuan(0.72)
	priceIOPSPack   = yuan(0.2)
	priceBandwidth  = yuan(3.312)
	priceAddress    = yuan(0.331)
	pricePeakFloor  = yuan(2.65) // Bandwidth_95: per Mb that is always paid
	priceTrafficGB  = yuan(0.8)
	pricePackageGB  = yuan(0.53)
	priceGPN        = yuan(9.6)
	priceDiskPerGB  = map[string]money{"high_disk": yuan(0.012), "ssd_disk": yuan(0.033), "system_disk": yuan(0.012), "ssd_system_disk": yuan(0.033)}
	familySurcharge = map[string]money{"high": 20, "ccs.c3": 12, "ccs.ic3": 5, "ccs.g3": 12, "ccs.r3": 14, "compute": 8}
)

// serverPrice is the daily price of cores and memory. Types other than the
// plain ones cost some per cent more.
func serverPrice(typeID string, cpu, ram int) money {
	base := priceCore*money(cpu) + priceGB*money(ram)
	return base + base*familySurcharge[strings.ToLower(typeID)]/100
}

// diskPrice is the daily price of a disk.
func diskPrice(d disk) money {
	return priceDiskPerGB[d.kind]*money(d.size) + priceIOPSPack*money(d.packages)
}

// The prices of elastic cloud servers, cloud disks and snapshots.
var (
	priceCard        = map[string]money{"NVIDIA RTX A5000": yuan(52.8), "NVIDIA RTX 3090": yuan(43.2)}
	ecsSurcharge     = map[string]money{"Cpu计算型C4": 12, "Cpu计算型C3": 8, "专业渲染型rp3": 10}
	priceCloudDiskGB = map[string]money{diskSSD: yuan(0.0336), diskLocal: yuan(0.012)}
	priceSnapshotGB  = yuan(0.004)
)

// ecsPrice is the daily price of an elastic cloud server without its disks.
func ecsPrice(f ecsFamily, s ecsSpec) money {
	base := priceCore*money(s.cpu) + priceGB*money(s.ram)
	return base + base*ecsSurcharge[f.name]/100 + priceCard[f.card]*money(s.gpu)
}

// cloudDiskPrice is the daily price of a disk of an elastic cloud server.
func cloudDiskPrice(feature string, size int) money { return priceCloudDiskGB[feature] * money(size) }

// bandwidthPrice is the daily price of a public network and its addresses.
func bandwidthPrice(billing string, qos, addresses int) money {
	per := money(0)
	switch strings.ToLower(billing) {
	case "bandwidth":
		per = priceBandwidth
	case "bandwidth_95":
		per = pricePeakFloor
	}
	return per*money(qos) + priceAddress*money(addresses)
}

// The prices of cloud desktops. Those of goods 15264, of bandwidth and of
// addresses are the documentation's.
var (
	priceDesktopMbit    = yuan(0.3)
	priceDesktopAddress = yuan(0.5)
	priceDesktop        = map[int]desktopPrice{
		15264: {hour: yuan(11.21), month: yuan(3364)},
		15273: {hour: yuan(5.4), month: yuan(1680)},
		15282: {hour: yuan(1.92), month: yuan(620)},
	}
)

// desktopPrice is what one kind of desktop costs under either way of paying.
type desktopPrice struct{ hour, month money }

// vpcLinePrice is the daily price of one Mb of a bandwidth type of appendix 6.
// Only that of Bandwidth_China_Telecom is documented.
func vpcLinePrice(line string) money {
	switch line {
	case "Bandwidth_CMCC":
		return yuan(2.98)
	case "Bandwidth_Multi_ISP_BGP":
		return yuan(4.96)
	}
	return priceBandwidth
}
