# Two commands do all set-up: `make demo` and `make test`. `make help` lists the rest.
PYTHON ?= python3
PLAN ?=
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin

ASSETS := src/lantu/apps/web/static/.built
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
RESOLVE := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url \
  --no-header --python-version 3.11

.DEFAULT_GOAL := help
.PHONY: help demo test check bench bench-large lock format clean

help: ## what each target does
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 12

demo: $(VENV)/.run $(ASSETS) ## install, compile a plan (PLAN=file for yours) and serve it on loopback
	$(BIN)/lantu demo --port $(PORT) $(if $(PLAN),--plan "$(PLAN)")

test: $(VENV)/.test $(ASSETS) ## install, then run every check and every test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	LANTU_SECRET_KEY=checks $(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/pytest -n auto
	$(BIN)/python -m tests.postgresql

check: $(VENV)/.test ## the quick checks and the unit, spec and rule tests
	$(BIN)/ruff check .
	LANTU_SECRET_KEY=checks $(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n auto tests/unit tests/spec tests/rules

bench: $(VENV)/.test $(ASSETS) ## measure, as ratios and as growth with size
	$(BIN)/python -m tests.bench

bench-large: $(VENV)/.test $(ASSETS) ## cases to 1,000,000 on PostgreSQL, in process and over HTTP (an hour, 12 GB)
	LANTU_BENCH_SIZES=3 $(BIN)/python -m tests.bench cases http

format: $(VENV)/.test ## put the code in its one layout
	$(BIN)/ruff check --fix . && $(BIN)/ruff format .

lock: $(VENV)/bin/python ## resolve the pinned, hashed requirements again
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(RESOLVE) --group build pyproject.toml -o requirements.txt
	$(RESOLVE) --group build --group dev pyproject.toml -o requirements-dev.txt
	$(RESOLVE) --group node -o requirements-node.txt

clean: ## remove the environment and everything made
	rm -rf $(VENV) var build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

# An environment is made once and again when its requirements change.
$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Lantu needs Python 3.11 or newer; name one with: make PYTHON=python3.12 ..."; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.txt pyproject.toml $(VENV)/bin/python
	$(INSTALL) --require-hashes -r requirements.txt
	$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.test: requirements-dev.txt $(VENV)/.run
	$(INSTALL) --require-hashes -r requirements-dev.txt
	@touch $@

# What the browser gets. Node comes from its wheel where the machine has none.
$(ASSETS): package.json package-lock.json $(wildcard src/lantu/apps/web/assets/*) $(VENV)/.run
	@command -v npm > /dev/null || $(INSTALL) --require-hashes -r requirements-node.txt
	PATH="$$PATH:$(CURDIR)/$(BIN)" npm ci --silent --no-audit --no-fund
	PATH="$$PATH:$(CURDIR)/$(BIN)" npm run --silent build
	@touch $@
