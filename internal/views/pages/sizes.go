package pages

import (
	"slices"

	"yunque/internal/resource"
	"yunque/internal/views/ui"
)

// crossed tells types that CPU and memory alone tell apart: they make a small
// table of crossings instead of a long one of rows.
func (t TypePicker) crossed() bool {
	seen := map[[2]int]bool{}
	for _, one := range t.Types {
		at := [2]int{one.CPU, one.Memory}
		if seen[at] || one.GPU != "" {
			return false
		}
		seen[at] = true
	}
	return len(t.Types) > 6
}

// matrix is the types as crossings of CPU and memory.
func (t TypePicker) matrix() ui.MatrixProps {
	var cpus, memories []int
	for _, one := range t.Types {
		cpus, memories = append(cpus, one.CPU), append(memories, one.Memory)
	}
	slices.Sort(cpus)
	slices.Sort(memories)
	cpus, memories = slices.Compact(cpus), slices.Compact(memories)
	p := ui.MatrixProps{ID: "create-type", Name: "type", Corner: resource.T("create.cpu"), Across: resource.T("create.memory")}
	for _, m := range memories {
		p.Columns = append(p.Columns, resource.T("create.memory_n", m))
	}
	for _, c := range cpus {
		row := ui.MatrixRow{Head: resource.T("create.cpu_n", c), Cells: make([]resource.Choice, len(memories)), On: -1}
		for _, one := range t.Types {
			if one.CPU != c {
				continue
			}
			i := slices.Index(memories, one.Memory)
			row.Cells[i] = resource.Choice{Value: one.Value, Label: resource.T("cell.spec", one.CPU, one.Memory), Disabled: one.SoldOut}
			if one.Value == t.Chosen {
				row.On = i
			}
		}
		p.Rows = append(p.Rows, row)
	}
	return p
}
