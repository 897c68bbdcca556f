package sim

import (
	"slices"
	"strings"
	"time"
)

// ecsOS is what a system disk is made from.
type ecsOS struct {
	imageID, imageName string
	family, version    string // Centos, 7.4
	size               int    // GB
	driver             string // of the graphics card, "" for none
	uses               []string
}

func (o ecsOS) windows() bool { return o.family == "Windows" }

// fits tells whether a system can run on a family: one with a graphics card
// needs an image with its driver.
func (o ecsOS) fits(f ecsFamily) bool {
	if f.card == "" {
		return slices.Contains(o.uses, "cpu")
	}
	return slices.Contains(o.uses, "gpu") && o.driver == f.driver
}

func (o ecsOS) user() string {
	if o.windows() {
		return "administrator"
	}
	return "root"
}

// publicECSImages are the provider's own. Three of the names are documented.
func publicECSImages() []ecsOS {
	cpu, gpu, both := []string{"cpu"}, []string{"gpu"}, []string{"cpu", "gpu"}
	list := []ecsOS{
		{imageName: "Centos 7.4 64位", family: "Centos", version: "7.4", size: 24, uses: cpu},
		{imageName: "Centos 7.9 64位", family: "Centos", version: "7.9", size: 24, uses: cpu},
		{imageName: "Debian 11.3 64位", family: "Debian", version: "11.3", size: 24, uses: cpu},
		{imageName: "Ubuntu 18.04 64位", family: "Ubuntu", version: "18.04", size: 24, uses: cpu},
		{imageName: "Ubuntu 20.04 64位", family: "Ubuntu", version: "20.04", size: 24, driver: "Datacenter", uses: both},
		{imageName: "Ubuntu 22.04 64位", family: "Ubuntu", version: "22.04", size: 24, uses: cpu},
		{imageName: "Ubuntu 20.04 64位-GPU-Geforce", family: "Ubuntu", version: "20.04", size: 24, driver: "Geforce", uses: gpu},
		{imageName: "Windows 2019 64位", family: "Windows", version: "2019", size: 40, uses: cpu},
		{imageName: "Windows 10 64位-GPU-Geforce", family: "Windows", version: "10", size: 40, driver: "Geforce", uses: gpu},
		{imageName: "Windows 10 64位-GPU-Datacenter", family: "Windows", version: "10", size: 40, driver: "Datacenter", uses: gpu},
	}
	for i := range list {
		list[i].imageID = uuidOf(0, "ecs image "+list[i].imageName, 0)
	}
	return list
}

// publicImageTime is when the provider published its images.
var publicImageTime = time.Date(2022, 1, 24, 17, 46, 17, 0, clockZone)

// The words of an image's Status. Only running is documented.
const (
	imageCreating = "creating"
	imageSyncing  = "syncing"
	imageRunning  = "running"
	imageDeleting = "deleting"
	imageError    = "error"
)

func imageStatusTitle(status string) string {
	return map[string]string{
		imageCreating: "创建中", imageSyncing: "同步中", imageRunning: "可用", imageDeleting: "删除中", imageError: "错误",
	}[status]
}

// ecsImage is a private image with its copies.
type ecsImage struct {
	os      ecsOS
	created time.Time
	copies  []*imageCopy // oldest first
}

// imageCopy is an image at one zone.
type imageCopy struct {
	zone   ecsZone
	status string
}

func (m *ecsImage) copyIn(z ecsZone) *imageCopy {
	i := slices.IndexFunc(m.copies, func(c *imageCopy) bool { return c.zone.Code == z.Code })
	if i < 0 {
		return nil
	}
	return m.copies[i]
}

// ecsImageFor finds the image of an order, by id or by name.
func (w *World) ecsImageFor(want string, z ecsZone) (ecsOS, error) {
	for _, o := range publicECSImages() {
		if o.imageID == want || o.imageName == want {
			return o, nil
		}
	}
	for m := range w.ecs.images.All() {
		if m.os.imageID != want && m.os.imageName != want {
			continue
		}
		if c := m.copyIn(z); c != nil && c.status == imageRunning {
			return m.os, nil
		}
	}
	return ecsOS{}, refusalNoImage
}

// describeECSImages has one row for an image and a zone, as its fields AzId and
// AvailableZoneCode demand.
func describeECSImages(w *World, r Request) (Reply, error) {
	here, err := placeFilter(r)
	if err != nil {
		return Reply{}, err
	}
	ids := r.Strs("ImageIds")
	wanted := func(o ecsOS) bool { return len(ids) == 0 || slices.Contains(ids, o.imageID) }
	list := []any{}
	for m := range w.ecs.images.All() {
		for _, c := range m.copies {
			if wanted(m.os) && here(c.zone) {
				list = append(list, imageRecord(r, "private", m.os, c.zone, c.status, m.created))
			}
		}
	}
	for _, o := range publicECSImages() {
		for _, z := range ecsZones() {
			if wanted(o) && here(z) {
				list = append(list, imageRecord(r, "public", o, z, imageRunning, publicImageTime))
			}
		}
	}
	rows, beside, err := pageBeside(r, list)
	return Reply{Data: obj{"ImageList": rows}, Beside: beside}, err
}

