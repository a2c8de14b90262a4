# Needs only make and Python 3.11 or newer.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test lint bench clean

run: .venv/installed
	$(BIN)/factbase serve

test: .venv/installed-dev
	$(BIN)/pytest -n 2

lint: .venv/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# ARGS=--help tells what can be chosen
bench: .venv/installed-dev
	$(BIN)/python -m benchmarks.run $(ARGS)

clean:
	rm -rf .venv

.venv/python:
	$(PYTHON) -m venv .venv
	touch $@

.venv/installed: requirements.lock pyproject.toml | .venv/python
	$(BIN)/pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --no-deps -e .
	touch $@

.venv/installed-dev: requirements-dev.lock .venv/installed
	$(BIN)/pip install --quiet --require-hashes -r requirements-dev.lock
	touch $@
