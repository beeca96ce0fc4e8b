# Everything that is done to this repository. `make` lists it.
#
# GO, CHROME and XDG_CACHE_HOME choose the go command, the browser and where
# axe-core is kept. GOFLAGS reaches every go command.

GO    ?= go
CACHE := $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/sourcedive
OUT   ?= site-out
ADDR  ?= 127.0.0.1:8080
SHOT  ?= docs/screenshot.png
PICTURES ?= pictures

AXE_VERSION := 4.14.1
AXE_SHA512  := 1477dafa598d8d065f273d6af302aa203c02e83131707b7fa648cd41bd3d6b734f8c22a0dab86ee6a6f64b8afbe804b214d36db85a2826965edfb3a0b9d546b5
AXE         := $(CACHE)/axe-core-$(AXE_VERSION)/axe.min.js
VERSIONS    := go1.22.0 go1.5.4
VERIFIED    := go1.26.8 go1.27.4 go1.24.0 go1.22.0
MODELLED    := go1.26.8 go1.27.4 go1.24.0

# The browser tests and those of the command drive whole programs that build whole sites,
# those of explain run the page's script in an interpreter, and models, their drawing, the
# parsers of assembly and of Markdown compute in one goroutine: the race detector would only
# make them slow, up to five times over. It watches all other tests.
BROWSERTEST := ./internal/browsertest
DRIVEN      := ./cmd/sourcedive ./internal/explain ./internal/modelcheck ./content/models/... ./site/models ./indexer/asm ./annotate/markdown
TESTED       = $$($(GO) list ./... | grep -v /internal/browsertest)
WATCHED      = $$($(GO) list ./... | grep -v /internal/browsertest | grep -vxF "$$($(GO) list $(DRIVEN))")

.DELETE_ON_ERROR:
.PHONY: help site serve test check unit browser bench golden strength reports models std relevance screenshot pictures clean tools notices compiler chromium axe versions

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

site: ## build the site of the local Go, or of what ARGS say ("--go go1.20..go1.27"), into OUT (site-out)
	$(GO) run ./cmd/sourcedive build $(ARGS) --out $(OUT)

serve: ## serve the site of the local Go on ADDR (127.0.0.1:8080), anew after each change of content or templates
	$(GO) run ./cmd/sourcedive serve --addr $(ADDR) --content content --templates templates

test: tools check unit browser ## all checks and all tests, with whatever they need
	@echo "make test: all passed"

check: ## gofmt, go vet, that of the labs for other systems too, staticcheck, deadcode, go mod tidy
	@test -z "$$(gofmt -l .)" || { echo "these files are not formatted; run gofmt -w on them:"; gofmt -l .; exit 1; }
	$(GO) vet ./...
	for os in darwin windows; do GOOS=$$os $(GO) vet ./internal/lab/... || exit 1; done
	$(GO) tool staticcheck ./...
	@dead=$$($(GO) tool deadcode -test ./...) && test -z "$$dead" || { echo "nothing reaches these functions; delete them:"; echo "$$dead"; exit 1; }
	$(GO) mod tidy -diff

unit: compiler ## the tests without a browser, most of them under the race detector
	$(GO) test -race -timeout 25m $(WATCHED)
	$(GO) test -timeout 25m $(DRIVEN)

browser: chromium axe ## the tests in a browser
	SOURCEDIVE_BROWSER=required SOURCEDIVE_AXE=$(AXE) $(GO) test -timeout 25m $(BROWSERTEST)/...

bench: ## the benchmarks
	$(GO) test -run '^$$' -bench . -benchmem $(TESTED)

golden: ## write the golden files of the tests anew; look at the difference before committing it
	@for p in $$(grep -rlE --include='*_test.go' 'flag\.Bool\("update"|internal/golden"|sim/simtest"' . | xargs -r -n1 dirname | sort -u); do \
		set -x; $(GO) test "$$p" -update || exit 1; set +x; done

std: ## write docs/std.txt: each package of the standard library as a site of its own, and what fails
	SOURCEDIVE_STD=$(CURDIR)/docs/std.txt $(GO) test -count=1 -timeout 60m ./internal/workspace -run TestAllOfStd

notices: ## write internal/notices/THIRD_PARTY.txt, the licences of what is linked in
	$(GO) test ./internal/notices -update

strength: ## try the evidence of all content with edits of the source, and record what is strong
	$(GO) run ./cmd/sourcedive check --mutate --content content

