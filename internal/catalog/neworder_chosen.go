package catalog

import "yunque/internal/resource"

// Chosen is what an order asks for, in the order of the form, to stand beside
// its price.
func (o ServerOrder) Chosen(c *ServerChoices) []resource.Fact {
	if c == nil || c.VDC == nil {
		return nil
	}
	cpu, ram := o.size()
	facts := []resource.Fact{
		{Label: resource.T("create.place"), Cell: text(c.VDC.VdcName + " · " + string(c.VDC.RegionID))},
		{Label: resource.T("create.type"), Cell: resource.Cell{Text: resource.T("cell.spec", cpu, ram), Sub: FamilyName(o.Family)}},
	}
	if i := c.Image(o.Image); i != nil {
		facts = append(facts, resource.Fact{Label: resource.T("create.image"), Cell: text(i.Name)})
	}
	system := resource.Cell{Text: resource.T("chosen.image_size"), Sub: diskType(o.SystemType)}
	if n := whole(o.SystemSize); n > 0 {
		system.Text = resource.T("cell.gb", n)
	}
	facts = append(facts, resource.Fact{Label: resource.T("field.instances.system_disk"), Cell: system})
	facts = append(facts, chosenDisks(o.Disks)...)
	if ways := o.ways(c); ways.Kind == resource.LinesCell && len(ways.Lines) > 0 {
		facts = append(facts, resource.Fact{Label: resource.T("create.network"), Cell: ways})
	}
	return append(facts, chosenAmount(o.Charge == prePaid, o.Months, o.amount())...)
}

// ways are the networks that the servers are connected to.
func (o ServerOrder) ways(c *ServerChoices) resource.Cell {
	cell := lines()
	for _, id := range o.Private {
		if n := c.private(id); n != nil {
			cell.Lines = append(cell.Lines, text(n.Name))
		}
	}
	if o.Public == "auto" || o.Public == "manual" {
		cell.Lines = append(cell.Lines, resource.Cell{Text: label("public"), Sub: resource.T("create.public." + o.Public)})
	}
	return cell
}

// Chosen is what an order asks for, as far as the choices that were read tell.
func (o ElasticOrder) Chosen(c *ElasticChoices) []resource.Fact {
	if c == nil || c.Place == nil || c.Spec == nil {
		return nil
	}
	facts := []resource.Fact{
		{Label: resource.T("create.place"), Cell: text(c.Place.Region + " · " + c.Place.Name)},
		{Label: resource.T("create.type"), Cell: resource.Cell{Text: resource.T("cell.spec", int(c.Spec.CPU), int(c.Spec.RAM)), Sub: resource.Lit(o.Family)}},
	}
	if c.Spec.GPU > 0 {
		facts = append(facts, resource.Fact{Label: resource.T("create.gpu"), Cell: text(SpecCards(*c.Spec))})
	}
	if i := c.image(o.Image); i != nil {
		facts = append(facts, resource.Fact{Label: resource.T("create.image"), Cell: text(i.ImageName)})
	}
	if n := whole(o.SystemSize); n > 0 {
		facts = append(facts, resource.Fact{Label: resource.T("field.instances.system_disk"), Cell: resource.Cell{Text: resource.T("cell.gb", n), Sub: elasticDisk(o.SystemType)}})
	}
	facts = append(facts, chosenDisks(o.Disks)...)
	return append(facts, chosenAmount(o.Charge == "1", o.Months, o.amount())...)
}

// chosenDisks are the data disks that have a size.
func chosenDisks(disks []DiskOrder) []resource.Fact {
	total, n := 0, 0
	for _, d := range disks {
		if size := whole(d.Size); size > 0 {
			total, n = total+size, n+1
		}
	}
	if n == 0 {
		return nil
	}
	return []resource.Fact{{Label: resource.T("field.instances.data_disks"), Cell: resource.Cell{Text: resource.T("cell.gb", total), Sub: resource.T("cell.disks", n)}}}
}

func chosenAmount(subscribed bool, months string, amount int) []resource.Fact {
	charge := resource.Cell{Text: resource.T("charge." + postPaid)}
	if subscribed {
		charge = resource.Cell{Text: resource.T("charge." + prePaid), Sub: resource.T("ecs.months", whole(months))}
	}
	return []resource.Fact{{Label: resource.T("create.billing"), Cell: charge}, {Label: label("amount"), Cell: text(itoa(amount))}}
}
