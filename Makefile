# Two commands matter: make run, make test. make help lists the rest.
GO      ?= go
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
LDFLAGS := -s -w -X main.version=$(VERSION)
STATIC  := -trimpath -tags netgo,osusergo,sqlite_omit_load_extension
LINT    := github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
FUZZ    ?= 60s

.DEFAULT_GOAL := help
.PHONY: help run build test test-go test-proxies e2e check lint generate assets current bench fuzz coverage docker clean

help: ## list the targets
	@awk -F':.*## ' '/^[a-z0-9-]+:.*## /{printf "  %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: build ## the demo on http://127.0.0.1:8080, with a simulated cloud
	bin/console serve --demo

build: ## bin/console
	$(GO) build -trimpath -ldflags '$(LDFLAGS)' -o bin/console ./cmd/console

test: ## everything: unit, contract, both databases, browser journeys, all with the race detector
	scripts/ensure-tools.sh chromium postgresql nginx caddy apache
	$(GO) vet ./...
	scripts/with-postgres.sh $(GO) test -race ./...

test-go: ## what needs neither a browser, nor PostgreSQL, nor a proxy
	$(GO) test $$($(GO) list ./... | grep -v -e /e2e -e /deploy)

test-proxies: ## the configurations of deploy/ in front of the console
	scripts/ensure-tools.sh nginx caddy apache
	$(GO) test -count=1 ./deploy

e2e: ## browser journeys only
	scripts/ensure-tools.sh chromium
	$(GO) test -count=1 -v ./e2e/...

check: current lint ## generated code is current, linters are content
	$(GO) vet ./...

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
	rm -rf bin node_modules
