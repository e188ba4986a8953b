# Everything happens in .venv, from the locked requirements. `make` alone lists the targets.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --quiet --disable-pip-version-check
INSTALL := $(PIP) install --require-hashes --requirement
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-header \
	--no-emit-index-url --no-emit-find-links --generate-hashes --no-strip-extras --extra postgres

# A stamp says "installed": as long as it is newer than the lock, no pip runs.
RUNTIME := .venv/.runtime-installed
DEV := .venv/.dev-installed
MO := $(patsubst %.po,%.mo,$(wildcard concertation/translations/*/LC_MESSAGES/*.po))

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test test-cluster lint types format bench guide wheel translations lock clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-13s %s\n", $$1, $$2}' Makefile

run: $(RUNTIME) $(MO) ## start the program with its example consultation (ARGS="--port 9000")
	@$(BIN)/concertation run --example $(ARGS)

test: $(DEV) $(MO) ## run all tests (ARGS="tests/unit -k seats" for some)
	@scripts/ensure-test-services
	@$(BIN)/python -m pytest -n auto $(ARGS)

test-cluster: $(DEV) $(MO) ## several machines' worth of processes killed in a storm (PEOPLE=300 SEATS=50 TIMES=10)
	@scripts/ensure-test-services
	@CLUSTER_PEOPLE=$(or $(PEOPLE),120) CLUSTER_SEATS=$(or $(SEATS),40) \
		CLUSTER_TIMES=$(or $(TIMES),1) $(BIN)/python -m pytest -n 0 --timeout 900 tests/cluster $(ARGS)

lint: $(DEV) ## check style, templates and the direction of imports
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/djlint --quiet --lint templates
	@$(BIN)/lint-imports --no-logo

types: $(DEV) ## check types
	@$(BIN)/mypy

format: $(DEV) ## rewrite Python in the project's style
	@$(BIN)/ruff check --fix-only --quiet
	@$(BIN)/ruff format

bench: $(DEV) $(MO) ## measure, see docs/performance.md
	@$(BIN)/python -m bench $(ARGS)

guide: $(DEV) $(MO) ## take the pictures of the guides in docs/ anew
	@scripts/ensure-test-services
	@rm -f docs/images/*/*.png && mkdir -p docs/images/facilitateur docs/images/animateur
	@GUIDE_PICTURES=docs/images $(BIN)/python -m pytest -q \
		tests/browser/test_guide.py -k "guide_tells and no-js"

wheel: $(DEV) $(MO) ## build what is installed on a server, into dist/
	@$(BIN)/python -m build --wheel --no-isolation --outdir dist

translations: $(DEV) ## bring the catalogues up to date with the sources
	@$(BIN)/python -m scripts.translations
	@$(BIN)/pybabel --quiet compile --directory concertation/translations

lock: $(DEV) ## lock what pyproject.toml asks for (ARGS=--upgrade for newer versions)
	@$(LOCK) $(ARGS) --output-file requirements.txt pyproject.toml requirements.in
	@$(LOCK) $(ARGS) --constraint requirements.txt --group dev \
		--output-file requirements-dev.txt pyproject.toml requirements.in

clean: ## remove what was built (keeps .venv and instance)
	@rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache \
		.hypothesis .coverage screenshots
	@find concertation migrations scripts tests bench -name __pycache__ -prune \
		-exec rm -rf {} + 2>/dev/null || true
	@find concertation -name '*.mo' -delete

.venv/pyvenv.cfg:
	@command -v "$(PYTHON)" >/dev/null || { \
		echo "Python 3.11 or newer is needed, and there is no $(PYTHON)." >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Python 3.11 or newer is needed, $(PYTHON) is $$("$(PYTHON)" --version)." >&2; \
		echo "Name a newer one: make PYTHON=python3.12 …" >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "This Python cannot make a virtual environment." >&2; \
		echo "On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	@"$(PYTHON)" -m venv .venv || { rm -rf .venv; exit 1; }

# Without build isolation: hatchling and babel come from the lock, like all the rest.
$(RUNTIME): requirements.txt pyproject.toml hatch_build.py | .venv/pyvenv.cfg
	@echo "Installing what the program needs (a minute the first time) …"
	@$(INSTALL) requirements.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV): requirements-dev.txt $(RUNTIME)
	@echo "Installing what tests and checks need (a minute the first time) …"
	@$(INSTALL) requirements-dev.txt
	@touch $@

%.mo: %.po | $(RUNTIME)
	@$(BIN)/pybabel --quiet compile --input-file "$<" --output-file "$@"
