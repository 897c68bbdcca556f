package walk

const password = "Sky-lark-42"

// usual is what the person has in mind: names, passwords, addresses.
var usual = answers{
	"name": {"walked"}, "password": {password}, "password_again": {password}, "image_password": {password},
	"address": {"10.9.0.0/16"}, "local_port": {"8443"}, "months": {"1"}, "reason": {"for the walk"}, "position": {"2"},
	"rules": {"priority,protocol,local_port,address\n,TCP,9000,10.8.0.0/16\n"}, "new_tags": {"walked-1"},
}

// minds are what the person has in mind for some controls; for several, one
// after the other.
var minds = map[string][]answers{
	"instances/new": {
		{"public": {"manual"}, "private": {every}, "how-": {"chosen"}},
		{"public": {"auto"}, "charge": {"PrePaid"}},
	},
	"public-networks/bandwidth": {{"qos": {"35"}}},
	"eips/bandwidth":            {{"qos": {"35"}}},
	"bandwidths/resize":         {{"qos": {"60"}}},
	"eips/describe":             {{"description": {"walked by"}}},
	"alarm-receivers/edit":      {{"email": {"night@example.com"}, "phone": {"13800000001"}}},
	"bare-metal/order":          {{"duration": {"1"}}},
	"security-rules/edit":       {{"description": {"walked by"}}, {"priority": {"77"}}, {"address": {"10.7.0.0/16"}}},
	"desktop-accounts/create":   {{"email": {"walked@example.com"}}, {"how": {"many"}, "lines": {"walked-2,walked-2@example.com,walked"}}},
	"desktop-accounts/remark":   {{"remark": {"walked"}}},
	"desktops/label":            {{"label": {"walked"}}},
	"instances/protect":         {{"protection": {"on"}}, {"protection": {"off"}}},

	"bare-metal-disks/iops":         {{"iops": {"6000"}}},
	"bare-metal-disks/bandwidth":    {{"bandwidth": {"3000"}}},
	"bare-metal-snapshots/create":   {{"name": {"walked-1"}}, {"name": {"walked-2"}, "disk": {last}}, {"name": {"walked-3"}, "disk": {last}}, {"name": {"walked-4"}, "disk": {last}}, {"name": {"walked-5"}, "disk": {last}}},
	"bare-metal-snapshots/remember": {{"known": {"c000ba4c-f404-11ea-800c-f0d4e2e923e0"}, "disk": {last}}},
	"vlinks/remember":               {{"known": {"c000ba4c-f404-11ea-800c-f0d4e2e923e1"}}},
}

// first is what is done before a control, as its page says: to the thing, or to
// one of another kind that its page leads to.
var first = map[string]string{"bare-metal/delete": "stop", "bare-metal-snapshots/rollback": "bare-metal-disks/detach"}

// mindsFor are the usual answers with those that a control is special in.
func mindsFor(control string) []answers {
	special, known := minds[control]
	if !known {
		return []answers{usual}
	}
	out := make([]answers, len(special))
	for i, own := range special {
		out[i] = answers{}
		for name, v := range usual {
			if control != "security-rules/edit" {
				out[i][name] = v
			}
		}
		for name, v := range own {
			out[i][name] = v
		}
	}
	return out
}
