# Suqiu: `make run`, `make test`, `make check`. Needs Python 3.11 or later, make, and the package index.
PYTHON ?= python3
VAR ?= var
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
BENCHMARKS := $(filter-out bench,$(patsubst benchmarks/%.py,%,$(sort $(wildcard benchmarks/*.py))))
BUNDLES := $(patsubst %/,%,$(dir $(wildcard processes/*/*.bpmn)))
export SUQIU_VAR = $(VAR)
export SUQIU_PORT = $(PORT)
unexport PYTHONDONTWRITEBYTECODE  # each start of suqiu would compile all of it, and the tests start it often

.DEFAULT_GOAL := help
.PHONY: help run test check format editors screenshots benchmarks clean

help:  ## show what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## / — /'

run: $(VENV)/run.ready  ## install, migrate, deploy the shipped bundles, load the demo district, serve
	@$(BIN)/suqiu prepare --demo $(sort $(BUNDLES))
	@$(BIN)/suqiu serve

test: $(VENV)/dev.ready  ## every test a machine can run, on SQLite and PostgreSQL; names what it skips
	@$(BIN)/python -m pytest -n 3 $(PYTEST)

check: $(VENV)/dev.ready  ## format, lint, types, import contracts, diagram rules
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@for bundle in $(sort $(BUNDLES)); do $(BIN)/suqiu check $$bundle || exit 1; done

format: $(VENV)/dev.ready  ## let ruff format and mend what it can
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

editors:  ## rebuild the browser's editors and viewer (needs Node; the result is committed)
	@cd web/editors && npm ci --ignore-scripts --no-audit --no-fund && npm run build

screenshots: $(VENV)/dev.ready  ## every page in both languages and themes, at three widths, into var/screenshots (PAGES=task LOOKS=zh-dark-phone: fewer)
	@$(BIN)/python -m tests.e2e.screenshots $(VAR)/screenshots $(PAGES) $(addprefix --look ,$(LOOKS))

benchmarks: $(VENV)/dev.ready  ## print every ratio of docs/performance.md
	@missed=; for name in $(BENCHMARKS); do \
	  echo "== $$name"; $(BIN)/python -m benchmarks.$$name || missed="$$missed $$name"; \
	done; test -z "$$missed" || { echo "Failed, or a gate was not reached:$$missed"; exit 1; }

clean:  ## remove the virtual environment and caches (never var/)
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache *.egg-info build

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Expected Python 3.11 or later, found `$(PYTHON) --version`. Name another: make run PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || \
	  { echo "This Python has no ensurepip, so no virtual environment can be made. On Debian: apt-get install python3-venv"; exit 1; }
	@echo "Making the virtual environment in $(VENV) …"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/run.ready: requirements.txt pyproject.toml | $(VENV)/bin/python
	@echo "Installing what Suqiu needs (once, about a minute) …"
	@$(PIP) install --require-hashes -r requirements.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev.ready: requirements-dev.txt pyproject.toml | $(VENV)/bin/python
	@echo "Installing what the tests need (once, about two minutes) …"
	@$(PIP) install --require-hashes -r requirements-dev.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/run.ready
