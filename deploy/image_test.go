package deploy_test

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

func TestTheImageHoldsOneStaticFileThatRunsAsNobody(t *testing.T) {
	text := shipped(t, "../Dockerfile")
	build, image, two := strings.Cut(text, "\nFROM scratch\n")
	if !two {
		t.Fatal("the image is not made from scratch")
	}
	base := regexp.MustCompile(`^FROM golang:([0-9]+\.[0-9]+)\.[0-9]+-[a-z]+ AS build\n`).FindStringSubmatch(build)
	if base == nil {
		t.Fatalf("the base has no version: %.60s", build)
	}
	if mod := shipped(t, "../go.mod"); !strings.Contains(mod, "\ngo "+base[1]+".") {
		t.Errorf("the base has Go %s, and go.mod wants another", base[1])
	}
	if !strings.Contains(build, "make static") || !regexp.MustCompile(`(?m)^STATIC .*netgo,osusergo`).MatchString(shipped(t, "../Makefile")) {
		t.Error("the file is not built as make static builds it")
	}
	for about, line := range map[string]string{
		"certificates": `(?m)^COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/$`,
		"zones":        `(?m)^COPY --from=build .*zoneinfo.zip /zoneinfo.zip$`,
		"the file":     `(?m)^COPY --from=build /out/console /console$`,
		"nobody":       `(?m)^USER 65532:65532$`,
		"its health":   `(?m)^HEALTHCHECK .* CMD \["/console", "health"\]$`,
		"no shell":     `(?m)^ENTRYPOINT \["/console"\]$`,
	} {
		if !regexp.MustCompile(line).MatchString(image) {
			t.Errorf("%s: the image has no line %s", about, line)
		}
	}
	if strings.Contains(image, "\nRUN ") {
		t.Error("something runs in an image without a shell")
	}
	if strings.Contains(text, "SECRET") {
		t.Error("a secret is part of the image")
	}
	ignored, err := os.ReadFile("../.dockerignore")
	if err != nil || !strings.Contains(string(ignored), ".git\n") || !strings.Contains(string(ignored), "*.db*") {
		t.Errorf("the context takes along what is nobody's business: %q, %v", ignored, err)
	}
}
