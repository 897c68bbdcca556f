package sim

import (
	"fmt"
	"slices"
	"strings"

	"yunque/internal/apidoc"
)

// zone is a place of appendix 1.
type zone struct {
	ID        string `json:"region_id"`
	NameZh    string `json:"name_zh"`
	AreaZh    string `json:"area_zh"`
	BareMetal bool   `json:"bare_metal"`
}

// closedZone is the one zone that sells nothing new, so that the refusal
// Zone.NotOnSale can be met. Not documented.
const closedZone = "EUR_Netherlands_A"

func (z zone) onSale() bool { return z.ID != closedZone }

// longName is the name as DescribeAvailableResource prints it: 台北-可用区A.
func (z zone) longName() string {
	if i := strings.LastIndexByte(z.ID, '_'); i > 0 {
		return strings.TrimSuffix(z.NameZh, z.ID[i+1:]) + "-可用区" + z.ID[i+1:]
	}
	return z.NameZh
}

// image is a public template of appendix 4.
type image struct {
	ID     string `json:"id"`
	Family string `json:"family"`
}

func (i image) windows() bool { return strings.HasPrefix(i.ID, "Windows") }

// osType is the family as answers spell it.
func (i image) osType() string {
	if i.windows() {
		return "windows"
	}
	name, _, _ := strings.Cut(strings.ToLower(i.ID), "_")
	return name
}

// title is the display name: Centos_8.0_64 is "Centos 8.0 64位".
func (i image) title() string {
	return strings.Replace(strings.ReplaceAll(i.ID, "_", " "), " 64", " 64位", 1)
}

// systemSize is the template's own system disk in GB. Not documented.
func (i image) systemSize() int {
	if i.windows() {
		return 60
	}
	return 20
}

// namedCode is a row of the appendices that have a name and a code.
type namedCode struct {
	ID     string `json:"id"`
	NameZh string `json:"name_zh"`
}

// shelf is what can be bought: the documentation's appendices.
type shelf struct {
	zones      []zone
	images     []image
	types      []namedCode
	bandwidths []namedCode
	vpcRegions []vpcRegion
	vpcZones   []vpcZone
	vpcLines   []namedCode
}

func newShelf() shelf {
	c := apidoc.Load()
	var s shelf
	for name, v := range map[string]any{
		"zones": &s.zones, "public_templates": &s.images,
		"instance_types": &s.types, "bandwidth_types": &s.bandwidths,
		"vpc_regions": &s.vpcRegions, "vpc_zones": &s.vpcZones, "vpc_bandwidth_types": &s.vpcLines,
	} {
		if err := c.Appendix(name, v); err != nil {
			panic(fmt.Sprintf("sim: appendix %s: %v", name, err))
		}
	}
	// The appendix lacks the zone of the bare metal chapters' samples.
	s.zones = append(s.zones, zone{ID: "CN_Beijing_F", NameZh: "北京F", AreaZh: "中国大陆", BareMetal: true})
	return s
}

// Zone finds a zone by its id, in any case and with or without underscores:
// the documentation's own samples write cn_beijingA.
func (s *shelf) Zone(id string) (zone, bool) {
	plain := func(id string) string { return strings.ToLower(strings.ReplaceAll(id, "_", "")) }
	i := slices.IndexFunc(s.zones, func(z zone) bool { return plain(z.ID) == plain(id) })
	if i < 0 {
		return zone{}, false
	}
	return s.zones[i], true
}

// Image finds a public template.
func (s *shelf) Image(id string) (image, bool) {
	i := slices.IndexFunc(s.images, func(m image) bool { return m.ID == id })
	if i < 0 {
		return image{}, false
	}
	return s.images[i], true
}

// Type finds a server type of appendix 2.
func (s *shelf) Type(id string) (namedCode, bool) { return findCode(s.types, id) }

// findCode compares without case.
func findCode(list []namedCode, id string) (namedCode, bool) {
	i := slices.IndexFunc(list, func(n namedCode) bool { return strings.EqualFold(n.ID, id) })
	if i < 0 {
		return namedCode{}, false
	}
	return list[i], true
}

// displayedTypes are the server types DescribeAvailableResource offers. The
// others of appendix 2 can be bought as well, by those who know them.
func displayedTypes() []string {
	return []string{"Standard", "High", "Compute", "Memory", "CCS.C3", "CCS.G3", "CCS.R3", "CCS.IC3"}
}

// cpuSizes and ramSizes are the documented steps.
func cpuSizes() []int { return []int{1, 2, 4, 8, 10, 16, 32} }
func ramSizes() []int { return []int{1, 2, 4, 8, 12, 16, 24, 32, 48, 64, 96, 128} }

// specFits tells whether a type is sold with so many GB per core. Not
// documented beyond the two lists of sizes.
func specFits(typeID string, cpu, ram int) bool {
	least, most := 1, 8
	switch name := strings.ToUpper(typeID); {
	case strings.HasPrefix(name, "CCS.R"), name == "MEMORY":
		least = 4
	case strings.HasPrefix(name, "CCS.C"), strings.HasPrefix(name, "CCS.IC"), name == "COMPUTE":
		most = 4
	}
	return slices.Contains(cpuSizes(), cpu) && slices.Contains(ramSizes(), ram) && ram >= least*cpu && ram <= most*cpu
}

// diskGoods is what one type of disk is sold in.
type diskGoods struct {
	Type             string
	Min, Max, Step   int
	System, Packages bool // Packages: IOPS packages can be bought
}

// diskTypes are the documented types with the sizes DescribeAvailableResource
// prints.
func diskTypes() []diskGoods {
	return []diskGoods{
		{Type: "high_disk", Min: 100, Max: 4000, Step: 100},
		{Type: "ssd_disk", Min: 50, Max: 4000, Step: 50, Packages: true},
		{Type: "system_disk", Max: 500, Step: 10, System: true},
		{Type: "ssd_system_disk", Max: 500, Step: 10, System: true, Packages: true},
	}
}

func diskType(id string, system bool) (diskGoods, bool) {
	for _, d := range diskTypes() {
		if d.System == system && strings.EqualFold(d.Type, id) {
			return d, true
		}
	}
	return diskGoods{}, false
}

// fits tells whether a size is sold.
func (d diskGoods) fits(size int) bool {
	return size >= max(d.Min, 1) && size <= d.Max && size%d.Step == 0
}
