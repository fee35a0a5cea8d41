# make run | test | check | fix | bench | docs | behaviours: each makes .venv first
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test check fix bench docs behaviours clean

$(VENV)/.runs: pyproject.toml constraints.txt hatch_build.py src/rtentry/lpm/_single.c
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "rtentry needs Python 3.11 or newer: make PYTHON=python3.12 ...")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q -c constraints.txt -U pip
	$(BIN)/python -m pip install -q -c constraints.txt -e '.[all]'
	$(BIN)/python -m compileall -q src
	touch $@

$(VENV)/.tests: $(VENV)/.runs
	$(BIN)/python -m pip install -q -c constraints.txt -e '.[all,dev]'
	touch $@

run: $(VENV)/.runs
	@$(BIN)/rtentry

test: $(VENV)/.tests
	$(BIN)/python -m pytest -n auto --dist loadfile

check: $(VENV)/.tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(MAKE) test

fix: $(VENV)/.tests
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: $(VENV)/.runs
	$(BIN)/python docs/make_tables.py
	$(BIN)/python docs/make_man.py build/man

behaviours: $(VENV)/.tests
	$(BIN)/python docs/make_behaviours.py

bench: $(VENV)/.tests
	$(BIN)/python -m pip install -q -c constraints.txt -e '.[bench]'
	$(BIN)/python -m bench.run

clean:
	rm -rf $(VENV)
