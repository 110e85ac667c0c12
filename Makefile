# Everything happens in .venv; `make dataset` on a fresh checkout needs Python 3.11 or later and a package index.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CLIENTS := .venv-clients
# The build of the dataset is handed these, such as ARGS="--documents my/papers --output my/dataset".
ARGS ?=

export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Modules are compiled when they are first imported, which most of them never are.
export PIP_NO_COMPILE := 1
INSTALL := -m pip install --quiet --no-deps --require-hashes --requirement

.DEFAULT_GOAL := help
.PHONY: help dataset environments test lint check-release clients bench fuzz lock clean

help: ## Show what can be made
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

dataset: $(VENV)/installed ## Build the dataset from seeds/documents into dist
	@$(BIN)/python flows/build.py $(ARGS)

test: $(VENV)/installed-dev ## Run the tests
	@$(BIN)/python -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder

lint: $(VENV)/installed-dev ## Check style and types
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check --quiet
	@$(BIN)/mypy

REBUILT := .cache/rebuilt
UNSEEN := tests/golden/unseen
check-release: $(VENV)/installed ## Prove that the sources build dist/package, to the byte
	@mkdir -p .cache
	@$(BIN)/educoop evaluate --documents $(UNSEEN)/documents --annotations $(UNSEEN)/annotations --output .cache/unseen.json >/dev/null
	@cmp -s .cache/unseen.json tests/golden/seeds/unseen.json || { \
	  echo "tests/golden/seeds/unseen.json does not hold the figures of $(UNSEEN): copy .cache/unseen.json there, build and commit." >&2; exit 1; }
	@$(BIN)/educoop build --no-cache --output $(REBUILT) >/dev/null
	@$(BIN)/educoop verify $(REBUILT)
	@$(BIN)/educoop ids --database $(REBUILT)/educoop.duckdb || { \
	  echo "seeds/ids.csv does not hold these ids: run make dataset, then educoop ids --update, and commit it." >&2; exit 1; }
	@if [ ! -d dist/package ]; then echo "dist/package is not there, so there is nothing to compare with."; \
	elif diff -r dist/package $(REBUILT)/package; then echo "The sources build dist/package, to the byte."; \
	else echo "dist/package is not what the sources build: run make dataset and commit it." >&2; exit 1; fi

clients: check-release $(CLIENTS)/installed clients/node_modules ## Read a release with software that is not ours
	@clients/run.sh $(REBUILT) $(CLIENTS)/bin/python $(BIN)/python

bench: $(VENV)/installed-bench ## Measure throughput, growth and the whole build
	@$(BIN)/python benchmarks/run.py

environments: $(VENV)/installed-dev $(CLIENTS)/installed clients/node_modules ## Install all that the checks need

FUZZED := $(CURDIR)/.cache/fuzz
SECONDS ?= 600
fuzz: $(VENV)/installed-fuzz ## Feed the reader, the repair and the rules chance texts for SECONDS (600)
	@mkdir -p $(FUZZED)/corpus
	@cd tests && $(CURDIR)/$(BIN)/python -m fuzz.fuzz_files -max_total_time=$(SECONDS) -artifact_prefix=$(FUZZED)/ $(FUZZED)/corpus

lock: ## Pin all dependencies anew with their hashes (needs uv)
	uv pip compile $(LOCKING) --output-file requirements-pip.lock --group pip
	uv pip compile $(LOCKING) --output-file requirements.lock --group build pyproject.toml
	uv pip compile $(LOCKING) --output-file requirements-dev.lock --constraint requirements.lock --group dev pyproject.toml
	uv pip compile $(LOCKING) --output-file requirements-clients.lock --group clients
	uv pip compile $(LOCKING) --output-file requirements-bench.lock --constraint requirements.lock --group bench pyproject.toml
	uv pip compile $(LOCKING) --output-file requirements-fuzz.lock --group fuzz
LOCKING := --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate

clean: ## Remove the environment, caches and what is left of a build that was cut short
	rm -rf $(VENV) $(CLIENTS) clients/node_modules .cache .pytest_cache .ruff_cache .mypy_cache .hypothesis .dist.*

$(VENV)/made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or later is needed. If you have one under another name: make PYTHON=python3.12 …" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "Python could not make the environment $(VENV). On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	@$(BIN)/python $(INSTALL) requirements-pip.lock
	@touch $@

$(VENV)/installed: $(VENV)/made requirements.lock pyproject.toml
	@echo "Installing the pinned dependencies into $(VENV) …"
	@$(BIN)/python $(INSTALL) requirements.lock
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed requirements-dev.lock
	@echo "Installing the tools for tests into $(VENV) …"
	@$(BIN)/python $(INSTALL) requirements-dev.lock
	@touch $@

$(VENV)/installed-bench: $(VENV)/installed requirements-bench.lock
	@echo "Installing what the benchmarks compare with into $(VENV) …"
	@$(BIN)/python $(INSTALL) requirements-bench.lock
	@touch $@

$(VENV)/installed-fuzz: $(VENV)/installed requirements-fuzz.lock
	@echo "Installing the fuzzer into $(VENV) …"
	@$(BIN)/python $(INSTALL) requirements-fuzz.lock
	@touch $@

$(CLIENTS)/installed: requirements-clients.lock $(VENV)/made
	@echo "Installing independent readers into $(CLIENTS) …"
	@$(PYTHON) -m venv $(CLIENTS)
	@$(CLIENTS)/bin/python $(INSTALL) requirements-pip.lock
	@$(CLIENTS)/bin/python $(INSTALL) requirements-clients.lock
	@touch $@

# Node trusts its own list of authorities only; pip also trusts those of the machine.
AUTHORITIES := $(or $(NODE_EXTRA_CA_CERTS),$(wildcard /etc/ssl/certs/ca-certificates.crt))

clients/node_modules: clients/package-lock.json
	@NODE_EXTRA_CA_CERTS=$(AUTHORITIES) npm ci --prefix clients --no-audit --no-fund --no-update-notifier --loglevel=error >/dev/null
	@touch $@
