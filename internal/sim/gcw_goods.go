package sim

import "slices"

// desktopSite is a place that sells desktops. Ids and names are those of the
// documentation's samples; zone is the same place in the VPC chapter.
type desktopSite struct {
	id, name, cityID, city, pod, zone string
	ssd                               bool // cloud disks can be had
}

// regionOfSites is the one region the documentation shows sites in.
const regionOfSites = "408fd19e-fa78-11e6-bd9a-30b49e091019"

func desktopSites() []desktopSite {
	return []desktopSite{
		{"32e6fd62-9bac-11ec-875a-2a8d1f4e167e", "襄阳A", "d318e1a2-9bab-11ec-875a-2a8d1f4e167e", "襄阳", "POD210", "CN_Xiangyang_A", true},
		{"f7c3c7a6-8d5f-11ec-9311-5293695d0ddd", "宿迁A", "39c6ed64-8d5f-11ec-9247-5293695d0ddd", "宿迁", "POD203", "CN_Suqian_A", true},
		{"09a38804-c1ee-11ec-bd22-4641dfd57315", "宿迁B", "39c6ed64-8d5f-11ec-9247-5293695d0ddd", "宿迁", "POD215", "CN_Suqian_B", true},
		{"ebbfcb70-a98f-11ec-926b-8aaa763f849e", "娄底A", "30044852-a985-11ec-82c4-bec056b60a5c", "娄底", "POD208", "CN_Loudi_A", true},
		{"9efa59c0-a0db-11ec-aefa-1efd5a8f8465", "保定A", "6d0c8d5e-a0da-11ec-a7f3-1efd5a8f8465", "保定", "POD206", "CN_Baoding_A", false},
		{"e5aa47be-da46-11ec-bad2-defff767b3b5", "西安A", "b40d8a2c-da45-11ec-8b6f-defff767b3b5", "西安", "POD219", "CN_Xian_A", true},
	}
}

func findSite(id string) (desktopSite, bool) {
	sites := desktopSites()
	i := slices.IndexFunc(sites, func(s desktopSite) bool { return s.id == id })
	if i < 0 {
		return desktopSite{}, false
	}
	return sites[i], true
}

// siteOf reads the siteId parameter.
func siteOf(r Request) (desktopSite, error) {
	s, ok := findSite(r.Str("siteId"))
	if !ok {
		return s, refusalNoSite
	}
	return s, nil
}

// desktopProduct is one size of desktop. Its disk is the local one.
type desktopProduct struct {
	id, name, gpu   string
	goods, cpu, ram int
	gpuRAM, disk    int
	soldOut         string // the site that has none left, so that 13000 can be met; not documented
}

func (p desktopProduct) price() desktopPrice { return priceDesktop[p.goods] }

func desktopProducts() []desktopProduct {
	return []desktopProduct{
		{id: "e0997510-1b69-4de8-85a8-cc44b2dd28f8", name: "图形工作站型", gpu: "NVIDIA A5000", goods: 15264, cpu: 14, ram: 25, gpuRAM: 24, disk: 150, soldOut: "09a38804-c1ee-11ec-bd22-4641dfd57315"},
		{id: "745f6546-dc5f-492f-82d1-9eb47cd9fa2d", name: "图形处理型", gpu: "NVIDIA RTX 4000", goods: 15273, cpu: 8, ram: 16, gpuRAM: 8, disk: 100},
		{id: "56a38804-cdee-1aec-bd22-3141dfd57235", name: "标准办公型", gpu: "NVIDIA T4", goods: 15282, cpu: 4, ram: 8, gpuRAM: 4, disk: 80},
	}
}

func findProduct(match func(desktopProduct) bool) (desktopProduct, bool) {
	list := desktopProducts()
	i := slices.IndexFunc(list, match)
	if i < 0 {
		return desktopProduct{}, false
	}
	return list[i], true
}

// desktopImage is a system a desktop can be installed with. There is no call
// to make a private one; the account has two.
type desktopImage struct {
	id, name, detail, os, status string
	private                      bool
	size                         int
}

// usable tells whether desktops can be made from it: the documentation allows
// two of its states.
func (m desktopImage) usable() bool { return m.status == "Available" || m.status == "Using" }

