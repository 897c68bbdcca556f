package explorer_test

import (
	"bytes"
	"encoding/json"
	"go/parser"
	"go/token"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"yunque/internal/cloud"
	"yunque/internal/explorer"
	"yunque/internal/sim"
)

// scripts of an operation by name.
func scripts(t *testing.T, op *explorer.Op, site cloud.Site, request map[string]any) map[string]string {
	t.Helper()
	all, err := op.Scripts(site, request)
	if err != nil {
		t.Fatal(err)
	}
	byName := map[string]string{}
	for _, s := range all {
		byName[s.Name] = s.Text
	}
	return byName
}

// calls are reads of every shape: in the query and in the body, with spaces,
// Chinese, quotes and objects.
var calls = []struct {
	name, id string
	request  map[string]any
}{
	{"a GET without parameters", "network.vdc.DescribeVdc", nil},
	{"a GET with Chinese, a space and signs", "network.vdc.DescribeVdc", map[string]any{"Keyword": "北 京 +&=%*~'\"$(id)`"}},
	{"a POST without parameters", "ccs.instance.DescribeInstances", nil},
	{"a POST with a list", "ecs.DescribeInstanceStatus", map[string]any{"EcsIds": []any{"ins-none"}}},
	{"a POST with quotes and a backslash", "ccs.instance.DescribeInstances", map[string]any{"VdcId": `a'b"c\d` + "`e$(id)"}},
	{"a POST with an object", "ccs.instance.DescribeInstancePrice", map[string]any{"RegionId": "CN_Beijing_A", "InstanceType": "Standard",
		"Cpu": 4, "Ram": 4, "Amount": 1, "SystemDisk": map[string]any{"Type": "system_disk", "Size": 40}}},
	{"the other host", "ecs.DescribeRegions", nil},
	{"a refusal", "ccs.instance.DescribeInstanceMonitor", map[string]any{"InstanceId": "none", "MetricName": "CPUUtilization", "Period": 60, "StartTime": "2026-01-01 00:00:00", "EndTime": "2026-01-01 01:00:00"}},
}

func TestAScriptGetsTheSameAnswerAsTheConsole(t *testing.T) {
	server := httptest.NewServer(sim.New(sim.Options{}))
	t.Cleanup(server.Close)
	site := cloud.LoopbackSite("cn", server.URL)
	client, err := cloud.New(cloud.Config{CacheTTL: -1})
	if err != nil {
		t.Fatal(err)
	}
	caller := client.For(cloud.Credentials{AccessKey: sim.DemoKey, Secret: cloud.NewSecret(sim.DemoSecret)}, site)
	for _, c := range calls {
		t.Run(c.name, func(t *testing.T) {
			op := explorer.Find(c.id)
			ctx, recorder := cloud.Record(t.Context())
			_, _ = caller.Do(ctx, op.Info, c.request) // a refusal is an answer too
			want := comparable(t, recorder.Calls()[0].Answer())
			for name, text := range scripts(t, op, site, c.request) {
				run := runners(t)[name]
				if run == nil {
					continue
				}
				if got := comparable(t, run(t, text)); !reflect.DeepEqual(got, want) {
					t.Errorf("%s: got %v, want %v\n%s", name, got, want, text)
				}
			}
		})
	}
}

// comparable is an answer without what differs from call to call.
func comparable(t *testing.T, body []byte) map[string]any {
	t.Helper()
	var answer map[string]any
	if err := json.Unmarshal(body, &answer); err != nil {
		t.Fatalf("%v in %q", err, body)
	}
	for _, name := range []string{"RequestId", "requestId"} {
		delete(answer, name)
	}
	return answer
}

type runner func(t *testing.T, text string) []byte

// runners run scripts the way a person would. Python is run where there is
// one: nothing else of the console needs it.
func runners(t *testing.T) map[string]runner {
	t.Helper()
	all := map[string]runner{
		"curl": func(t *testing.T, text string) []byte { return output(t, "", "bash", "-euc", text) },
		"go": func(t *testing.T, text string) []byte {
			file := filepath.Join(t.TempDir(), "main.go")
			if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			return output(t, "", "go", "run", file)
		},
	}
	if _, err := exec.LookPath("python3"); err == nil {
		all["python"] = func(t *testing.T, text string) []byte { return output(t, text, "python3", "-") }
	}
	return all
}

func output(t *testing.T, stdin, name string, args ...string) []byte {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Env = append(os.Environ(), "ACCESS_KEY="+sim.DemoKey, "SECRET_KEY="+sim.DemoSecret, "GOFLAGS=")
	cmd.Stdin = strings.NewReader(stdin)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, stderr.String())
	}
	return out
}

func TestEveryOperationHasScriptsThatParse(t *testing.T) {
	site := cloud.Sites(nil)[0]
	var shell, python strings.Builder
	for _, c := range explorer.Chapters() {
		for _, op := range c.Ops {
			request, _ := op.Request(op.Example())
			all := scripts(t, op, site, request)
			if _, err := parser.ParseFile(token.NewFileSet(), "main.go", all["go"], parser.AllErrors); err != nil {
				t.Errorf("%s: %v", op.ID, err)
			}
			shell.WriteString(all["curl"])
			python.WriteString(all["python"])
		}
	}
	output(t, shell.String(), "bash", "-n")
	if runners(t)["python"] != nil {
		output(t, python.String(), "python3", "-c", "import sys; compile(sys.stdin.read(), 'call.py', 'exec')")
	}
}

func TestScriptsHoldWordsInPlaceOfSecrets(t *testing.T) {
	const canary = "Canary-77-password"
	request := map[string]any{
		"Password":          cloud.NewSecret(canary),
		"WindowsActivation": map[string]any{"Batch": 1, "ProductIds": []any{cloud.NewSecret(canary)}},
	}
	for name, text := range scripts(t, explorer.Find("ccs.instance.CreateInstance"), cloud.Sites(nil)[0], request) {
		if strings.Contains(text, canary) {
			t.Errorf("%s holds the secret", name)
		}
		if name != "url" && (!strings.Contains(text, "<Password>") || !strings.Contains(text, "<ProductIds>")) {
			t.Errorf("%s does not say where the secrets go:\n%s", name, text)
		}
	}
}

func TestScriptsGoToTheSitesOwnAddress(t *testing.T) {
	for id, want := range map[string]string{
		"ccs.instance.DescribeInstances": "https://cdsapi-us.capitalonline.net/ccs/?",
		"ecs.DescribeRegions":            "https://api.capitalonline.net/ecs/v1/?",
	} {
		for name, text := range scripts(t, explorer.Find(id), cloud.Sites(nil)[2], nil) {
			if address := strings.TrimSuffix(want, "?"); !strings.Contains(text, address) {
				t.Errorf("%s of %s does not go to %s:\n%s", name, id, address, text)
			}
		}
	}
}
