# What a contributor needs, one word each. The work is done by the scripts in Scripts/; `make help` lists the words.
# Flags go through ARGS: make run ARGS="--port 9000", make bench ARGS=--quick.

.DEFAULT_GOAL := help
.PHONY: help run build test conformance bench fuzz format lint clean

SWIFT_FILES := Package.swift Sources Tests

help: ## Lists these targets.
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Starts the server on http://127.0.0.1:8080, building it first.
	@Scripts/run.sh $(ARGS)

build: ## Builds the server: .build/release/martlet.
	@Scripts/build.sh martlet

test: ## Runs every test: Swift's, real clients and browsers, and Autobahn's short cases.
	@Scripts/test.sh $(ARGS)

conformance: ## Runs all 517 Autobahn cases, against the server and against the client. About half an hour.
	@Scripts/build.sh TestServer
	@Scripts/conformance.sh all $(ARGS)

bench: ## Measures the server beside its peers; see Benchmarks/README.md.
	@Scripts/bench.sh $(ARGS)

fuzz: ## Feeds the parsers with invented bytes, a minute for each target; ARGS=600 or ARGS=1000000x for more.
	@Scripts/fuzz.sh $(ARGS)

format: ## Formats the Swift files in place.
	@swift format --in-place --recursive --parallel $(SWIFT_FILES)

lint: ## Checks the format of the Swift files.
	@swift format lint --strict --recursive --parallel $(SWIFT_FILES)

clean: ## Removes what was built and installed for tests; keeps the results of benchmarks.
	rm -rf .build .local/venv .local/py27 .local/autobahn .local/results .local/fuzz
