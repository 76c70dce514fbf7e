# The two commands are `make run` and `make test`; `make help` lists the rest.

SHELL := /bin/bash
BUILD := .build/debug

.DEFAULT_GOAL := help

help: ## Says what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: packages ## Builds, starts everything private below .data/, serves the sites on port 8080
	@tools/docs-viewer
	@swift build --product travelhub
	@ENVIRONMENT=$${ENVIRONMENT:-development} exec $(BUILD)/travelhub dev

test: packages ## Runs every test against private servers of its own
	@tools/test

soak: packages ## The long versions of the tests, and the release build that operators run
	@swift build --configuration release --product travelhub
	@TRAVELHUB_SOAK=1 tools/test

checks: ## The built server's sites in a real browser, its API, markup and migrations
	@tools/checks/run

bench: ## Measures the hot paths against a bare server and pgbench, all in one run
	@tools/packages wrk
	@swift build --configuration release --product travelhub
	@.build/release/travelhub bench $(BENCH)

mutate: packages ## Runs the proof of isolation against a patch: make mutate PATCH=<file>
	@tools/mutate "$(PATCH)"

lint: ## Checks the format of the sources
	@swift format lint --strict --recursive --parallel Package.swift Sources Tests

packages:
	@tools/packages

.PHONY: help run test soak checks bench mutate lint packages
