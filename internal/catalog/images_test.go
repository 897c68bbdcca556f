package catalog

import (
	"net/url"
	"reflect"
	"testing"

	"yunque/internal/cloud"
	"yunque/internal/cloud/ecs"
	"yunque/internal/resource"
)

func image(id, kind string, copies ...ImageCopy) Image {
	return Image{Image: ecs.Image{ImageID: cloud.ID("img-" + id), ImageName: id, TemplateType: kind}, Copies: copies}
}

func TestAnImageIsAsBusyAsItsBusiestCopy(t *testing.T) {
	for name, c := range map[string]struct {
		copies []ImageCopy
		want   resource.Tone
	}{
		"all there":                  {[]ImageCopy{{Status: "running"}, {Status: "running"}}, resource.OK},
		"one on its way":             {[]ImageCopy{{Status: "running"}, {Status: "syncing"}, {Status: "error"}}, resource.Busy},
		"one broken":                 {[]ImageCopy{{Status: "running"}, {Status: "error"}}, resource.Failed},
		"one in an unheard-of state": {[]ImageCopy{{Status: "running"}, {Status: "odd"}}, resource.Unknown},
	} {
		t.Run(name, func(t *testing.T) {
			m := image("a", "private", c.copies...)
			m.Status = "running"
			if got := Images.State(m).Tone; got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestDeletingImagesLeavesAloneWhatIsNotInTheZone(t *testing.T) {
	here, there := ImageCopy{Zone: "A", Code: "CN_A", Status: "running"}, ImageCopy{Zone: "B", Code: "CN_B", Status: "running"}
	items := []Image{image("one", "private", here), image("two", "private", here, there)}
	for name, c := range map[string]struct {
		zone string
		want []string
	}{
		"everywhere":       {"", []string{`ecs.DeleteImage {"ImageIds":["img-one"]}`, `ecs.DeleteImage {"ImageIds":["img-two"]}`}},
		"in a zone of one": {"CN_B", []string{`ecs.DeleteImage {"ImageIds":["img-two"],"AvailableZoneCode":"CN_B"}`}},
	} {
		t.Run(name, func(t *testing.T) {
			steps, err := deleteImages(items, url.Values{"zone": {c.zone}})
			if got := requests(t, steps); err != nil || !reflect.DeepEqual(got, c.want) {
				t.Errorf("got %q and %v, want %q", got, err, c.want)
			}
		})
	}
	if _, err := deleteImages(items, url.Values{"zone": {"CN_C"}}); !reflect.DeepEqual(err, resource.FieldErrors{"zone": resource.T("image.not_there")}) {
		t.Errorf("in a zone of none: got %v", err)
	}
}

func TestPublicImagesAreNotChanged(t *testing.T) {
	for _, c := range []struct {
		kind, status, want string
	}{{"public", "running", "reason.image.public"}, {"private", "syncing", "reason.changing"}, {"private", "running", ""}, {"private", "error", ""}} {
		if got := imageOffered(image("a", c.kind, ImageCopy{Status: c.status})).Key; got != c.want {
			t.Errorf("%s %s: got %q, want %q", c.kind, c.status, got, c.want)
		}
	}
}
