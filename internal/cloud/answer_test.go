package cloud

import "testing"

func TestAnswersAreShownWithoutTheirSecrets(t *testing.T) {
	for name, c := range map[string]struct{ body, want string }{
		"a password in a list":    {`{"data":[{"name":"a","password":"p<w","n":12345678901234567890}]}`, `{"data":[{"n":12345678901234567890,"name":"a","password":"[secret]"}]}`},
		"a console address":       {`{"Data":{"URL":"https://x/?token=1"}}`, `{"Data":{"URL":"[secret]"}}`},
		"an echo of the request":  {`{"requestContent":"password=1"}`, `{"requestContent":"[secret]"}`},
		"what only looks like it": {`{"Url":{"a":1},"Passwords":2}`, `{"Passwords":2,"Url":{"a":1}}`},
		"no JSON":                 {`<html>`, ``},
	} {
		t.Run(name, func(t *testing.T) {
			if got := string(redactAnswer([]byte(c.body))); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}
