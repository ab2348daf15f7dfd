# Two commands set everything up on a machine with Python 3.11+ and make: `make claims` and `make test`.

PYTHON ?= python3
VENV := .venv
# The newest torch drags in gigabytes of CUDA on Linux; pyproject.toml states the true range.
TORCH ?= torch==2.13.0
BUDGET ?= standard
ARGS ?=

.PHONY: claims test check docs plugins bench reference clean

claims: $(VENV)/installed
	$(VENV)/bin/pytest -n auto claims/ --budget $(BUDGET) $(ARGS)

test: $(VENV)/installed
	$(VENV)/bin/pytest -n auto $(ARGS)

# The published run: page, badges and summary, with the evidence packed beside them.
reference: $(VENV)/installed
	$(VENV)/bin/pytest -n auto claims/ --budget standard --report reports/reference --evidence reports/latest/evidence
	$(VENV)/bin/python -c "from pathlib import Path; from theoremcheck.reporting import pack_evidence; \
	pack_evidence(Path('reports/latest/evidence'), Path('reports/reference'))"

check: $(VENV)/installed
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports --no-logo

# Into build/docs/; a warning is an error.
docs: $(VENV)/installed
	NO_MKDOCS_2_WARNING=1 $(VENV)/bin/mkdocs build --strict --quiet

# Beside other plug-ins of pytest. It loads all that it finds, so these have an environment that adds them to ours.
plugins: $(VENV)/plugins/installed
	$(VENV)/plugins/bin/python -m benchmarks.plugins

# What a training costs beside what users would write. Without JAX, where pip finds none, its rows are not run.
bench: $(VENV)/bench-installed
	OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(VENV)/bin/python -m benchmarks.speed --guard $(ARGS)

$(VENV)/bench-installed: $(VENV)/installed
	-$(VENV)/bin/pip install --quiet "$(TORCH)" --editable ".[bench]"
	touch $@

$(VENV)/plugins/installed: $(VENV)/installed benchmarks/plugins.txt
	$(VENV)/bin/python -m venv $(VENV)/plugins
	$(VENV)/bin/python -c "import sysconfig; print('import site; site.addsitedir(%r)' % sysconfig.get_path('purelib'))" \
	> "$$($(VENV)/plugins/bin/python -c "import sysconfig; print(sysconfig.get_path('purelib'))")/ours.pth"
	$(VENV)/plugins/bin/pip install --quiet --requirement benchmarks/plugins.txt
	touch $@

$(VENV)/installed: pyproject.toml Makefile
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/pip install --quiet "$(TORCH)" --editable ".[dev]"
	touch $@

clean:
	rm -rf $(VENV) reports/latest
