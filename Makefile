# The commands of the project. `make` alone lists them.

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python

.DEFAULT_GOAL := help
.PHONY: help site serve test test-all lint check mutants bench new formula cite move links shard merge lock audit clean

help:  ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-10s%s\n", $$1, $$2 }' $(MAKEFILE_LIST)

site: $(VENV)/build.stamp  ## Build the website into site/
	$(RUN) -m scripts.site

serve: $(VENV)/build.stamp  ## Preview at http://127.0.0.1:8000/, rebuilt as files change
	$(RUN) -m scripts.serve

# A process a core; what shares a browser's visits stays in one (tests/kinds.py). One that died
# is not replaced: the others would wait for what it had begun.
PYTEST := $(RUN) -m pytest -n auto --dist loadgroup --max-worker-restart=0

test: lint site  ## Lint, then run every test, the browser ones included, on representative pages
	$(RUN) -m tests.browsers
	$(PYTEST)

test-all: lint site  ## The same on every page, as each night
	$(RUN) -m tests.browsers
	$(PYTEST) --all-pages

lint: $(VENV)/test.stamp  ## Format, lint, type-check and see that no room imports one above (fast)
	$(RUN) -m ruff format --check .
	$(RUN) -m ruff check .
	$(RUN) -m mypy
	$(VENV)/bin/lint-imports --no-logo
	$(RUN) -m codespell_lib

check: $(VENV)/build.stamp  ## Check every formula, ignoring caches
	$(RUN) -m scripts.check $(PAGES)

mutants: $(VENV)/test.stamp  ## Change formulas, and our own code, in one place: checks and tests must notice
	$(RUN) -m scripts.mutants
	$(RUN) -m bench.mutation

bench: $(VENV)/test.stamp  ## Measure builds, weights, the checker and the search: make bench [SIZES="30 300"]
	$(RUN) -m bench.scale $(SIZES)
	$(RUN) -m bench.site
	$(RUN) -m bench.checker
	$(RUN) -m bench.search
	$(RUN) -m bench.sliders

new: $(VENV)/build.stamp  ## Start a formula: make new ID=chapter/slug [PART="…" CHAPTER="…"]
	$(RUN) -m scripts.new $(ID) $(if $(PART),--part "$(PART)") $(if $(CHAPTER),--chapter "$(CHAPTER)")

formula: $(VENV)/build.stamp  ## All that can go wrong with one formula, in seconds: make formula ID=chapter/slug
	$(RUN) -m scripts.examine $(ID)

cite: $(VENV)/build.stamp  ## Add a reference from BibTeX: make cite FILE=entry.bib, or paste it
	$(RUN) -m scripts.cite $(FILE)

move: $(VENV)/build.stamp  ## Move a formula and its links: make move ID=chapter/slug TO=chapter/slug
	$(RUN) -m scripts.move $(ID) $(TO)

links: site  ## Register new addresses of the site in permalinks.txt
	$(RUN) -m scripts.register

shard: $(VENV)/build.stamp  ## Run a share of the build on one of many machines: make shard SHARE=2/3 INTO=folder
	$(RUN) -m scripts.shards make $(SHARE) $(INTO)

merge: $(VENV)/build.stamp  ## Put the shares of all machines together, then make site: make merge FROM="folder …"
	$(RUN) -m scripts.shards merge $(FROM)

lock: | $(VENV)/bin/python  ## Renew requirements*.txt, the hashes of all that is installed, from requirements*.in
	$(INSTALL) --requirement requirements-dev.txt
	$(VENV)/bin/uv pip compile --quiet --upgrade $(TORCH) --output-file requirements.txt requirements.in
	$(VENV)/bin/uv pip compile --quiet --upgrade --output-file requirements-dev.txt requirements-dev.in

audit: $(VENV)/test.stamp  ## Ask whether a weakness is known of anything that is installed
	$(RUN) -m pip_audit --disable-pip --requirement requirements.txt --requirement requirements-dev.txt

clean:  ## Remove everything generated, the environment too
	rm -rf $(VENV) build site docs/figures docs/notebooks docs/assets/fonts docs/cheat_sheet docs/indexes/*/ .cache .*_cache bench/*/node_modules

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

# PyPI's torch for Linux is for GPUs, and gigabytes; where pip is told where to look, it looks there.
CPU_WHEELS := https://download.pytorch.org/whl/cpu
TOLD = $(shell $(RUN) -m pip config list | grep -E 'index-url|find-links')
WHEELS = $(if $(filter Linux,$(shell uname)),$(if $(TOLD),,--extra-index-url $(CPU_WHEELS)))
TORCH ?= --torch-backend=cpu
INSTALL = $(RUN) -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes

$(VENV)/build.stamp: requirements.txt | $(VENV)/bin/python
	$(INSTALL) $(WHEELS) --requirement requirements.txt
	touch $@

$(VENV)/test.stamp: requirements-dev.txt $(VENV)/build.stamp
	$(INSTALL) --requirement requirements-dev.txt
	touch $@
