# Two commands matter: make run, make test. make help lists the rest.
GO      ?= go
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
LDFLAGS := -s -w -X main.version=$(VERSION)
# The same sources give the same bytes, wherever they lie: no paths, and nothing
# of the working tree but the version that is named.
RELEASE := -trimpath -buildvcs=false
# One file that needs nothing of the system: SQLite's C is linked in.
STATIC  := $(RELEASE) -tags netgo,osusergo,sqlite_omit_load_extension
OUT     ?= bin/console
LINT    := github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
FUZZ    ?= 60s

.DEFAULT_GOAL := help
.PHONY: help run build static test test-go test-proxies e2e check lint vulnerabilities sbom reproducible image-check generate assets current bench fuzz coverage docker clean

help: ## list the targets
	@awk -F':.*## ' '/^[a-z0-9-]+:.*## /{printf "  %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: build ## the demo on http://127.0.0.1:8080, with a simulated cloud
	bin/console serve --demo

build: ## bin/console
	$(GO) build $(RELEASE) -ldflags '$(LDFLAGS)' -o $(OUT) ./cmd/console

static: ## one static file, as the image holds it
	$(GO) build $(STATIC) -ldflags "$(LDFLAGS) -linkmode external -extldflags '-static'" -o $(OUT) ./cmd/console

test: ## everything: unit, contract, both databases, browser journeys, all with the race detector
	scripts/ensure-tools.sh chromium postgresql nginx caddy apache
	$(GO) vet ./...
	GOGC=400 scripts/with-postgres.sh $(GO) test -race -timeout 40m ./... # each package; the pages take seven minutes on two slow cores

test-go: ## what needs neither a browser, nor PostgreSQL, nor a proxy
	$(GO) test $$($(GO) list ./... | grep -v -e /e2e -e /deploy)

test-proxies: ## the configurations of deploy/ in front of the console
	scripts/ensure-tools.sh nginx caddy apache
	$(GO) test -count=1 ./deploy

e2e: ## browser journeys only
	scripts/ensure-tools.sh chromium
	$(GO) test -count=1 -v ./e2e/...

attack: ## every attack on the binary that we can think of, about ten minutes
	scripts/ensure-tools.sh chromium
	$(GO) test -tags attack -count=1 -v -timeout 40m ./attack

check: current lint vulnerabilities ## generated code is current, linters (gosec among them) are content, no known hole
	$(GO) vet ./...
	$(GO) mod tidy -diff
	$(GO) mod verify

vulnerabilities: ## govulncheck, where its database can be had
	scripts/vulnerabilities.sh

sbom: build ## dist/*.cdx.json: what the binary and its assets are made of (CycloneDX)
	scripts/sbom.sh $(OUT)

reproducible: ## builds twice, in two folders with two caches, and compares
	scripts/reproducible.sh

image-check: ## runs the static file as the image holds it, in a folder with nothing else
	scripts/image-check.sh

lint:
	$(GO) run $(LINT) run ./...

generate: ## templ code, CSS and icons from their sources
	$(GO) tool templ generate -path internal/views
	$(MAKE) assets

assets: node_modules ## built CSS, scripts and icons in static/
	npm run --silent build

node_modules: package-lock.json
	npm ci --no-audit --no-fund --silent
	@touch node_modules

current: generate ## fails when committed generated files differ from their sources
	git diff --exit-code -- internal/views static
	@test -z "$$(git status --porcelain -- internal/views static)" || { git status --short -- internal/views static; exit 1; }

bench: ## the figures of docs/performance.md
	$(GO) test -run '^$$' -bench . -benchmem ./internal/...
	$(GO) run ./cmd/bench

fuzz: ## every fuzz target for FUZZ (60s)
	scripts/fuzz.sh $(FUZZ)

coverage: ## docs/coverage.md from the code
	$(GO) test -run TestCoverageReport ./internal/coverage -update

docker: ## a static image without root
	docker build --build-arg VERSION=$(VERSION) -t yunque:$(VERSION) .

clean:
	rm -rf bin dist node_modules
