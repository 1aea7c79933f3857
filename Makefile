# Every command brings what it needs into this folder (.tools, .venv); nothing goes into the system.
# The work is done in scripts/, which any Python from 3.9 on can start.

PYTHON3 ?= $(shell for python in python3 /usr/bin/python3 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 9))' 2>/dev/null && echo $$python && break; done)
ifeq ($(strip $(PYTHON3)),)
$(error Python 3.9 or newer is needed to start: as root, run "apt-get install python3 python3-venv", then try again)
endif
SCRIPT := exec $(PYTHON3) -m scripts

.DEFAULT_GOAL := help
.PHONY: help run dev seed manage shell keys open test fuzz coverage mutants lint format messages
.PHONY: migrations audit bench lock upstream drawing released clean
MAKEFLAGS += --no-print-directory

help: ## show this list
	@echo "The web site of the Peace Summit. Start with: make run"
	@echo
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1	\2/p' Makefile | expand -t 18
	@echo
	@echo "Environment variables, all optional: PORT, DATA_DIR, DATABASE_URL, REDIS_URL, SECRET_KEY,"
	@echo "SITE_URL, ALLOWED_HOSTS, EMAIL_URL, DEMO_PASSWORD, ANSWERS_KEYS, SEALING_PUBLIC_KEY;"
	@echo "for example: make run PORT=8080"

run: ## the complete site with sample content, on http://127.0.0.1:8000
	@$(SCRIPT).run serve

dev: ## the same site and data, reloading as you edit, with tracebacks
	@$(SCRIPT).run dev

seed: ## build the sample content (only where there is none)
	@$(SCRIPT).run seed

manage: ## a command of Django on that data: make manage ARGS="check --database default"
	@$(SCRIPT).manage

shell: ## Django's shell on that data
	@$(SCRIPT).manage shell

keys: ## make an organizer's key pair for sensitive answers (docs/privacy.md)
	@$(SCRIPT).keys

open: ## open the sensitive answers in an export: make open FILE=export.csv KEY=key.txt
	@$(SCRIPT).open_sealed

test: ## all tests, browser included; a part: make test ARGS="tests/events -k zone"
	@$(SCRIPT).test

fuzz: ## random tests with new seeds: make fuzz MINUTES=30; one again: make fuzz SEED=…
	@$(SCRIPT).fuzz

coverage: ## which lines the tests run; a part: make coverage ARGS="tests/events"
	@$(SCRIPT).coverage

mutants: ## whether tests notice changes of the code; some: make mutants ARGS="sealing facts"
	@$(SCRIPT).mutants

lint: ## rules, format, templates, style sheets, spelling, types, licenses, checks, migrations
	@$(SCRIPT).lint check

format: ## put code and templates into their format
	@$(SCRIPT).lint format

messages: ## collect the texts to be translated into locale/ (needs gettext)
	@$(SCRIPT).messages

migrations: ## write the migrations that changed models need
	@$(SCRIPT).manage makemigrations

audit: ## Lighthouse and HTML checker on each type of page; some: make audit ARGS="/en/ /es/"
	@$(SCRIPT).audit

bench: ## how the translation dashboard grows with the number of objects
	@$(SCRIPT).bench

lock: ## compile requirements/*.txt anew; newer versions: make lock ARGS=--upgrade
	@$(SCRIPT).lock

upstream: ## the tests against the newest Wagtail and wagtail-localize (in .upstream)
	@$(SCRIPT).upstream

drawing: ## draw the layers of the project and their imports (docs/images/architecture.svg)
	@$(SCRIPT).drawing

released: ## write down the migrations of this version, on the day it is released
	@$(SCRIPT).released

clean: ## remove what was installed and cached; data in var/ stays
	rm -rf .tools .venv .upstream .mutants .coverage .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
