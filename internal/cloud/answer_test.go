package cloud

import (
	"net/url"
	"reflect"
	"testing"
)

func TestAnswersAreShownWithoutTheirSecrets(t *testing.T) {
	for name, c := range map[string]struct{ body, want string }{
		"a password in a list":      {`{"data":[{"name":"a","password":"p<w","n":12345678901234567890}]}`, `{"data":[{"n":12345678901234567890,"name":"a","password":"[secret]"}]}`},
		"a console address":         {`{"Data":{"URL":"https://x/?token=1"}}`, `{"Data":{"URL":"[secret]"}}`},
		"that of an elastic server": {`{"Data":{"InstanceVncUrl":"https://x/?token=1"}}`, `{"Data":{"InstanceVncUrl":"[secret]"}}`},
		"an echo of the request":    {`{"requestContent":"password=1"}`, `{"requestContent":"[secret]"}`},
		"what only looks like it":   {`{"Url":{"a":1},"Passwords":2}`, `{"Passwords":2,"Url":{"a":1}}`},
		"no JSON":                   {`<html>`, ``},
	} {
		t.Run(name, func(t *testing.T) {
			if got := string(redactAnswer([]byte(c.body))); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestARefusalIsShownWithoutItsSecretsToo(t *testing.T) {
	const body = `{"Code":"Refused","Message":"no","requestContent":"password=1"}`
	ctx, recorder := Record(t.Context())
	if _, err := callerOn(t, always(400, body)).Do(ctx, writePost, nil); !HasCode(err, "Refused") {
		t.Fatalf("got %v, want a refusal", err)
	}
	const want = `{"Code":"Refused","Message":"no","requestContent":"[secret]"}`
	if got := string(recorder.Calls()[0].Answer()); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestARedactedQueryIsFlatAndHoldsNoSecret(t *testing.T) {
	got, err := RedactedQuery(map[string]any{"Ids": []string{"a", "b"}, "Password": NewSecret("x"), "Note": "", "Disk": map[string]any{"Size": 40}})
	want := url.Values{"Ids.0": {"a"}, "Ids.1": {"b"}, "Password": {"[secret]"}, "Note": {""}, "Disk.Size": {"40"}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, %v, want %v", got, err, want)
	}
}
