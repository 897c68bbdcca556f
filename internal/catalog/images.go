package catalog

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"yunque/internal/cloud"
	"yunque/internal/cloud/ecs"
	"yunque/internal/resource"
)

// imageStates are the words of an image's copies; only running is documented.
var imageStates = words{
	"running":  {resource.OK, "available"},
	"creating": {resource.Busy, "creating"},
	"building": {resource.Busy, "creating"},
	"syncing":  {resource.Busy, "image.syncing"},
	"updating": {resource.Busy, "updating"},
	"deleting": {resource.Busy, "deleting"},
	"error":    {resource.Failed, "error"},
}

// Image is one image with its copies. The provider has a row for each zone: a
// new image is in one zone, and is copied to others.
type Image struct {
	ecs.Image
	Copies []ImageCopy
	Serves []Elastic // servers made of it, of an image that is read by itself
}

// ImageCopy is an image in one zone.
type ImageCopy struct {
	Zone, Code string
	Status     string
	Created    time.Time
}

func (m Image) id() string    { return string(m.ImageID) }
func (m Image) name() string  { return m.ImageName }
func (m Image) private() bool { return m.TemplateType == "private" }

// status is the word of the copy that deserves the most attention: one that is
// changing, else one that is broken.
func (m Image) status() string {
	for _, tone := range []resource.Tone{resource.Busy, resource.Failed, resource.Unknown} {
		for _, c := range m.Copies {
			if imageStates.state(c.Status).Tone == tone {
				return c.Status
			}
		}
	}
	return m.Status
}

func (m Image) in(zone string) bool {
	return slices.ContainsFunc(m.Copies, func(c ImageCopy) bool { return c.Code == zone })
}

// zones are the names of the zones that have a copy.
func (m Image) zones() []string {
	var names []string
	for _, c := range m.Copies {
		names = append(names, cmp.Or(c.Zone, c.Code))
	}
	return names
}

// Images are the images elastic servers are made from (ecs).
var Images = &resource.Kind[Image]{
	Slug: "images", Icon: "photo", Group: "compute",

	ID:    Image.id,
	Name:  Image.name,
	State: func(m Image) resource.State { return imageStates.state(m.status()) },

	List: listImages,
	Get:  getImage,
	Search: func(m Image) []string {
		return append(m.zones(), m.id(), m.ImageName, m.OSType, string(m.OSVersion), m.SupportGPUDriver)
	},

	Columns: []resource.Column[Image]{
		{Key: "name", Cell: func(m Image) resource.Cell { return named("images", m.id(), m.ImageName) }, Less: byName(Image.name)},
		{Key: "status", Cell: func(m Image) resource.Cell {
			return resource.Cell{Kind: resource.StatusCell, State: imageStates.state(m.status())}
		}, Less: by(Image.status)},
		{Key: "type", Cell: imageType, Less: by(func(m Image) string { return m.TemplateType })},
		{Key: "os", Cell: imageOS, Less: byName(func(m Image) string { return m.OSType + string(m.OSVersion) })},
		{Key: "use", Cell: imageUse},
		{Key: "size", Cell: imageSize, Right: true, Less: by(func(m Image) int { return int(m.OSSize) })},
		{Key: "zones", Cell: imageZones, Less: by(func(m Image) int { return len(m.Copies) })},
		{Key: "created", Cell: func(m Image) resource.Cell { return when(m.CreateTime.Time) }, Less: by(func(m Image) int64 { return m.CreateTime.Unix() })},
	},
	Filters: []resource.Property[Image]{
		{Key: "type", Quick: true, Known: []resource.Choice{imageTypeChoice("private"), imageTypeChoice("public")},
			Values: func(m Image) []resource.Choice { return []resource.Choice{imageTypeChoice(m.TemplateType)} }},
		{Key: "status", Values: func(m Image) []resource.Choice { return []resource.Choice{imageStates.value(m.status())} }},
		{Key: "os", Values: func(m Image) []resource.Choice { return plain(m.OSType) }},
		{Key: "zone", Values: func(m Image) []resource.Choice {
			var out []resource.Choice
			for _, c := range m.Copies {
				out = append(out, resource.Choice{Value: c.Code, Label: resource.Lit(cmp.Or(c.Zone, c.Code))})
			}
			return out
		}},
	},
	Sections: []resource.Facts[Image]{
		{Key: "basic", List: []resource.FactOf[Image]{
			{Key: "type", Cell: imageType},
			{Key: "created", Cell: func(m Image) resource.Cell { return when(m.CreateTime.Time) }},
			{Key: "size", Cell: imageSize},
		}},
		{Key: "system", List: []resource.FactOf[Image]{
			{Key: "os", Cell: imageOS},
			{Key: "bits", Cell: func(m Image) resource.Cell { return resource.Cell{Text: resource.T("image.bits", int(m.OSBit))} }},
			{Key: "user", Cell: func(m Image) resource.Cell { return mono(m.Username) }},
			{Key: "use", Cell: imageUse},
			{Key: "driver", IfAny: true, Cell: func(m Image) resource.Cell { return text(m.SupportGPUDriver) }},
		}},
	},
	Related: []resource.Related[Image]{imageCopies.AlsoFirst(), imageServers},
	Ops:     imageOps,
}

