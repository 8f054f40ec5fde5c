# `make demo` is where to begin, `make test` the second command. README has the rest.
.PHONY: demo demo-reset test lint services stop screenshots bench requirements setup setup-tests
.DEFAULT_GOAL := demo

PYTHON := .venv/bin/python
ARGS ?=
COMPILE := .venv/bin/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-header \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links

demo: setup
	@$(PYTHON) -m config.demo

demo-reset: setup
	@$(PYTHON) -m config.services wipe

test: setup-tests
	@$(PYTHON) -m config.full_test $(ARGS)

lint: setup
	@$(PYTHON) -m config.full_test --lint-only

services: setup
	@$(PYTHON) -m config.services start

stop:
	@python3 -m config.services stop

screenshots: setup-tests
	@$(PYTHON) -m tests.screenshots $(ARGS)

bench: setup
	@$(PYTHON) -m bench $(ARGS)

requirements: setup
	$(COMPILE) --output-file requirements.txt pyproject.toml
	$(COMPILE) --extra dev --constraint requirements.txt --output-file requirements-dev.txt pyproject.toml

setup-tests: NEEDS := --tests
setup setup-tests:
	@python3 -c 'import sys; sys.version_info >= (3, 11) or sys.exit("jobbakten: Python 3.11 or newer is needed")'
	@python3 -m config.bootstrap $(NEEDS)