reports: ## write docs/verify-*.txt, the call graph of four versions held against their compilers
	@for v in $(VERIFIED); do set -x; $(GO) run ./cmd/sourcedive graph verify --go $$v --list unexplained > docs/verify-$$v.txt || exit 1; set +x; done

models: ## write docs/models-*.txt and what the site shows of them: the models held against the runtime of three versions
	@mkdir -p content/models/verified
	@for v in $(MODELLED); do set -x; $(GO) run ./cmd/sourcedive model verify --go $$v --out docs/models-$$v.txt --out content/models/verified/$$v.json || exit 1; set +x; done

relevance: ## write docs/search.md, how well the search finds what it should
	SOURCEDIVE_RELEVANCE=$(CURDIR)/docs/search.md $(GO) test -count=1 $(BROWSERTEST) -run TestRelevance

screenshot: chromium ## SHOT (docs/screenshot.png), a picture of the page of func schedule
	rm -rf $(CACHE)/screenshot
	$(GO) run ./cmd/sourcedive build --out $(CACHE)/screenshot
	$(GO) run $(BROWSERTEST)/shoot -o $(SHOT) -width 1280 -scheme light \
		"file://$$(ls $(CACHE)/screenshot/go*/func/runtime/schedule.html)"
	rm -rf $(CACHE)/screenshot

pictures: chromium ## PICTURES (pictures), each kind of page in three widths, light and dark
	rm -rf $(CACHE)/pictures
	$(GO) run ./cmd/sourcedive build --out $(CACHE)/pictures
	$(GO) run $(BROWSERTEST)/shoot -kinds $(PICTURES) "file://$$(ls -d $(CACHE)/pictures/go*)"
	rm -rf $(CACHE)/pictures

clean: ## remove what was built here
	rm -rf $(OUT)
	$(GO) clean

tools: compiler chromium axe versions ## install what the tests need: a C compiler, Chromium, axe-core, two old versions of Go

# The race detector needs cgo, and that a C compiler.
compiler:
	@cc="$$($(GO) env CC)"; command -v $${cc%% *} >/dev/null || { $(call install,gcc libc6-dev,a C compiler such as gcc: the race detector needs one); }

# A browser that is there is used. Else, as root on Debian, it is installed.
chromium:
	@if [ -n "$$CHROME" ]; then command -v "$$CHROME" >/dev/null || { echo "CHROME=$$CHROME: no such program"; exit 1; }; exit 0; fi; \
	for name in chromium chromium-browser google-chrome google-chrome-stable; do command -v $$name >/dev/null && exit 0; done; \
	$(call install,chromium fonts-dejavu-core,Chromium: set CHROME to it or have chromium chromium-browser or google-chrome on PATH)

# axe-core is data to us: it is unpacked and never installed.
axe: $(AXE)
$(AXE):
	@command -v npm >/dev/null || { $(call install,npm,npm: it fetches axe-core for the tests); }
	@echo "fetching axe-core $(AXE_VERSION)"; mkdir -p $(CACHE) && rm -rf $(@D).new && mkdir $(@D).new && cd $(@D).new && \
	npm pack --loglevel=error axe-core@$(AXE_VERSION) >/dev/null && { echo "$(AXE_SHA512)  axe-core-$(AXE_VERSION).tgz" | { if command -v sha512sum >/dev/null; then sha512sum -c --status; else shasum -a 512 -c --status; fi; } || { echo "axe-core $(AXE_VERSION) is not what it was: its sha512 is another"; exit 1; }; } && \
	tar xzf axe-core-$(AXE_VERSION).tgz --strip-components=1 package/axe.min.js package/LICENSE && \
	rm axe-core-$(AXE_VERSION).tgz && rm -rf $(@D) && mv $(@D).new $(@D)

# Some tests read old trees; without these they are skipped.
versions:
	@here="$$($(GO) run ./cmd/sourcedive versions --offline)" || exit 1; missing=; \
	for v in $(VERSIONS); do echo "$$here" | grep -qE "^$$v +(here|local)" || missing="$$missing $$v"; done; \
	if [ -n "$$missing" ]; then set -x; $(GO) run ./cmd/sourcedive versions fetch $$missing; fi

# install PACKAGES,WHAT installs Debian's packages, or says what to do.
define install
if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
	export DEBIAN_FRONTEND=noninteractive; \
	apt-get install -y --no-install-recommends $(1) >/dev/null 2>&1 || \
	{ apt-get update -qq && apt-get install -y --no-install-recommends $(1) >/dev/null; } || { echo "could not install $(1)"; exit 1; }; \
	else echo "install $(2)"; exit 1; fi
endef
