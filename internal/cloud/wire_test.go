package cloud

import (
	"reflect"
	"strings"
	"testing"
)

type Embedded struct{ Inner string }

type wireRequest struct {
	RegionID string `json:"RegionId"`
	Name     string `json:",omitempty"`
	Flag     *bool  `json:",omitempty"`
	Password Secret `json:",omitzero"`
	IDs      CSV    `json:"Ids,omitempty"`
	Image    ArrayText
	Disks    []wireDisk `json:",omitempty"`
	Keys     []Secret   `json:",omitempty"`
	Scheme   string     `json:"BillScheme,omitempty" also:"BillingScheme"`
	Hidden   string     `json:"-"`
	Embedded
}

type wireDisk struct {
	Size int
	Type string `json:",omitempty"`
}

func fullRequest() wireRequest {
	return wireRequest{
		RegionID: "CN_Beijing_A", Name: "a<b>&c", Flag: new(false), Password: NewSecret("hunter2"),
		IDs: CSV{"1", "2"}, Image: ArrayText{"i1"}, Disks: []wireDisk{{Size: 100, Type: "ssd"}, {Size: 50}},
		Keys: []Secret{NewSecret("k1")}, Scheme: "Traffic", Hidden: "never", Embedded: Embedded{"deep"},
	}
}

func TestRequestBody(t *testing.T) {
	for _, c := range []struct {
		name string
		req  any
		want string
	}{
		{"a struct with everything", fullRequest(), `{"RegionId":"CN_Beijing_A","Name":"a<b>&c","Flag":false,"Password":"hunter2","Ids":"1,2","Image":"[\"i1\"]",` +
			`"Disks":[{"Size":100,"Type":"ssd"},{"Size":50}],"Keys":["k1"],"BillScheme":"Traffic","BillingScheme":"Traffic","Inner":"deep"}`},
		{"a zero struct keeps what is required", wireRequest{}, `{"RegionId":"","Image":"","Inner":""}`},
		{"a map by name", map[string]any{"b": []any{1, "x", nil}, "a": NewSecret("s")}, `{"a":"s","b":[1,"x",null]}`},
		{"a pointer to a struct", &wireDisk{Size: 1}, `{"Size":1}`},
		{"nothing", nil, `{}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			o, err := encoder{reveal: true}.request(c.req)
			if err != nil {
				t.Fatal(err)
			}
			got, err := o.MarshalJSON()
			if err != nil || string(got) != c.want {
				t.Errorf("got  %s, %v\nwant %s", got, err, c.want)
			}
		})
	}
}

func TestRequestThatIsNoObjectIsRefused(t *testing.T) {
	for _, req := range []any{"text", 1, []string{"a"}, map[int]string{1: "a"}} {
		if o, err := (encoder{}).request(req); err == nil {
			t.Errorf("%T: got %v, want an error", req, o)
		}
	}
}

func TestRequestQuery(t *testing.T) {
	o, err := encoder{reveal: true}.request(fullRequest())
	if err != nil {
		t.Fatal(err)
	}
	got := o.query()
	want := []param{
		{"RegionId", "CN_Beijing_A"}, {"Name", "a<b>&c"}, {"Flag", "false"}, {"Password", "hunter2"}, {"Ids", "1,2"}, {"Image", `["i1"]`},
		{"Disks.0.Size", "100"}, {"Disks.0.Type", "ssd"}, {"Disks.1.Size", "50"}, {"Keys.0", "k1"},
		{"BillScheme", "Traffic"}, {"BillingScheme", "Traffic"}, {"Inner", "deep"},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

func TestRedactedRequestShowsNoSecret(t *testing.T) {
	got, err := RedactedJSON(fullRequest())
	if err != nil {
		t.Fatal(err)
	}
	want := `"Password":"[secret]"`
	if s := string(got); !strings.Contains(s, want) || strings.Contains(s, "hunter2") || strings.Contains(s, "k1") {
		t.Errorf("got %s, want %s and no secret", s, want)
	}
}

func TestRedactedURL(t *testing.T) {
	op := Service{Name: "network.vdc", Host: CDS, Path: "/network"}.Get("DescribeVdc")
	got, err := RedactedURL(Sites(nil)[0], op, map[string]any{"Keyword": "a b", "Password": NewSecret("hunter2")})
	want := "https://cdsapi.capitalonline.net/network/?Action=DescribeVdc&AccessKeyId=[access key]&Signature=[signature]" +
		"&SignatureMethod=HMAC-SHA1&SignatureNonce=[nonce]&SignatureVersion=1.0&Timestamp=[now, UTC]&Version=2019-08-08" +
		"&Keyword=a b&Password=[secret]"
	if err != nil || got != want {
		t.Errorf("got  %s, %v\nwant %s", got, err, want)
	}
}