func imageRecord(r Request, kind string, o ecsOS, z ecsZone, status string, created time.Time) obj {
	return r.Record("Data.ImageList[]", obj{
		"TemplateType": kind, "ImageId": o.imageID, "ImageName": o.imageName,
		"Status": status, "StatusDisplay": imageStatusTitle(status),
		"OsType": o.family, "OsBit": 64, "OsVersion": o.version, "OsSize": o.size,
		"SupportGpuDriver": o.driver, "SupportType": o.uses, "Username": o.user(),
		"AzId": z.id, "AzName": z.Name, "AvailableZoneCode": z.Code, "CreateTime": stamp(created),
	})
}

// newECSImage registers a private image that is being made in a zone.
func (w *World) newECSImage(name string, from ecsOS, size int, z ecsZone) (*ecsImage, *imageCopy) {
	c := &imageCopy{zone: z, status: imageCreating}
	m := &ecsImage{os: from, created: w.now, copies: []*imageCopy{c}}
	m.os.imageID, m.os.imageName, m.os.size = w.shortID("img"), name, size
	w.ecs.images.Put(m.os.imageID, m)
	return m, c
}

func createECSImage(w *World, r Request) (Reply, error) {
	s, err := w.ecsByID(r.Str("EcsId"))
	if err != nil {
		return Reply{}, err
	}
	if !s.usable() {
		return Reply{}, refusalECSState
	}
	if !validName(r.Str("Name")) {
		return Reply{}, malformed("InvalidParameter", "Name")
	}
	m, c := w.newECSImage(r.Str("Name"), s.os, s.system.size, s.zone)
	before := s.status
	s.status = ecsCreatingImage
	id := w.Begin(Work{
		System: taskECS, Type: "create_image", Takes: 8 * time.Second, Resources: []string{m.os.imageID},
		Done:   func() { s.status, c.status = before, imageRunning },
		Failed: func() { s.status, c.status = before, imageError },
	})
	return Reply{TaskID: id, Data: r.Record("Data", obj{"EventId": id, "ImageId": m.os.imageID})}, nil
}

// deleteECSImage removes private images from one zone, or from all. Servers made
// from them stay as they are.
func deleteECSImage(w *World, r Request) (Reply, error) {
	ids := r.Strs("ImageIds")
	list, err := w.imageCopies(r, ids)
	if err != nil {
		return Reply{}, err
	}
	for _, c := range list {
		c.status = imageDeleting
	}
	id := w.Begin(Work{
		System: taskECS, Type: "delete_image", Takes: 4 * time.Second, Resources: ids,
		Done: func() { w.forgetCopies(ids, list) },
		Failed: func() {
			for _, c := range list {
				c.status = imageError
			}
		},
	})
	return Reply{TaskID: id, Data: r.Record("Data", obj{"EventId": id})}, nil
}

// imageCopies finds the copies of private images in the zone a request names,
// or in all; nothing may be being done to them.
func (w *World) imageCopies(r Request, ids []string) ([]*imageCopy, error) {
	here, err := placeFilter(r)
	if err != nil {
		return nil, err
	}
	var list []*imageCopy
	for _, id := range ids {
		m, err := w.privateECSImage(id)
		if err != nil {
			return nil, err
		}
		found := false
		for _, c := range m.copies {
			if !here(c.zone) {
				continue
			}
			if c.status != imageRunning && c.status != imageError {
				return nil, refusalOperation
			}
			list, found = append(list, c), true
		}
		if !found {
			return nil, refusalNoImage
		}
	}
	return list, nil
}

// forgetCopies removes copies, and the images that have none left.
func (w *World) forgetCopies(ids []string, gone []*imageCopy) {
	for _, id := range ids {
		m, ok := w.ecs.images.Get(id)
		if !ok {
			continue
		}
		m.copies = slices.DeleteFunc(m.copies, func(c *imageCopy) bool { return slices.Contains(gone, c) })
		if len(m.copies) == 0 {
			w.ecs.images.Delete(id)
		}
	}
}

// privateECSImage finds one of the account's images; public ones cannot be
// changed.
func (w *World) privateECSImage(id string) (*ecsImage, error) {
	if m, ok := w.ecs.images.Get(id); ok {
		return m, nil
	}
	if slices.ContainsFunc(publicECSImages(), func(o ecsOS) bool { return o.imageID == id }) {
		return nil, refusalOperation
	}
	return nil, refusalNoImage
}

func syncECSImage(w *World, r Request) (Reply, error) {
	m, err := w.privateECSImage(r.Str("ImageId"))
	if err != nil {
		return Reply{}, err
	}
	if !slices.ContainsFunc(m.copies, func(c *imageCopy) bool { return c.status == imageRunning }) {
		return Reply{}, refusalOperation
	}
	var added []*imageCopy
	for _, code := range r.Strs("AvailableZoneCodes") {
		z, err := ecsZoneByCode(strings.TrimSpace(code))
		if err != nil {
			return Reply{}, err
		}
		twice := slices.ContainsFunc(added, func(c *imageCopy) bool { return c.zone.Code == z.Code })
		if twice || m.copyIn(z) != nil {
			return Reply{}, refusalOperation
		}
		added = append(added, &imageCopy{zone: z, status: imageSyncing})
	}
	if len(added) == 0 {
		return Reply{}, malformed("InvalidParameter", "AvailableZoneCodes")
	}
	m.copies = append(m.copies, added...)
	settle := func(status string) func() {
		return func() {
			for _, c := range added {
				c.status = status
			}
		}
	}
	id := w.Begin(Work{
		System: taskECS, Type: "sync_image", Takes: 8 * time.Second, Resources: []string{m.os.imageID},
		Done: settle(imageRunning), Failed: settle(imageError),
	})
	return Reply{TaskID: id, Data: r.Record("Data", obj{"EventId": id})}, nil
}
