# Everything a developer types. Needs Python 3.11 or newer, make and git; `make` alone lists the targets.

UV_VERSION := 0.13.9
UV := $(shell command -v uv || echo .tools/bin/uv)
PYTHON := .venv/bin/python
READY := .venv/.ready
SYSTEM_PACKAGES := python3 scripts/system_packages.py

.DEFAULT_GOAL := help
.PHONY: help demo demo-reset test lint format proof bench css messages clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

demo: $(READY) ## run the demo on this machine until Ctrl-C; its data stay
	@$(SYSTEM_PACKAGES) pdf
	@$(PYTHON) -m scripts.demo

demo-reset: $(READY) ## forget the demo's data, then run it anew
	@$(SYSTEM_PACKAGES) pdf
	@$(PYTHON) -m scripts.demo --reset

# Tests and tools of development have servers and data of their own: .data/test.
test lint proof bench: export TASMAT_ENV := test

test: $(READY) ## all checks and tests, as .ci/run does
	@$(SYSTEM_PACKAGES) pdf browser
	@$(MAKE) --no-print-directory lint
	$(PYTHON) -m pytest -n 2 --dist loadfile -m "not e2e and not proof"
	$(PYTHON) -m pytest -n 0 -m e2e -p no:randomly  # one stage for all: a chance order would fail by chance

lint: $(READY) ## style, types, direction of imports, migrations, settings, translations
	$(PYTHON) -m ruff check
	$(PYTHON) -m ruff format --check
	$(PYTHON) -m mypy .
	.venv/bin/lint-imports
	$(PYTHON) manage.py makemigrations --check --dry-run
	$(PYTHON) manage.py check --fail-level WARNING
	$(PYTHON) -m tasmat.i18n check

format: $(READY) ## put the code in order
	$(PYTHON) -m ruff check --fix
	$(PYTHON) -m ruff format

proof: $(READY) ## the long proofs; their figures belong into docs/proof.md
	@$(SYSTEM_PACKAGES) pdf browser
	$(PYTHON) -m pytest -n 0 -m proof -s

bench: $(READY) ## measure how long things take here
	$(PYTHON) -m tests.bench

css: ## build style sheet and components with Node; the results are kept in static/
	npm ci
	npm run css

messages: $(READY) ## renew the catalogues in locale/ from the sources and compile them
	$(PYTHON) -m tasmat.i18n update
	$(PYTHON) -m tasmat.i18n compile

clean: ## stop the embedded servers and remove data, caches and environments
	-test ! -x $(PYTHON) || $(PYTHON) -m tasmat.embedded stop
	-test ! -x $(PYTHON) || TASMAT_ENV=test $(PYTHON) -m tasmat.embedded stop
	find . -name __pycache__ -not -path './node_modules/*' -prune -exec rm -rf {} +
	rm -rf .data .venv .tools node_modules build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	rm -f locale/*/LC_MESSAGES/*.mo

$(READY): pyproject.toml uv.lock | $(UV)
	$(UV) sync --locked
	@touch $@

.tools/bin/uv:
	@$(SYSTEM_PACKAGES) environment
	python3 -m venv .tools
	.tools/bin/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
