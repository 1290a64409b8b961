# make demo    install into .venv, index the sample cables, show one faceted search
# make test    install what the tests need, run everything that CI runs
# make bench   measure the parser, and everything else on a small invented collection; real cables for the parser in the
#              folder that CABLESEARCH_REAL_CABLES names
# make bench-scale N=25000   measure everything on so many invented cables; ENGINE=tantivy, BENCH=... for more options
# make mutants run the tests of building and publishing against hand-made mutants of that code; half an hour
# make fuzz FUZZ=query FUZZ_RUNS=2000000    fuzz the parser of cables (FUZZ=parse) or of queries, on Linux on x86-64; what it has
#              learnt is kept in .fuzz, so that the next run goes on from there
# make faults  kill, cut off, fill up and damage, as often as the bars ask for, and print a table; takes hours.
#              FAULTS="F1 F9" for some of them, COUNT=20 for another number of trials
#
# PYTHON=... chooses the interpreter; without it the first of these that is 3.11 or newer.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
BIN = .venv/bin
N ?= 2500
ENGINE ?= whoosh
FUZZ ?= parse query
FUZZ_RUNS ?= 100000

.PHONY: demo test check lint types contracts unit bench bench-scale faults fuzz mutants clean

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
	$(BIN)/python -m tests.benchmarks --engine $(ENGINE) --cables 200 --each 8 --builds 1 --files 1000 --nights 3 $(BENCH)

bench-scale: .venv/developed
	$(BIN)/python -m tests.benchmarks --engine $(ENGINE) --cables $(N) $(BENCH)

mutants: .venv/developed
	$(BIN)/python -m tests.mutants

fuzz: .venv/developed
	for target in $(FUZZ); do $(BIN)/python -m tests.fuzz $$target --runs $(FUZZ_RUNS) || exit 1; done

faults: .venv/developed
	$(BIN)/python -m tests.faults $(if $(FAULTS),--only $(FAULTS)) $(if $(COUNT),--count $(COUNT))

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
