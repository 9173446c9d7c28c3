# `make help` lists what there is. Nothing is needed beforehand but Python 3.11 or newer and make.

SHELL := /bin/sh
.SUFFIXES:
.DEFAULT_GOAL := help

HOST ?= 127.0.0.1
PORT ?= 8000
BIN := .venv/bin

.PHONY: help setup setup-test demo test trials bench bench-reader lint format types lock wheel clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-14s %s\n", $$1, $$2}' Makefile

setup: ## Make .venv, install the locked packages, build the front-end parts
	@tools/setup

setup-test:
	@tools/setup --test

demo: setup ## Load the demo township and serve it (HOST=127.0.0.1 PORT=8000)
	@exec $(BIN)/zhenwu demo --host "$(HOST)" --port "$(PORT)"

test: setup-test ## Check everything: format, lint, types, layers, tests on SQLite, PostgreSQL and in Chromium
	@exec $(BIN)/python tools/test.py $(STAGES)

trials: setup ## Walk over the real reports in the folder that ZHENWU_REPORTS names
	@if [ -z "$$ZHENWU_REPORTS" ]; then echo "Name the folder of reports: make trials ZHENWU_REPORTS=/path/to/reports" >&2; exit 2; fi
	@exec $(BIN)/python tools/trials.py

bench: setup-test ## Measure pages, metrics and imports on the demo
	@exec $(BIN)/python tools/bench.py

bench-reader: setup-test ## Measure the reader beside recognizers-text, on long texts, and on many reports
	@exec $(BIN)/python tools/bench_reader.py

lint: setup-test ## Lint and check the layers
	@exec $(BIN)/python tools/test.py format lint layers

format: setup-test ## Format and mend what can be mended
	@$(BIN)/ruff format . && exec $(BIN)/ruff check --fix .

types: setup-test ## Check the types
	@exec $(BIN)/python tools/test.py types

lock: setup-test ## Renew the locks (UPGRADE=1 takes the newest versions)
	@exec $(BIN)/python tools/make_lock.py $(if $(UPGRADE),--upgrade)

wheel: setup ## Build dist/zhenwu-*.whl with the front-end parts and messages in it
	@exec $(BIN)/python -m hatchling build -t wheel

clean: ## Remove everything that was made here, except the data in var/
	@rm -rf .venv node_modules build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis test-results
	@rm -rf src/zhenwu/web/static/zhenwu/vendor src/zhenwu/web/static/zhenwu/vendor.new
	@find src tools tests -name __pycache__ -type d -prune -exec rm -rf {} +
	@find src -name '*.mo' -exec rm -f {} +

export ZHENWU_REPORTS
export PYTHON