// desktopImages lists what a product can run. The ids of the second product's
// are the documentation's.
func (w *World) desktopImages(p desktopProduct) []desktopImage {
	first, second := uuidOf(0, "desktop image "+p.id, 1), uuidOf(0, "desktop image "+p.id, 2)
	if p.goods == 15273 {
		first, second = "0e0f9143-35c5-4368-8c62-4bab440a9b9d", "dcd81283-d2e9-456d-9f03-803b83ecc25a"
	}
	private := func(n int64) string { return uuidOf(w.number, "private desktop image "+p.id, n) }
	return []desktopImage{
		{id: first, name: "Windows10-公共镜像-" + p.name, os: "windows", status: "Available", size: 72},
		{id: second, name: "Ubuntu20.04-公共镜像-" + p.name, os: "linux", status: "Available", size: 32},
		{id: private(1), name: "定制模板", detail: "dass-" + gcwCustomer + "-windows10-Geforce-1655190089526", os: "windows", status: "Available", private: true, size: 72},
		{id: private(2), name: "设计部标准桌面", detail: "dass-" + gcwCustomer + "-windows11-Studio-1699840512030", os: "windows", status: "Creating", private: true, size: 80},
	}
}

func (w *World) desktopImage(p desktopProduct, id string) (desktopImage, bool) {
	list := w.desktopImages(p)
	i := slices.IndexFunc(list, func(m desktopImage) bool { return m.id == id })
	if i < 0 {
		return desktopImage{}, false
	}
	return list[i], true
}

// querySites answers an unknown site with an empty list: the operation
// documents no refusal.
func querySites(w *World, r Request) (Reply, error) {
	data := []any{}
	for _, s := range desktopSites() {
		if r.Has("siteId") && s.id != r.Str("siteId") {
			continue
		}
		data = append(data, r.Record("Data[]", obj{
			"siteId": s.id, "siteName": s.name, "cityId": s.cityID, "cityName": s.city,
			"podName": s.pod, "regionId": regionOfSites, "regionName": "中国大陆",
		}))
	}
	return Reply{Data: data}, nil
}

func queryProducts(w *World, r Request) (Reply, error) {
	data := []any{}
	for _, p := range desktopProducts() {
		for _, s := range desktopSites() {
			if r.Has("siteId") && s.id != r.Str("siteId") {
				continue
			}
			data = append(data, r.Record("Data[]", obj{
				"siteId": s.id, "productId": p.id, "goodsId": p.goods, "cpuCores": p.cpu, "memorySize": p.ram,
				"gpuModel": p.gpu, "gpuRam": p.gpuRAM, "os": "windows", "systemDiskSize": p.disk,
				"requirePrice": perMinute(p.price().hour), "monthPrice": p.price().month.Float(), "isAllowSsd": bit(s.ssd),
			}))
		}
	}
	return Reply{Data: data}, nil
}

// bit is a truth value as the chapter writes it.
func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

func queryDesktopImages(w *World, r Request) (Reply, error) {
	sites := desktopSites()
	if r.Has("siteId") {
		s, err := siteOf(r)
		if err != nil {
			return Reply{}, err
		}
		sites = []desktopSite{s}
	}
	data := []any{}
	for _, p := range desktopProducts() {
		if r.Has("productId") && p.id != r.Str("productId") {
			continue
		}
		public, private := []any{}, []any{}
		for _, m := range w.desktopImages(p) {
			if m.private {
				private = append(private, desktopImageRecord(r, "data[].privateImages[]", m, sites))
			} else {
				public = append(public, desktopImageRecord(r, "data[].publicImages[]", m, sites))
			}
		}
		data = append(data, r.Record("data[]", obj{
			"productId": p.id, "productName": p.name, "publicImages": public, "privateImages": private,
		}))
	}
	if len(data) == 0 {
		return Reply{}, refusalNoProduct
	}
	return Reply{Data: data, Beside: obj{"status": 0}}, nil
}

func desktopImageRecord(r Request, path string, m desktopImage, sites []desktopSite) obj {
	kind := "Public"
	if m.private {
		kind = "Private"
	}
	places := []any{}
	for _, s := range sites {
		places = append(places, r.Record(path+".imageSites[]", obj{
			"imageSiteId": uuidOf(0, "site "+s.id+" of image "+m.id, 1),
			"siteId":      s.id, "siteName": s.name, "status": m.status,
		}))
	}
	return r.Record(path, obj{
		"imageId": m.id, "imageName": m.name, "detailName": m.detail, "imageType": kind,
		"osType": m.os, "imageSize": m.size, "imageSites": places,
	})
}
