# The commands of the project. `make` alone lists them.

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python

.DEFAULT_GOAL := help
.PHONY: help site serve test lint check mutants bench new move links clean

help:  ## List the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "%-8s%s\n", $$1, $$2 }' $(MAKEFILE_LIST)

site: $(VENV)/build.stamp  ## Build the website into site/
	$(RUN) -m scripts.site

serve: $(VENV)/build.stamp  ## Preview at http://127.0.0.1:8000/, rebuilt as files change
	$(RUN) -m scripts.serve

test: lint site  ## Lint, then run every test, the browser ones included
	$(RUN) -m tests.browsers
	$(RUN) -m pytest

lint: $(VENV)/test.stamp  ## Format, lint and type-check (fast)
	$(RUN) -m ruff format --check .
	$(RUN) -m ruff check .
	$(RUN) -m mypy
	$(RUN) -m codespell_lib

check: $(VENV)/build.stamp  ## Check every formula, ignoring caches
	$(RUN) -m scripts.check $(PAGES)

mutants: $(VENV)/build.stamp  ## Change every formula in one place; the check must refuse it
	$(RUN) -m scripts.mutants

bench: $(VENV)/test.stamp  ## Measure builds, weights, the checker and the search
	$(RUN) -m bench.site
	$(RUN) -m bench.checker
	$(RUN) -m bench.search

new: $(VENV)/build.stamp  ## Start a formula: make new ID=chapter/slug
	$(RUN) -m scripts.new $(ID)

move: $(VENV)/build.stamp  ## Move a formula and its links: make move ID=chapter/slug TO=chapter/slug
	$(RUN) -m scripts.move $(ID) $(TO)

links: site  ## Register new addresses of the site in permalinks.txt
	$(RUN) -m scripts.register

clean:  ## Remove everything generated, the environment too
	rm -rf $(VENV) build site docs/figures docs/notebooks docs/assets/fonts .cache .mypy_cache .ruff_cache .pytest_cache

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/build.stamp: requirements.txt | $(VENV)/bin/python
	$(RUN) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/test.stamp: requirements-dev.txt $(VENV)/build.stamp
	$(RUN) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@
