package cloud_test

import (
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"yunque/internal/cloud"
	"yunque/internal/cloud/ccs"
)

func TestAHostThatNobodyVouchesForIsNotSpokenTo(t *testing.T) {
	var calls atomic.Int32
	s := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { calls.Add(1) }))
	t.Cleanup(s.Close)
	client, err := cloud.New(cloud.Config{Rate: 100, Burst: 100})
	if err != nil {
		t.Fatal(err)
	}
	cred := cloud.Credentials{AccessKey: "AKTEST0000000001", Secret: cloud.NewSecret("secret")}
	_, err = ccs.DescribeInstances.Call(t.Context(), client.For(cred, cloud.LoopbackSite("cn", s.URL)), ccs.DescribeInstancesRequest{})
	if !cloud.HasCode(err, cloud.CodeUnreachable) || calls.Load() > 0 {
		t.Errorf("got %v and %d calls, want the host unreachable and none", err, calls.Load())
	}
}
