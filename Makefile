# voice-gateway: `make demo` shows a call, `make test` proves it. Each target installs the Debian packages it misses.
SHELL := /bin/bash
.DEFAULT_GOAL := help
BUILD := .build
GATEWAY := $(BUILD)/release/voice-gateway
PROVIDER ?= local
ARGUMENTS ?=
# What touches threads and C. Optimised: a call's 50 frames a second are to be carried in time even under a sanitizer.
THREADS := TransportTests|StoreTests|BadInputTests
ADDRESSES := TransportTests|StoreTests
# The gateway's tests that measure time have the machine to themselves; those that mostly wait for a call's end run beside the others.
ALONE := GatewayTests\.(LatencyProofTests|BadInputTests|CallTests)/
WAITING := GatewayTests\.(HandoffCallTests|ProviderFaultTests|UnknownHoursCallTests|SecretaryCallTests)/
# Where a sanitizer writes what it found.
REPORTS := $(CURDIR)/$(BUILD)/sanitizer-report
# As what ships, but open to @testable.
RELEASE := -c release -Xswiftc -enable-testing

# What the product links, what the tests use as independent peers, and what the benches need beside.
PACKAGES := libwebsockets-dev libwebsockets-evlib-uv libuv1-dev libopus-dev libogg-dev libcurl4-openssl-dev libssl-dev \
            libwebrtc-audio-processing-dev libsqlite3-dev libpq-dev pkg-config
TEST_PACKAGES := libxml2-utils lua5.2 systemd python3-venv strace ffmpeg opus-tools sox curl openssl prometheus postgresql chromium fonts-dejavu-core
BENCH_PACKAGES := tcpdump libspeexdsp-dev python3-venv build-essential python3-dev

.PHONY: help demo serve test bench bench-latency pictures lint sanitize fuzz build packages test-packages bench-packages clean

help: ## Lists the targets.
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

demo: build ## A call on real speech: gateway, provider and caller on this machine. PROVIDER=openai|elevenlabs|xai goes to the real service; SCENARIO=1|2|3|4 hands over to people.
	$(GATEWAY) demo --provider $(PROVIDER) $(if $(SCENARIO),--handoff $(SCENARIO)) --out demo-out $(ARGUMENTS)

serve: build ## Runs the gateway; ARGUMENTS="--config gateway.yaml" for your own configuration.
	$(GATEWAY) serve $(ARGUMENTS)

test: packages test-packages ## Every test, against the real peers; those that measure time one after the other, optimised as what ships.
	swift build --build-tests $(RELEASE)
	swift test --skip-build $(RELEASE) --experimental-maximum-parallelization-width 8 --skip GatewayTests
	swift test --skip-build $(RELEASE) --filter '$(ALONE)' --no-parallel
	swift test --skip-build $(RELEASE) --ignore-lock --filter '$(WAITING)' --no-parallel > $(BUILD)/waiting.log 2>&1 & waiting=$$!; \
	swift test --skip-build $(RELEASE) --ignore-lock --filter GatewayTests --skip '$(ALONE)' --skip '$(WAITING)' --no-parallel; result=$$?; \
	wait $$waiting || result=1; cat $(BUILD)/waiting.log; exit $$result

bench: build bench-packages ## Figures: calls per core, latency added, audio quality; tables and JSON in benchmarks/results.
	benchmarks/run $(ARGUMENTS)

bench-latency: build ## Compares two local providers of known difference, and finds it; report.html, charts and tables in bench-out.
	benchmarks/latency.py $(ARGUMENTS)
	swift run --package-path benchmarks -c release comparison-proof 100

PICTURES := Sources/CallControl/Documentation.docc/Resources
pictures: build test-packages ## The documentation's pictures: a latency report, and the console in a real browser with 200 calls.
	mkdir -p $(PICTURES) $(BUILD)/pictures
	benchmarks/latency.py --picture $(PICTURES)/report.png
	Tests/ConsolePage/run.py --pictures $(BUILD)/pictures $(ARGUMENTS)
	cd $(BUILD)/pictures && cp console-calls.png console-call.png console-recording.png console-experiments.png $(CURDIR)/$(PICTURES)

lint: ## swift-format, strictly.
	swift format lint --strict --recursive Package.swift Sources Tests benchmarks

sanitize: packages test-packages ## Transport, store and gateway tests under the thread and the address sanitizer; what was found comes last.
	mkdir -p $(BUILD) && rm -f $(REPORTS)*
	TESTS_TO_BUILD=Transport,Store,Gateway TSAN_OPTIONS=suppressions=$(CURDIR)/.ci/tsan-suppressions:log_path=$(REPORTS) \
	swift test $(RELEASE) --sanitize=thread --scratch-path .build-tsan --filter '$(THREADS)' || { cat $(REPORTS)* 2>/dev/null; exit 1; }
	TESTS_TO_BUILD=Transport,Store ASAN_OPTIONS=detect_leaks=0:log_path=$(REPORTS) \
	swift test $(RELEASE) --sanitize=address --scratch-path .build-asan --filter '$(ADDRESSES)' || { cat $(REPORTS)* 2>/dev/null; exit 1; }

fuzz: packages ## Every codec's fuzz target, SECONDS_EACH (30) seconds each.
	Tests/Fuzz/run $(or $(SECONDS_EACH),30)

build: packages ## Makes .build/release/voice-gateway, optimised.
	swift build -c release --product voice-gateway

packages test-packages bench-packages: %:
	@.ci/install $(if $(filter packages,$@),$(PACKAGES),$(if $(filter test-packages,$@),$(TEST_PACKAGES),$(BENCH_PACKAGES)))

clean: ## Removes what was built.
	rm -rf .build .build-tsan .build-asan demo-out bench-out
