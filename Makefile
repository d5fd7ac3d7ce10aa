PYTHON ?= python3
PORT ?= 8000
VENV = .venv
PY = $(VENV)/bin/python
BROWSER ?= 1
TESTS ?= tests
export BROWSER

.DEFAULT_GOAL := help
.PHONY: help demo test check fix lock bench soak docs audit stop clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z.\/]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# Installs are serialised by uv's own lock; a half-made environment is begun again, because the stamp comes last.
$(VENV)/.ready: requirements/dev.txt requirements/bootstrap.txt config/motcua.sh
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv is missing; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@test -x $(PY) && $(PY) -c '' 2>/dev/null || $(PYTHON) -m venv --clear $(VENV)
	@$(PY) -m pip install -q --disable-pip-version-check --require-hashes --no-deps --only-binary :all: -r requirements/bootstrap.txt
	@$(VENV)/bin/uv pip sync -q --require-hashes --system-certs --no-build --python $(PY) requirements/dev.txt requirements/bootstrap.txt \
		|| $(PY) -m pip install --disable-pip-version-check --require-hashes --no-deps --only-binary :all: -r requirements/dev.txt
	@install -m 755 config/motcua.sh $(VENV)/bin/motcua
	@touch $@

demo: $(VENV)/.ready ## the whole office with sample data on 127.0.0.1:8000 (PORT=8077: another port)
	@exec env PORT=$(PORT) $(PY) -m config.demo

stop: $(VENV)/.ready ## stop the embedded database servers of this checkout
	@$(PY) -m config.postgres stop data && $(PY) -m config.postgres stop test

test: $(VENV)/.ready ## every test (BROWSER=0: without the browser; TESTS=tests/core: a part)
	@$(PY) -m config.browser
	$(PY) -m pytest -n auto --dist loadfile --no-loadscope-reorder $(TESTS)

check: $(VENV)/.ready ## lint, format, the stack of apps, types, migrations, house rules
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(PY) -c 'from importlinter.cli import lint_imports_command; lint_imports_command()'
	$(PY) -m mypy
	$(PY) -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run
	$(PY) -m pytest -q -p no:randomly tests/house_rules

fix: $(VENV)/.ready ## repair what lint and format can repair
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

lock: $(VENV)/.ready ## pin requirements/*.in again, with hashes and without addresses
	@for name in bootstrap base dev; do \
		env -u UV_INDEX_URL -u UV_EXTRA_INDEX_URL -u PIP_INDEX_URL -u PIP_EXTRA_INDEX_URL $(VENV)/bin/uv pip compile -q --system-certs --generate-hashes \
			--no-header --no-annotate --no-emit-index-url --no-emit-find-links --only-binary :all: --universal --python-version 3.11 \
			-o requirements/$$name.txt requirements/$$name.in || exit 1; done

bench: $(VENV)/.ready ## measurements, against raw PostgreSQL in the same run
	$(PY) -m bench

soak: $(VENV)/.ready ## kills, attacks, slow disks, jumping clocks, memory: an hour on two cores (SOAK=--short: minutes)
	$(PY) -m bench.soak $(SOAK)
	$(PY) -m bench.replica

docs: $(VENV)/.ready ## draw the dossier's life and take the pictures of the documents
	$(PY) -m docs.lifecycle
	$(PY) -m docs.screenshots

audit: $(VENV)/.ready ## dangerous calls, secrets in the tree, licences of what we run on (no network needed)
	@$(PY) -m config.audit

clean: stop ## remove the environment (never the data)
	rm -rf $(VENV) var/static
