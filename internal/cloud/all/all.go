// Package all links every service package into the program, so that
// cloud.Actions lists all 218 operations. Import it for that effect where the
// list is needed.
package all

import (
	_ "yunque/internal/cloud/alarm"    // 2 operations
	_ "yunque/internal/cloud/billing"  // 6
	_ "yunque/internal/cloud/bms"      // 12
	_ "yunque/internal/cloud/bmsdisk"  // 15
	_ "yunque/internal/cloud/ccs"      // 53
	_ "yunque/internal/cloud/ebs"      // 21
	_ "yunque/internal/cloud/ecs"      // 19
	_ "yunque/internal/cloud/gcw"      // 31
	_ "yunque/internal/cloud/metering" // 1
	_ "yunque/internal/cloud/network"  // 24
	_ "yunque/internal/cloud/subject"  // 1
	_ "yunque/internal/cloud/vpc"      // 33
)
