package config

import (
	"strings"
	"testing"
)

func TestFourEyesNeedPeopleAndRoles(t *testing.T) {
	named := []string{"CONSOLE_AUTH_MODE=header", "CONSOLE_AUTH_USER_HEADER=Remote-User", "CONSOLE_TRUSTED_PROXIES=10.0.0.0/8", "CONSOLE_AUTH_DEFAULT_ROLE=viewer"}
	for name, c := range map[string]struct {
		lines []string
		want  string // the fault; "" for none
	}{
		"two roles":           {append(named, "CONSOLE_FOUR_EYES=buyer,admin"), ""},
		"off":                 {nil, ""},
		"nobody is named":     {[]string{"CONSOLE_FOUR_EYES=admin"}, "CONSOLE_FOUR_EYES needs people who are named"},
		"no such role":        {append(named, "CONSOLE_FOUR_EYES=root"), `"root" is none of`},
		"those who only read": {append(named, "CONSOLE_FOUR_EYES=viewer"), `"viewer" is none of`},
		"too short a wait":    {[]string{"CONSOLE_APPROVAL_LASTS=1s"}, "CONSOLE_APPROVAL_LASTS"},
		"too long a proof":    {[]string{"CONSOLE_PROOF_LASTS=2h"}, "CONSOLE_PROOF_LASTS"},
	} {
		_, err := Load(append([]string{"CONSOLE_SECRET=" + secret}, c.lines...))
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: got %v, want %q", name, err, c.want)
		}
	}
}
