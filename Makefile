# make demo    install into .venv, index the sample cables, show one faceted search
# make test    install what the tests need, run everything that CI runs
# make bench   measure the parser; real cables in the folder that CABLESEARCH_REAL_CABLES names
#
# PYTHON=... chooses the interpreter; without it the first of these that is 3.11 or newer.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
BIN = .venv/bin

.PHONY: demo test check lint types contracts unit bench clean

demo: .venv/installed
	$(BIN)/cablesearch index corpus --index index
	$(BIN)/cablesearch query 'trafficking victims' --facets --limit 5 --index index

test: check unit

check: lint types contracts

lint: .venv/developed
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: .venv/developed
	$(BIN)/mypy

contracts: .venv/developed
	$(BIN)/lint-imports

unit: .venv/developed
	$(BIN)/pytest -n auto --dist loadgroup

bench: .venv/developed
	$(BIN)/python -m tests.benchmarks.bench_parse

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "cablesearch needs Python 3.11 or newer; name one with PYTHON=..." >&2; exit 1; }
	$(PYTHON) -m venv .venv

.venv/installed: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/developed: requirements-dev.txt pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --requirement requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@ .venv/installed

clean:
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
