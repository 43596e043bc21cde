# Set-up, demo, tests and reports. A target that has been made costs nothing the second time.

YEAR ?= 2024
# Whose packages what is built needs: demo, or production.
INSTALL ?= demo
OUTPUT ?= reports-$(YEAR)

# The first Python on this machine that is new enough.
PYTHON ?= $(firstword $(foreach python,python3 python3.14 python3.13 python3.12 python3.11,\
  $(shell $(python) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(python))))
VENV = .venv/bin/python
# The machine's pip, told to install into .venv: so no Debian package is needed to make one.
PIP = $(PYTHON) -m pip --python .venv --disable-pip-version-check install --quiet --require-hashes
EMBEDDED = $(VENV) -m sam.embedded
# For commands that load the settings and use no server.
OFFLINE = DATABASE_URL=postgres://none REDIS_URL=redis://none SAM_SECRET_KEY=none SAM_SECURE=false

CATALOGUES = $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/*.po))
THEME = design-tokens/css/municipality.css
STATIC = var/static/staticfiles.json
ASSETS = $(CATALOGUES) $(STATIC)

.DEFAULT_GOAL = help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help demo test lint reports bench faults load attacks fuzz pictures backup restore production setup messages locks

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 18

demo: setup ## run the demo municipality until Ctrl-C (PORT=8001 for another port)
	@$(EMBEDDED) run --demo $(YEAR)

test: .venv/.dev $(ASSETS) lint ## run every check and test, with servers of their own
	@sh tests/needs.sh
	@$(EMBEDDED) exec --fresh -- $(VENV) -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile $(ARGS)

lint: .venv/.dev $(ASSETS) ## check style, types, templates and the direction of imports
	@$(VENV) -m ruff check
	@$(VENV) -m ruff format --check --quiet
	@$(VENV) -m djlint --lint --quiet templates
	@$(OFFLINE) $(VENV) -m mypy .
	@$(VENV) .venv/bin/lint-imports

reports: setup ## produce a year's reports: make reports YEAR=2024 OUTPUT=folder
	@$(EMBEDDED) reports --year $(YEAR) --output "$(OUTPUT)"

bench: .venv/.dev $(ASSETS) ## measure on the demo and ten times as much (ARGS=--million: a million incidents)
	@$(EMBEDDED) exec --fresh -- $(VENV) -m benchmarks $(ARGS)

pictures: .venv/.dev $(ASSETS) ## for maintainers: take the guides' pictures anew from the demo
	@$(EMBEDDED) exec --fresh -- sh -ec 'for act in migrate load_demo take_pictures; do $(VENV) manage.py $$act; done'

faults: .venv/.dev $(ASSETS) ## kill and freeze the running program's parts, and count what is lost (ARGS=kill-web: one fault)
	@$(VENV) -m trials.faults $(ARGS)

load: .venv/.dev var/load/.made $(ASSETS) ## let 100 people use the program with 100,000 incidents, 10 minutes (ARGS=--write: keep the figures)
	@$(VENV) -m trials.load $(ARGS)

attacks: .venv/.dev var/scanners/.made $(ASSETS) ## let scanners loose on the running program, 20 minutes (ARGS=--write: keep the figures)
	@$(EMBEDDED) exec --fresh -- $(VENV) -m trials.attacks $(ARGS)

fuzz: .venv/.dev $(ASSETS) ## type the unthinkable into every form, import and address (MINUTES=15)
	@$(EMBEDDED) exec --fresh -- env SAM_FUZZ_MINUTES=$(or $(MINUTES),15) $(VENV) -m pytest --quiet --capture=no tests/fuzz

backup: setup ## back up the demo's database and files: make backup TO=folder
	@$(EMBEDDED) exec -- $(VENV) manage.py back_up "$(or $(TO),$(error Name the folder of the backups: make backup TO=folder))"

restore: setup ## bring a backup back in place of the demo: make restore FROM=folder
	@$(EMBEDDED) exec -- $(VENV) manage.py restore --replace "$(or $(FROM),$(error Name the backup: make restore FROM=folder))"

production: ## install and build what a server needs beside PostgreSQL and Redis
	@$(MAKE) --no-print-directory INSTALL=production .venv/.production $(ASSETS)

setup: .venv/.demo $(ASSETS) ## install and build all that the demo needs

messages: .venv/.dev ## for maintainers: collect the texts to translate into locale/sv
	@$(OFFLINE) $(VENV) manage.py makemessages --locale sv --no-wrap --add-location file \
	  --ignore .venv --ignore node_modules --ignore var

LOCK = $(VENV) -m uv pip compile --universal --python-version 3.11 --generate-hashes \
  --no-header --quiet $(UPGRADE) --output-file requirements

locks: .venv/.dev ## for maintainers: lock anew what pyproject.toml asks for (UPGRADE=--upgrade: the newest)
	@$(LOCK)/production.txt pyproject.toml
	@$(LOCK)/demo.txt pyproject.toml --extra demo
	@$(LOCK)/dev.txt pyproject.toml --extra dev
	@$(LOCK)/node.txt --group node
	@$(LOCK)/scanners.txt --group scanners
	@$(LOCK)/load.txt --group load

.venv/bin/python:
	@$(or $(PYTHON),false) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "SAM needs Python 3.11 or newer: install it, or name it with PYTHON=."; exit 1; }
	@$(PYTHON) -m pip --version >/dev/null || { echo "$(PYTHON) has no pip: install it (Debian: apt-get install python3-pip)."; exit 1; }
	@$(PYTHON) -m venv --without-pip .venv

.venv/.demo: requirements/demo.txt | .venv/bin/python
	@echo "Installing Python packages; this takes a minute or two the first time."
	@$(PIP) -r $<
	@touch $@

.venv/.production: requirements/production.txt | .venv/bin/python
	@echo "Installing Python packages; this takes a minute or two the first time."
	@$(PIP) -r $<
	@touch $@

.venv/.dev: requirements/dev.txt | .venv/bin/python
	@echo "Installing Python packages; this takes a minute or two the first time."
	@$(PIP) -r $<
	@touch .venv/.demo $@

# Each in an environment apart: pyproject.toml says why.
var/%/.made: requirements/%.txt | .venv/bin/python
	@echo "Installing what this needs: $*."
	@mkdir -p -m 700 var
	@$(PYTHON) -m venv --without-pip var/$*
	@$(PYTHON) -m pip --python var/$* --disable-pip-version-check install --quiet --require-hashes -r $<
	@touch $@

# Node from the machine when it is new enough, else from a wheel in .venv.
.venv/.node: requirements/node.txt | .venv/bin/python
	@npm --version >/dev/null 2>&1 && node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' \
	  || { echo "Installing Node from a wheel."; $(PIP) -r $<; }
	@touch $@

NPM = PATH="$(CURDIR)/.venv/bin:$$PATH" npm

node_modules/.package-lock.json: package-lock.json | .venv/.node
	@echo "Installing the interface's packages."
	@$(NPM) ci --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error
	@touch $@

$(THEME): designsystemet.config.json node_modules/.package-lock.json
	@$(NPM) run build --silent >/dev/null
	@touch $@

%.mo: %.po | .venv/.$(INSTALL)
	@$(VENV) -m babel.messages.frontend --quiet compile --input-file $< --output-file $@

$(STATIC): $(THEME) $(shell find $(filter-out var/%,$(wildcard static */static)) -type f) | .venv/.$(INSTALL)
	@mkdir -p -m 700 var
	@$(OFFLINE) $(VENV) manage.py collectstatic --no-input --verbosity 0
	@touch $@
