# make demo    runs one scenario and shows the table and the pictures
# make test    runs the tests, on two cores
# make test-long  how often intervals hold the truth (results/reliability), damage, malformed inputs, both models in a hundred random
#              worlds, every council on record, thirty visitors of the workshop, every screen of it, the built documentation, the
#              package in every Python: two hours of two cores; intervals go on where it was stopped
# make quick   the tests to run after every edit of a rule: nothing is compiled, half a minute
# make bench   measures the speed, about four minutes
# make docs    builds the documentation as a site, site/index.html, and stops at the first broken link
# make app     opens the workshop in the browser, on this machine alone
# make lint    checks style and types
# make lock    writes requirements.lock anew from pyproject.toml
# make results computes again what is out of date in results/; goes on where it was stopped
#
# Each needs Python 3.11 or newer, make and git. The first one that is run creates the environment .venv; PYTHON chooses
# another interpreter, for example: make test PYTHON=python3.12

SHELL := /bin/sh
.DELETE_ON_ERROR:
.PHONY: demo test test-long quick bench app docs lint lock results clean

SCENARIO ?= sheffield
REPLICATES ?= 40
TESTS ?= tests

# What an edit of a rule can break and needs no compilation to see: declarations, equations, the order of rooms, the
# behaviour of the model, and the second model.
QUICK_TESTS := tests/test_declared.py tests/test_equations.py tests/test_documentation.py tests/test_transitions.py \
	tests/test_project.py::test_imports_run_one_way \
	tests/test_fingerprint.py tests/test_forgotten.py tests/world/test_month.py \
	"tests/reimplementation/test_reimplementation.py::test_both_models_have_the_same_history[every kind of event]"

FIND_PYTHON = for python in python3.11 python3 python3.12 python3.13 python3.14 python; do \
	if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then echo "$$python"; break; fi; done
PYTHON ?= $(shell $(FIND_PYTHON))

BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

# The versions of requirements.lock, each held to its hash, then the package itself. The lock is tried with Python 3.11 to
# 3.13; a newer Python chooses among the versions of its own day.
PIP = "$(BIN)/python" -m pip install --quiet --quiet
INSTALL = echo "Installing into .venv; the first time this takes about a minute."; \
	if "$(BIN)/python" -c 'import sys; sys.exit(sys.version_info >= (3, 14))'; then \
		"$(BIN)/python" locked.py "$(EXTRAS)" > .venv/requirements.txt && \
		$(PIP) --no-deps --require-hashes --requirement .venv/requirements.txt && \
		$(PIP) --no-deps --no-build-isolation --editable .; \
	else $(PIP) --editable ".$(EXTRAS:%=[%])"; fi

demo: .venv/installed
	@"$(BIN)/coproduction" run "$(SCENARIO)" --replicates "$(REPLICATES)" --seed 1 --out "results/demo"

test: .venv/installed-for-tests
	@"$(BIN)/python" -m pytest -n 2 --durations 25 $(TESTS)

test-long: .venv/installed-for-tests .venv/installed-for-the-docs
	@NUMBA_DISABLE_JIT=1 OMP_NUM_THREADS=1 "$(BIN)/python" -m pytest -q -n 2 --dist loadgroup tests/long; \
	outcome=$$?; PYTHONPATH=. "$(BIN)/python" -m tests.long.coverage; exit $$outcome

quick: .venv/installed-for-tests
	@NUMBA_DISABLE_JIT=1 "$(BIN)/python" -m pytest -q $(QUICK_TESTS)

bench: .venv/installed-for-tests
	@"$(BIN)/coproduction" bench

app: .venv/installed-for-the-workshop
	@"$(BIN)/coproduction" app

docs: .venv/installed-for-the-docs
	@NO_MKDOCS_2_WARNING=1 "$(BIN)/mkdocs" build
	@echo "Written: site/index.html; with search: $(BIN)/python -m http.server --directory site"

lint: .venv/installed-for-tests
	@"$(BIN)/ruff" check .
	@"$(BIN)/ruff" format --check .
	@"$(BIN)/mypy"

results: .venv/installed-for-tests
	@"$(BIN)/python" -m experiments $(QUICK)
	@"$(BIN)/python" experiments/publish_validation.py
	@"$(BIN)/python" experiments/quoted.py

clean:
	rm -rf .venv results/demo

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed and none was found; name one: make PYTHON=/path/to/python" >&2; exit 1; }
	@"$(PYTHON)" -m venv --clear .venv || { rm -rf .venv; echo "$(PYTHON) could not make an environment; \
	on Debian and Ubuntu the package python3-venv is missing" >&2; exit 1; }

# The stamps: nothing is installed again until what is asked for changes. The tests' environment has the workshop, too.
EXTRAS :=
COVERS :=
.venv/installed-for-the-workshop: EXTRAS := app
.venv/installed-for-the-docs: EXTRAS := docs
.venv/installed-for-tests: EXTRAS := test,app,bench,cluster,discovery,calibration
.venv/installed-for-tests: COVERS := .venv/installed-for-the-workshop

.venv/installed .venv/installed-for-the-workshop .venv/installed-for-the-docs .venv/installed-for-tests: \
		pyproject.toml requirements.lock locked.py .venv/bin/python
	@$(INSTALL)
	@touch .venv/installed $(COVERS) "$@"

# The lock made anew: what is locked stays where it may; UPGRADE=--upgrade takes the newest of everything.
lock:
	@python=$$(mktemp -d) && "$(PYTHON)" -m venv "$$python" && "$$python/bin/pip" install --quiet --quiet uv && \
	"$$python/bin/uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --all-extras \
		pyproject.toml --output-file requirements.lock --custom-compile-command "make lock" $(UPGRADE); \
	outcome=$$?; rm -rf "$$python"; exit $$outcome
