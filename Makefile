# Everything runs in .venv, which is made from pyproject.toml and constraints.txt.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CORE := $(VENV)/.core
READY := $(VENV)/.ready
# pip is quiet; what it said is shown where it fails, and kept.
PIP = -m pip install --disable-pip-version-check -c constraints.txt
define install
@$(1)/bin/python $(PIP) $(2) > $(1)/pip.log 2>&1 || { tail -n 30 $(1)/pip.log; echo "Setting up $(1) failed; pip's whole output is in $(1)/pip.log" >&2; exit 1; }
endef
# Otter-Grader brings half a gigabyte along, so it has a venv of its own.
OTTER := .venv-otter
# In a variable, since a comma would end an argument of `call`.
TESTS := .[dev,mark,dask]
# What the benchmarks compare with.
NBGRADER := .venv-nbgrader
# Fresh user lands for tests of platforms: Debian's names for Python 3.11 and 3.13.
LANDS := bookworm trixie
ROOTS := .roots

.PHONY: demo test compiled schemas kernels otter nbgrader lands platforms lint bench clean

# Grade the example submissions in the sandbox and say where everything lies.
demo: $(CORE)
	$(BIN)/grader batch assignments/lecture07/examples -a lecture07 -o demo

# Tests with the real Otter run where `make otter` has been called, or OTTER_PYTHON names a Python that has it.
test: $(READY) compiled
	OTTER_PYTHON="$${OTTER_PYTHON:-$(if $(wildcard $(OTTER)/.ready),$(CURDIR)/$(OTTER)/bin/python)}" \
	$(BIN)/python -m pytest -q -n 4 --dist worksteal

# Once, and not by each of a thousand processes where PYTHONDONTWRITEBYTECODE is set.
compiled: $(READY)
	@$(BIN)/python -m compileall -q grader tests

otter: $(OTTER)/.ready

nbgrader: $(NBGRADER)/.ready

# The user lands alone, so that they can be made while other things are set up.
lands: $(LANDS:%=$(ROOTS)/%.ready)

# PLATFORMS: which of these tests; kits and starved machines take half an hour more.
PLATFORMS ?= tests/functional/test_containers.py tests/functional/test_kits.py tests/functional/test_starved.py
# Every example and twenty attacks through every bundle, also in the user lands. As root, with a network for pip and apt.
platforms: $(READY) compiled $(LANDS:%=$(ROOTS)/%.ready)
	GRADER_ROOTS="$(subst $(eval) ,:,$(LANDS:%=$(CURDIR)/$(ROOTS)/%))" \
	$(BIN)/python -m pytest -q -n 4 $(PLATFORMS)

# The JSON schemas that editors and readers of reports have, made from our records.
schemas: $(READY)
	$(BIN)/python -m grader.catalog.schema assignments
	$(BIN)/python -m grader.exporters.schema > docs/report.schema.json

# The tests of words, numbers and verdicts once more as on other processors.
kernels: $(READY) compiled
	$(BIN)/python -m tests.kernels

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Beside Otter and nbgrader where `make otter nbgrader` has been called.
bench: $(READY)
	OTTER_PYTHON="$${OTTER_PYTHON:-$(if $(wildcard $(OTTER)/.ready),$(CURDIR)/$(OTTER)/bin/python)}" \
	NBGRADER_PYTHON="$${NBGRADER_PYTHON:-$(if $(wildcard $(NBGRADER)/.ready),$(CURDIR)/$(NBGRADER)/bin/python)}" \
	$(BIN)/python benchmarks/throughput.py

# What grading needs; the tests' tools come on top of it.
$(CORE): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; set PYTHON=python3.12 or the like")'
	@echo "Setting up $(VENV) (once, about 20 seconds) ..."
	@$(PYTHON) -m venv $(VENV)
	$(call install,$(VENV),-e .)
	@touch $@

$(READY): $(CORE)
	@echo "Setting up what the tests need in $(VENV) (once, about a minute) ..."
	$(call install,$(VENV),-e '$(TESTS)')
	@touch $@

$(OTTER)/.ready: pyproject.toml constraints.txt
	@echo "Setting up $(OTTER) (once, about a minute) ..."
	@$(PYTHON) -m venv $(OTTER)
	$(call install,$(OTTER),-e '.[otter]')
	@touch $@

$(NBGRADER)/.ready: benchmarks/nbgrader.txt
	@echo "Setting up $(NBGRADER) (once, about a minute) ..."
	@$(PYTHON) -m venv $(NBGRADER)
	@$(NBGRADER)/bin/python -m pip install --quiet --disable-pip-version-check -r benchmarks/nbgrader.txt
	@touch $@

$(ROOTS)/%.ready:
	@command -v mmdebstrap >/dev/null || { echo "needs mmdebstrap; apt-get install mmdebstrap" >&2; exit 1; }
	@echo "Setting up $(ROOTS)/$* (once, about half a minute) ..."
	@mkdir -p $(ROOTS) && rm -rf $(ROOTS)/$*
	@mmdebstrap --quiet --variant=minbase --include=ca-certificates $* $(ROOTS)/$*
	@touch $@

clean:
	rm -rf $(VENV) $(OTTER) $(NBGRADER) $(ROOTS) demo
