# Needs only make and Python 3.11 or newer.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test test-quick test-dashboards lint bench screenshots sbom clean

run: .venv/installed
	$(BIN)/factbase serve

# one worker more than two cores, as many tests wait for servers and databases; each takes 4 s to begin and makes what modules share anew
test: .venv/installed-dev .venv/typescript/installed
	$(BIN)/pytest -n 3

# without the tests that start processes or sweep large inputs
test-quick: .venv/installed-dev
	$(BIN)/pytest -n 2 -m "not slow"

# the files of /integrations in the tools that they are for; installs these beside, half a gigabyte, and takes some minutes; Framework by
# npm, shown in Chromium, is left out where one of the two is missing
test-dashboards: .venv/installed-dev .venv/tools/installed .venv/superset/installed
	FACTBASE_TOOLS=$(CURDIR)/.venv/tools/bin/python FACTBASE_SUPERSET=$(CURDIR)/.venv/superset/bin/python \
	  $(BIN)/pytest -m dashboards tests/dashboards

lint: .venv/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# ARGS=--help lists the options
bench: .venv/installed-dev
	$(BIN)/python -m benchmarks.run $(ARGS)

# pictures of each kind of page of a running service: make screenshots ARGS="http://127.0.0.1:8000 build/screenshots"
screenshots: .venv/installed-dev
	$(BIN)/python -m tests.browser.screenshots $(ARGS)

# the packages that the service runs with, as CycloneDX
sbom: .venv/installed-dev
	$(BIN)/cyclonedx-py requirements requirements.lock --pyproject pyproject.toml --output-reproducible -o sbom.json

clean:
	rm -rf .venv

.venv/python:
	$(PYTHON) -m venv .venv
	touch $@

# the build backend is locked as well: without isolation pip uses the installed one instead of downloading the newest
.venv/installed: requirements.lock requirements-build.lock pyproject.toml | .venv/python
	$(BIN)/pip install --quiet --require-hashes -r requirements-build.lock
	$(BIN)/pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --no-build-isolation --no-deps -e .
	touch $@

.venv/installed-dev: requirements-dev.lock .venv/installed
	$(BIN)/pip install --quiet --require-hashes -r requirements-dev.lock
	touch $@

# what a TypeScript client is made with; its test is skipped where there is no npm, or nothing for it to install from
.venv/typescript/installed: tests/http/typescript/package-lock.json | .venv/python
	mkdir -p $(@D)
	cp tests/http/typescript/package.json $< $(@D)
	-npm ci --silent --ignore-scripts --no-audit --no-fund --fetch-retries=1 --fetch-timeout=20000 --prefix $(@D) && touch $@

.venv/tools/installed: tests/dashboards/requirements.txt | .venv/python
	$(PYTHON) -m venv .venv/tools
	.venv/tools/bin/pip install --quiet -r $<
	touch $@

.venv/superset/installed: tests/dashboards/requirements-superset.txt | .venv/python
	$(PYTHON) -m venv .venv/superset
	.venv/superset/bin/pip install --quiet -r $<
	touch $@
