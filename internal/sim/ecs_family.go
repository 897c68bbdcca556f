package sim

import (
	"slices"
	"strings"
)

// ecsSpec is one size of a family.
type ecsSpec struct{ cpu, ram, gpu int }

// ecsFamily is a type of server with the sizes it is sold in.
type ecsFamily struct {
	name   string
	card   string // "" without a graphics card
	driver string
	specs  []ecsSpec
}

// id is what SpecFamilyId shows.
func (f ecsFamily) id() string { return uuidOf(0, "ecs family "+f.name, 0) }

// cardID is what GpuTypeId shows; the documentation prints one.
func (f ecsFamily) cardID() string {
	switch f.card {
	case "":
		return ""
	case "NVIDIA RTX A5000":
		return "6d103608-79ba-11ec-b4f5-0456e530f43e"
	}
	return uuidOf(0, "graphics card "+f.card, 0)
}

// ecsFamilies are the families the documentation names. Sizes beyond its
// samples are not documented.
func ecsFamilies() []ecsFamily {
	a5000, rtx3090 := "NVIDIA RTX A5000", "NVIDIA RTX 3090"
	return []ecsFamily{
		{name: "Cpu计算型C4", specs: []ecsSpec{{2, 4, 0}, {4, 8, 0}, {8, 16, 0}, {16, 32, 0}}},
		{name: "Cpu计算型C3", specs: []ecsSpec{{4, 8, 0}, {8, 16, 0}, {16, 32, 0}, {32, 64, 0}}},
		{name: "Cpu密集计算型I3", specs: []ecsSpec{{1, 1, 0}, {2, 2, 0}, {4, 4, 0}, {8, 8, 0}}},
		{name: "专业渲染型rp3", card: a5000, driver: "Datacenter", specs: []ecsSpec{{16, 32, 1}, {32, 64, 2}}},
		{name: "专业渲染型rp2", card: a5000, driver: "Datacenter", specs: []ecsSpec{{16, 32, 1}, {32, 64, 2}}},
		{name: "极速渲染型re3", card: rtx3090, driver: "Geforce", specs: []ecsSpec{{12, 24, 1}, {24, 48, 2}}},
	}
}

// soldIn tells whether a zone has the family: graphics cards stand at some of
// the edge nodes. Not documented.
func (f ecsFamily) soldIn(z ecsZone) bool {
	withCards := []string{"CN_Hohhot_B", "CN_Suqian_A", "CN_Suqian_B", "CN_Dongguan_A", "CN_Guiyang_A"}
	return f.card == "" || slices.Contains(withCards, z.Code)
}

// ecsFamilyNamed finds a family. The documentation's samples write CPU for Cpu,
// and Ram专业渲染型rp3 for 专业渲染型rp3.
func ecsFamilyNamed(name string, z ecsZone) (ecsFamily, error) {
	plain := func(s string) string {
		s = strings.ToLower(s)
		return strings.TrimPrefix(strings.TrimPrefix(s, "ram"), "gpu")
	}
	families := ecsFamilies()
	i := slices.IndexFunc(families, func(f ecsFamily) bool { return plain(f.name) == plain(name) })
	if i < 0 || !families[i].soldIn(z) {
		return ecsFamily{}, refusalECSFamily
	}
	return families[i], nil
}

// ecsSpecOf finds the family and the size that are asked for. Without a family
// (DescribePrice allows that) the first one with the size is meant.
func ecsSpecOf(r Request, z ecsZone) (ecsFamily, ecsSpec, error) {
	want := ecsSpec{r.Int("Cpu"), r.Int("Ram"), r.Int("Gpu")}
	if name := r.Str("EcsFamilyName"); name != "" {
		f, err := ecsFamilyNamed(name, z)
		if err == nil && !slices.Contains(f.specs, want) {
			err = refusalECSSpec
		}
		return f, want, err
	}
	for _, f := range ecsFamilies() {
		if f.soldIn(z) && slices.Contains(f.specs, want) {
			return f, want, nil
		}
	}
	return ecsFamily{}, want, refusalECSSpec
}

// describeECSFamilies lists the same sizes for both ways of paying.
func describeECSFamilies(w *World, r Request) (Reply, error) {
	z, err := ecsZoneByCode(r.Str("AvailableZoneCode"))
	if err != nil {
		return Reply{}, err
	}
	families := []any{}
	for _, f := range ecsFamilies() {
		if !f.soldIn(z) {
			continue
		}
		specs := []any{}
		for _, s := range f.specs {
			specs = append(specs, r.Record("Data.EcsFamilyInfo[].SpecList[]", obj{
				"Cpu": s.cpu, "Ram": s.ram, "Gpu": s.gpu,
				"GpuShowType": f.card, "GpuTypeId": f.cardID(), "SupportGpuDriver": f.driver,
			}))
		}
		families = append(families, r.Record("Data.EcsFamilyInfo[]", obj{"EcsFamilyName": f.name, "SpecList": specs}))
	}
	return Reply{Data: obj{"EcsFamilyInfo": families}}, nil
}