// listImages reads the images of all zones. The call takes no page: it answers
// with everything.
func listImages(ctx context.Context, c cloud.Caller) ([]Image, error) {
	return readImages(ctx, c, ecs.DescribeImagesRequest{})
}

// getImage reads an image with the servers made of it, which tell no more of
// it than its name.
func getImage(ctx context.Context, c cloud.Caller, id string) (Image, error) {
	var found []Image
	var servers []Elastic
	group, both := errgroup.WithContext(ctx)
	group.Go(func() (err error) {
		found, err = readImages(both, c, ecs.DescribeImagesRequest{ImageIDs: cloud.ArrayText{id}})
		return err
	})
	group.Go(func() (err error) { servers, err = listElastic(both, c); return err })
	err := group.Wait()
	if err == nil && len(found) == 0 || cloud.HasCode(err, "InvalidImage.NotFound") {
		return Image{}, &resource.NotFound{Kind: "images", ID: id}
	}
	if err != nil {
		return Image{}, err
	}
	m := found[0]
	m.Serves = slices.DeleteFunc(servers, func(s Elastic) bool { return s.ImageName != m.ImageName })
	return m, nil
}

// readImages joins the rows of an image.
func readImages(ctx context.Context, c cloud.Caller, req ecs.DescribeImagesRequest) ([]Image, error) {
	out, err := ecs.DescribeImages.Call(ctx, c, req)
	var all []Image
	at := map[cloud.ID]int{}
	for _, row := range out.ImageList {
		i, known := at[row.ImageID]
		if !known {
			i = len(all)
			at[row.ImageID], all = i, append(all, Image{Image: row})
		}
		all[i].Copies = append(all[i].Copies, ImageCopy{row.AzName, row.AvailableZoneCode, row.Status, row.CreateTime.Time})
	}
	return all, err
}

func imageType(m Image) resource.Cell {
	return resource.Cell{Text: imageTypeChoice(m.TemplateType).Label}
}

// imageTypeChoice names public and private; another word is shown as it is.
func imageTypeChoice(t string) resource.Choice {
	if t == "public" || t == "private" {
		return resource.Choice{Value: t, Label: resource.T("image.type." + t)}
	}
	return resource.Choice{Value: t, Label: resource.Lit(t)}
}

func imageOS(m Image) resource.Cell { return text(m.OSType + " " + string(m.OSVersion)) }

// imageUse says which servers an image is for: those with graphics cards need
// one with their driver.
func imageUse(m Image) resource.Cell {
	c := resource.Cell{Kind: resource.TagsCell}
	for _, use := range m.SupportType {
		c.Tags = append(c.Tags, strings.ToUpper(use))
	}
	return c
}

func imageSize(m Image) resource.Cell {
	return resource.Cell{Kind: resource.NumberCell, Text: resource.T("cell.gb", int(m.OSSize))}
}

// imageZones names up to two zones; of more it is the number that matters.
func imageZones(m Image) resource.Cell {
	names := m.zones()
	if len(names) > 2 {
		return resource.Cell{Text: resource.T("image.zones", len(names))}
	}
	return resource.Cell{Text: resource.T("image.named_zones", resource.Names(names))}
}

var imageCopies = resource.Part("zones", "images",
	func(_ context.Context, _ cloud.Caller, m Image) ([]ImageCopy, error) { return m.Copies, nil },
	resource.Column[ImageCopy]{Key: "zone", Cell: func(c ImageCopy) resource.Cell { return two(c.Zone, c.Code) }},
	resource.Column[ImageCopy]{Key: "status", Cell: func(c ImageCopy) resource.Cell {
		return resource.Cell{Kind: resource.StatusCell, State: imageStates.state(c.Status)}
	}},
	resource.Column[ImageCopy]{Key: "created", Cell: func(c ImageCopy) resource.Cell { return when(c.Created) }},
)

var imageServers = resource.Part("servers", "images",
	func(_ context.Context, _ cloud.Caller, m Image) ([]Elastic, error) { return m.Serves, nil },
	resource.Column[Elastic]{Key: "server", Cell: func(s Elastic) resource.Cell { return named("ecs", s.id(), s.EcsName) }},
	resource.Column[Elastic]{Key: "state", Cell: elasticState},
	resource.Column[Elastic]{Key: "place", Cell: func(s Elastic) resource.Cell { return two(s.AzName, s.VpcName) }},
)
