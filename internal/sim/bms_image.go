package sim

import (
	"fmt"
	"strings"
)

// bmsImage is a system that can be installed. Images of the account's own
// cannot be made through the API, so there are none.
type bmsImage struct {
	id, family, name string
}

// bmsImages lists the public images. Those with the ids 2, 7, 8, 11 and 13, and
// the name of 3, are the documentation's.
func bmsImages() []bmsImage {
	return []bmsImage{
		{"2", "Centos", "centos6.9_64"},
		{"3", "Centos", "centos7.6_64"},
		{"4", "Centos", "centos7.9_64"},
		{"7", "Redhat", "rhel7.6_64"},
		{"8", "Ubuntu", "ubuntu14.04_64"},
		{"9", "Ubuntu", "ubuntu18.04_64"},
		{"10", "Ubuntu", "ubuntu20.04_64"},
		{"11", "Windows", "windows2016_64"},
		{"13", "Windows", "windows2012r2_64"},
	}
}

// bmsImageOf finds the image a request names.
func bmsImageOf(r Request) (bmsImage, error) {
	id := r.Str("ImageId")
	for _, m := range bmsImages() {
		if m.id == id {
			return m, nil
		}
	}
	refusal := r.documented("ImageNotFound")
	refusal.Message = fmt.Sprintf("Image cannot be found by id[%s]", id)
	return bmsImage{}, refusal
}

// describeBmsImage groups by family, whose names are the keys of the answer.
func describeBmsImage(_ *World, r Request) (Reply, error) {
	data := obj{}
	if strings.EqualFold(r.Str("ImageType"), "private") {
		return Reply{Data: data}, nil
	}
	for _, m := range bmsImages() {
		if r.Has("OsType") && !strings.EqualFold(m.family, r.Str("OsType")) {
			continue
		}
		list, _ := data[m.family].([]any)
		data[m.family] = append(list, r.Record("Data."+m.family+"[]", obj{"Id": m.id, "Name": m.name, "Type": "public"}))
	}
	return Reply{Data: data}, nil
}
