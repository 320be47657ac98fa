# An Sinh: `make help` lists what can be asked.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard src/ansinh/locale/*/LC_MESSAGES/*.po))

SAMPLE ?= samples/danh-sach-xa-an-binh.xlsx
MONTH ?= 2026-11
OUT ?= build/demo
# `BROWSER=no make test` leaves out the tests that need Chromium.
BROWSER ?= yes
# `POSTGRES=no make test` leaves out the second round of the registers' tests, on PostgreSQL.
POSTGRES ?= yes
# What goes through the whole book or the tree is told without counting branches: that takes three times as long and shows
# no more.
WHOLE := tests/architecture $(addprefix tests/law/,test_mutations.py test_executors.py test_published.py)
PYTEST := $(BIN)/pytest -n 2 --dist worksteal $(if $(filter no,$(BROWSER)),-m "not browser")

# The catalogues need the environment that stands before them.
.NOTPARALLEL:

# Size of the demo province (1 is 3.7 million people) and the port it is served at; ANSINH_DATABASE_URL names a PostgreSQL.
SCALE ?= 0.02
PORT ?=

.PHONY: help run roll test check bench lawbook prove shots format locale lock clean

help: ## list the commands
	@sed -nE 's/^([a-z]+):.*## (.*)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 15

run: $(READY)-run $(CATALOGUES) ## set up, fill a demo province, serve it until Ctrl-C
	@ANSINH_DEMO=1 $(BIN)/ansinh demo --scale $(SCALE)
	@ANSINH_DEMO=1 exec $(BIN)/ansinh serve $(if $(PORT),--port $(PORT))

roll: $(READY)-run $(CATALOGUES) ## make the sample commune's roll for a month, and its page
	@$(BIN)/ansinh roll --month $(MONTH) --out $(OUT) $(SAMPLE) || { status=$$?; [ $$status -eq 3 ] || exit $$status; }

test: $(READY)-dev $(CATALOGUES) ## every test, with the coverage that is asked for
	@tools/browser.sh $(BROWSER)
	@rm -f .coverage .coverage.*
	@status=0; \
	$(PYTEST) --cov --cov-report= $(WHOLE:%=--ignore=%) || status=1; \
	if [ $(POSTGRES) = yes ]; then \
		url=$$(tools/postgres.sh start) && ANSINH_DATABASE_URL=$$url \
			$(PYTEST) --cov --cov-append --cov-report= -m "django_db and not browser" $(WHOLE:%=--ignore=%) || status=1; \
	fi; \
	$(BIN)/python -m tools.coverage_gate || status=1; \
	$(PYTEST) $(WHOLE) || status=1; \
	exit $$status

check: $(READY)-dev $(CATALOGUES) ## form, lint, types, walls, law, docs, budgets
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/deptry src
	$(BIN)/ansinh law check
	$(BIN)/python -m tools.check

bench: $(READY)-run $(READY)-bench $(CATALOGUES) ## measure against the peers; writes bench/RESULTS.md
	$(BIN)/python -m bench

lawbook: $(READY)-run $(CATALOGUES) ## print the book of law as HTML for a jurist
	$(BIN)/ansinh law book --out build/lawbook

prove: $(READY)-dev $(CATALOGUES) ## the acceptance lines of each issue, with their figures
	@set -e; for proof in acceptance/*.sh; do bash "$$proof"; done

shots: $(READY)-dev $(CATALOGUES) ## photograph every page at both widths and contrasts; fails on what cannot be read
	@tools/browser.sh yes
	$(BIN)/python -m tools.shots

format: $(READY)-dev ## put the code in form and mend what can be mended
	$(BIN)/ruff check --fix --exit-zero .
	$(BIN)/ruff format .

locale: $(READY)-dev ## take new sentences into the catalogues and compile them
	$(BIN)/python -m tools.catalogue update
	$(BIN)/python -m tools.catalogue compile

lock: $(READY)-dev ## solve the requirements anew (all versions as new as allowed)
	@tools/lock.sh

clean: ## remove what was built (the environments stay)
	rm -rf build dist .coverage .coverage.* htmlcov .pytest_cache .mypy_cache .ruff_cache .import_linter_cache

# --- environments: made once, made again when what they are made of changes ---

$(READY)-run: requirements.lock pyproject.toml setup.py tools/setup.sh
	@PYTHON=$(PYTHON) tools/setup.sh .venv requirements.lock
	@touch $@

$(READY)-dev: requirements-dev.lock pyproject.toml setup.py tools/setup.sh
	@PYTHON=$(PYTHON) tools/setup.sh .venv requirements-dev.lock
	@touch $@ $(READY)-run

$(READY)-bench: requirements-bench.lock pyproject.toml tools/setup.sh
	@PYTHON=$(PYTHON) tools/setup.sh .bench-venv requirements-bench.lock
	@touch $@

# A new translation needs no new environment.
%.mo: %.po
	@$(BIN)/python -m tools.catalogue compile
	@touch $@
