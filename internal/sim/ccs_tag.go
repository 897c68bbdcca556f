package sim

import (
	"slices"
	"strconv"
)

// tag is a label of servers. Its id is a number in DescribeTags and text
// everywhere else.
type tag struct {
	id   int
	name string
}

func describeTags(w *World, r Request) (Reply, error) {
	data := []any{}
	for t := range w.ccs.tags.All() {
		data = append(data, r.Record("Data[]", obj{"TagId": t.id, "TagName": t.name}))
	}
	return Reply{Data: data}, nil
}

// createTag refuses a name that exists; the code is not documented.
func createTag(w *World, r Request) (Reply, error) {
	name := r.Str("TagName")
	if !validName(name) {
		return Reply{}, malformed("InvalidParameter", "TagName")
	}
	if w.tagNamed(name) != nil {
		return Reply{}, badRequest("InvalidTagName.Duplicated", "The specified TagName exists already.")
	}
	w.newTag(name)
	return Reply{}, nil
}

func (w *World) newTag(name string) *tag {
	t := &tag{id: 256 + int(w.count("tag")), name: name}
	w.ccs.tags.Put(strconv.Itoa(t.id), t)
	return t
}

func (w *World) tagNamed(name string) *tag {
	for t := range w.ccs.tags.All() {
		if t.name == name {
			return t
		}
	}
	return nil
}

// tagsNamed finds tags by name and makes those that are missing.
func (w *World) tagsNamed(names []string) (out []*tag) {
	for _, name := range names {
		t := w.tagNamed(name)
		if t == nil {
			t = w.newTag(name)
		}
		if !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	return out
}

// deleteTag refuses a tag that a server has.
func deleteTag(w *World, r Request) (Reply, error) {
	t, ok := w.ccs.tags.Get(r.Str("TagId"))
	if !ok {
		return Reply{}, malformed("InvalidParameter", "TagId")
	}
	for i := range w.ccs.instances.All() {
		if !i.deleting && slices.Contains(i.tags, t) {
			return Reply{}, badRequest("20101", "当前有云主机 "+i.name+" 正在使用标签")
		}
	}
	w.ccs.tags.Delete(r.Str("TagId"))
	return Reply{}, nil
}

func addInstancesTags(w *World, r Request) (Reply, error) {
	return w.eachTag(r, "AddTagIds", func(i *instance, t *tag) {
		if !slices.Contains(i.tags, t) {
			i.tags = append(i.tags, t)
		}
	})
}

func deleteInstancesTags(w *World, r Request) (Reply, error) {
	return w.eachTag(r, "DelTagIds", func(i *instance, t *tag) {
		i.tags = slices.DeleteFunc(i.tags, func(o *tag) bool { return o == t })
	})
}

// eachTag does something for each of the servers with each of the tags, once
// all of them have been found.
func (w *World) eachTag(r Request, param string, do func(*instance, *tag)) (Reply, error) {
	ids := r.Strs(param)
	if len(ids) == 0 {
		return Reply{}, badRequest("MissingParameter", `Missing required parameter "`+param+`".`)
	}
	var tags []*tag
	for _, id := range ids {
		t, ok := w.ccs.tags.Get(id)
		if !ok {
			return Reply{}, malformed("InvalidParameter", param)
		}
		tags = append(tags, t)
	}
	list, err := w.instances(r)
	if err != nil {
		return Reply{}, err
	}
	for _, i := range list {
		for _, t := range tags {
			do(i, t)
		}
	}
	return Reply{}, nil
}
