# make analysis | test | lab | bench | docs | clean — each does the set-up it needs
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready

.PHONY: analysis test lab bench docs clean

analysis: $(READY)
	$(BIN)/liwan-analysis run

test: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo --no-cache
	$(BIN)/pytest -q -n 2 --dist loadscope --no-loadscope-reorder
	$(BIN)/pytest -q -n 2 --dist loadscope -p no:cacheprovider --nbval notebooks

lab: $(READY)
	$(BIN)/liwan-analysis lab

bench: $(READY)
	$(BIN)/python benchmarks/bench_all.py

docs: $(READY)
	$(BIN)/python scripts/make_rules.py
	$(BIN)/python scripts/make_columns.py
	$(BIN)/pdoc --output-directory docs/api liwan_analysis

clean:
	rm -rf .venv exports docs/api .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; this is " + sys.version.split()[0] + "; try make PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $(READY)
