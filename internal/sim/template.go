package sim

import (
	"net/http"
	"slices"
	"strings"
	"time"
)

// The words of a template's Status. Only normal is documented.
const (
	templateNormal   = "normal"
	templateCreating = "creating"
	templateSyncing  = "syncing"
	templateDeleting = "deleting"
	templateError    = "error"
)

// template is an image made from a server, with its copies in other zones.
type template struct {
	id, name   string
	imageID    string
	osType     string
	systemSize int
	created    time.Time
	copies     []*templateCopy
}

// templateCopy is a template in one zone.
type templateCopy struct {
	zone   zone
	status string
}

var refusalNoTemplate = Refusal{http.StatusNotFound, "InvalidLaunchTemplateVersion.NotFound", "The specified template does not exist."}

func registerTemplates(s *Server) {
	s.handle("ccs.template.CreateTemplate", createTemplate)
	s.handle("ccs.template.DeleteTemplate", deleteTemplate)
	s.handle("ccs.template.SyncTemplate", syncTemplate)
	s.handle("ccs.template.DescribeTemplateInfo", describeTemplateInfo)
}

func (t *template) copyIn(z zone) *templateCopy {
	i := slices.IndexFunc(t.copies, func(c *templateCopy) bool { return c.zone == z })
	if i < 0 {
		return nil
	}
	return t.copies[i]
}

// normalIn tells whether servers of a zone can be made from the template.
func (t *template) normalIn(z zone) bool {
	c := t.copyIn(z)
	return c != nil && c.status == templateNormal
}

// status is the template's own: normal once one copy is.
func (t *template) status() string {
	for _, c := range t.copies {
		if c.status == templateNormal {
			return templateNormal
		}
	}
	return t.copies[0].status
}

// createTemplate makes an image of a server. PowerOn asks for a running
// server; without it the server may run or not.
func createTemplate(w *World, r Request) (Reply, error) {
	i, err := w.settledInstance(r, r.Str("InstanceId"))
	if err != nil {
		return Reply{}, err
	}
	if i.status == instanceError || r.Bool("PowerOn") && i.status != instanceRunning {
		return Reply{}, refusalInstanceBusy
	}
	if !validName(r.Str("DisplayName")) {
		return Reply{}, malformed("InvalidParameter", "DisplayName")
	}
	c := &templateCopy{i.vdc.zone, templateCreating}
	t := &template{
		id: w.ID("template"), name: r.Str("DisplayName"), imageID: i.imageID, osType: i.osType,
		systemSize: i.system.size, created: w.now, copies: []*templateCopy{c},
	}
	w.ccs.templates.Put(t.id, t)
	before := i.status
	i.status = instanceUpdating
	return Reply{TaskID: w.Begin(Work{
		Type: "createTemplate", Takes: 8 * time.Second, Resources: []string{t.id},
		Done:   func() { i.status, c.status = before, templateNormal },
		Failed: func() { i.status, c.status = before, templateError },
	})}, nil
}

// template finds a template and the zone a request speaks of.
func (w *World) template(r Request) (*template, zone, error) {
	z, ok := w.shelf.Zone(r.Str("RegionId"))
	if !ok {
		return nil, z, refusalRegion
	}
	t, ok := w.ccs.templates.Get(r.Str("TemplateId"))
	if !ok {
		return nil, z, refusalNoTemplate
	}
	return t, z, nil
}

// deleteTemplate deletes one zone's copy, and the template with its last.
func deleteTemplate(w *World, r Request) (Reply, error) {
	t, z, err := w.template(r)
	if err != nil {
		return Reply{}, err
	}
	c := t.copyIn(z)
	if c == nil {
		return Reply{}, refusalNoTemplate
	}
	if c.status != templateNormal && c.status != templateError {
		return Reply{}, refusalInstanceBusy
	}
	before := c.status
	c.status = templateDeleting
	return Reply{TaskID: w.Begin(Work{
		Type: "deleteTemplate", Takes: 3 * time.Second, Resources: []string{t.id},
		Done: func() {
			t.copies = slices.DeleteFunc(t.copies, func(o *templateCopy) bool { return o == c })
			if len(t.copies) == 0 {
				w.ccs.templates.Delete(t.id)
			}
		},
		Failed: func() { c.status = before },
	})}, nil
}

// syncTemplate copies a template to another zone.
func syncTemplate(w *World, r Request) (Reply, error) {
	t, z, err := w.template(r)
	if err != nil {
		return Reply{}, err
	}
	if t.status() != templateNormal || t.copyIn(z) != nil {
		return Reply{}, refusalInstanceBusy
	}
	c := &templateCopy{z, templateSyncing}
	t.copies = append(t.copies, c)
	return Reply{TaskID: w.Begin(Work{
		Type: "syncTemplate", Takes: 6 * time.Second, Resources: []string{t.id},
		Done: func() { c.status = templateNormal }, Failed: func() { c.status = templateError },
	})}, nil
}

func describeTemplateInfo(w *World, r Request) (Reply, error) {
	size := r.Int("PageSize")
	if size < 1 || size > 1000 || r.Int("PageNumber") < 1 {
		return Reply{}, malformed("InvalidParameter", "PageSize")
	}
	found := w.ccs.templates.Where(func(t *template) bool {
		return strings.Contains(t.name, r.Str("Keyword")) || t.id == r.Str("Keyword")
	})
	found, pages := page(found, r.Int("PageNumber"), size)
	list := []any{}
	for _, t := range found {
		regions := []any{}
		for _, c := range t.copies {
			regions = append(regions, r.Record("Data.TemplateList[].Region[]", obj{
				"RegionId": c.zone.ID, "RegionName": c.zone.longName(), "Status": c.status,
			}))
		}
		list = append(list, r.Record("Data.TemplateList[]", obj{
			"TemplateId": t.id, "Name": t.name, "Status": t.status(), "Count": len(t.copies),
			"OSType": w.osTitle(t), "CreateTime": stamp(t.created), "Region": regions,
		}))
	}
	return Reply{Data: r.Record("Data", obj{"TemplateList": list, "TotalPage": pages})}, nil
}

// osTitle is the system a template holds.
func (w *World) osTitle(t *template) string {
	m, _ := w.shelf.Image(t.imageID)
	return strings.ToLower(m.title())
}
