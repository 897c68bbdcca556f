package cloud

import (
	_ "embed"
	"encoding/json"
	"maps"
	"testing"
	"time"
)

//go:embed testdata/signature-vectors.json
var vectorsJSON []byte

// vector is one case that the provider's published clients agree on.
type vector struct {
	Name, Method, Action string
	AccessKey            string            `json:"access_key_id"`
	Secret               string            `json:"access_key_secret"`
	Nonce                string            `json:"signature_nonce"`
	Timestamp            time.Time         `json:"timestamp"`
	Signed               map[string]string `json:"signed_params"`
	Canonical            string
	Signature            string
}

func TestSignatureAgreesWithPublishedClients(t *testing.T) {
	var file struct{ Vectors []vector }
	if err := json.Unmarshal(vectorsJSON, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Vectors) != 6 {
		t.Fatalf("got %d vectors, want 6", len(file.Vectors))
	}
	for _, v := range file.Vectors {
		t.Run(v.Name, func(t *testing.T) {
			params := commonParams(v.Action, v.AccessKey, v.Nonce, v.Timestamp)
			own := maps.Clone(v.Signed)
			for _, p := range params {
				if own[p.name] != p.value {
					t.Errorf("common parameter %s: got %q, want %q", p.name, p.value, own[p.name])
				}
				delete(own, p.name)
			}
			for name, value := range own {
				params = append(params, param{name, value})
			}
			query := canonical(params)
			if query != v.Canonical {
				t.Errorf("canonical query:\ngot  %s\nwant %s", query, v.Canonical)
			}
			if got := sign(v.Method, query, NewSecret(v.Secret)); got != v.Signature {
				t.Errorf("signature: got %s, want %s", got, v.Signature)
			}
		})
	}
}
