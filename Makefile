# `make run` and `make test` need Python 3.11 or newer and make, nothing else.

PYTHON ?= python3
PORT ?= 8000
UV ?= uv

BIN := .venv/bin
DATABASE := var/db.sqlite3
NO_DATABASE := $(if $(wildcard $(DATABASE)),,no-database)
PINS := $(UV) pip compile --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url -q pyproject.toml
# The demo is open, so it lives on its own database and listens on loopback only.
DEMO := env -u DATABASE_URL SECRET_KEY="$$(cat var/secret_key)" DEBUG=false HTTPS=false \
	ALLOWED_HOSTS=127.0.0.1,localhost API_REQUIRE_KEY=false \
	STAFF_TOTP_REQUIRED=false PORT=$(PORT) WITH_WORKER=true
# What production would set, to be judged by Django's deployment checks.
PRODUCTION := env DATABASE_URL=sqlite://:memory: DEBUG=false HTTPS=true \
	API_REQUIRE_KEY=true ALLOWED_HOSTS=example.com \
	SECRET_KEY="$$($(BIN)/python -c 'import secrets; print(secrets.token_hex(50))')"
TORTURE := env SEEDS=5000 SECONDS=60 CALLS=20000 $(BIN)/python -m pytest -q -m torture

# Whatever the environment says: the tests start many processes, each from this code.
export PYTHONDONTWRITEBYTECODE :=

.DELETE_ON_ERROR:
.PHONY: help run test torture mutants bench bench-api bench-ledger bench-worker bench-export screenshots check format pins

help:  ## List what make can do
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 14

run: .venv/run var/demo var/static/staticfiles.json  ## Serve with demo data (PORT=8000)
	@exec $(DEMO) $(BIN)/gunicorn -c project/gunicorn.py

test: .venv/dev  ## Run every test, on SQLite and on PostgreSQL
	env -u DATABASE_URL $(BIN)/python -m pytest -q -n 2 --dist worksteal
	$(BIN)/python -m tests.postgres $(BIN)/python -m pytest -q -n 2 --dist worksteal \
		-m "not browser"

torture: .venv/dev  ## Simulate 5,000 lives, make up 20,000 calls, hurt each part for a minute
	env -u DATABASE_URL $(TORTURE)
	$(BIN)/python -m tests.postgres $(TORTURE)

bench: .venv/dev  ## The portal's pages beside Django's admin (ROWS=1000000 ROUNDS=9)
	$(BIN)/python -m tests.postgres $(BIN)/python -m tests.bench_queue

bench-api: .venv/dev  ## The JSON endpoints beside an empty view (SECONDS=2 ROUNDS=5)
	$(BIN)/python -m tests.postgres $(BIN)/python -m tests.bench_api

bench-ledger: .venv/dev  ## What verify_ledger costs (ACCOUNTS=1000000 ROUNDS=3)
	$(BIN)/python -m tests.postgres $(BIN)/python -m tests.bench_ledger

bench-worker: .venv/dev  ## What a job costs beside Procrastinate (JOBS=10000 ROUNDS=5)
	$(BIN)/python -m tests.postgres $(BIN)/python -m tests.bench_worker

mutants: .venv/dev  ## Plant money bugs: the suite must see each
	$(BIN)/python -m tests.postgres $(BIN)/python -m tests.mutants

screenshots: .venv/dev  ## Take the pictures of the documents (needs chromium)
	env -u DATABASE_URL $(BIN)/python -m pytest -q tests/screenshots.py

bench-export: .venv/dev  ## What an export costs beside COPY (ROWS=1000000 ROUNDS=3)
	$(BIN)/python -m tests.postgres $(BIN)/python -m tests.bench_exports

check: .venv/dev  ## Lint, formats, types, templates, migrations, deployment
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .
	$(BIN)/djlint --quiet --lint templates
	$(PRODUCTION) $(BIN)/python manage.py makemigrations --check --dry-run
	$(PRODUCTION) $(BIN)/python manage.py check --deploy --fail-level WARNING

format: .venv/dev  ## Format the code
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

pins:  ## Compile the pinned requirements anew (needs uv)
	$(PINS) -o requirements.txt
	$(PINS) --group dev -c requirements.txt -o requirements-dev.txt

# Stamps: each step runs again only when what it reads has changed.

.venv/made:
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Python 3.11 \
	or newer is needed and this is %d.%d: make PYTHON=python3.12" % sys.version_info[:2])'
	@echo "Making .venv"
	@$(PYTHON) -m venv .venv
	@touch $@

.venv/run: requirements.txt .venv/made
	@echo "Installing $<"
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r $<
	@touch $@

.venv/dev: requirements-dev.txt .venv/made
	@echo "Installing $<"
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r $<
	@touch $@

var/secret_key:
	@mkdir -p var
	@umask 077; $(PYTHON) -c 'import secrets; print(secrets.token_hex(50))' > $@

var/migrated: $(wildcard */migrations/*.py) .venv/run $(NO_DATABASE) | var/secret_key
	@rm -f $@
	@echo "Migrating $(DATABASE)"
	@$(DEMO) $(BIN)/python manage.py migrate -v 0
	@touch $@

# Never again while the database is there, whatever becomes newer.
var/demo: $(NO_DATABASE) | var/migrated
	@rm -f $@
	@$(DEMO) $(BIN)/python manage.py demo
	@touch $@

var/static/staticfiles.json: $(shell find static -type f) .venv/run | var/secret_key
	@echo "Collecting static files"
	@$(DEMO) $(BIN)/python manage.py collectstatic --no-input -v 0
	@touch $@

.PHONY: no-database
no-database:
