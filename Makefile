# Two commands matter: `make run` and `make test`. README.md says the rest.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
export PYTHONDONTWRITEBYTECODE :=
export ANONYMIZED_TELEMETRY := False

.PHONY: run setup setup-dev check test lint types imports bench evals train locks audit pictures clean

run: setup
	@$(BIN)/python -m bot run

setup: .venv/runtime
setup-dev: .venv/development

.venv/installer: requirements-uv.lock
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.lock
	@touch $@

.venv/runtime: requirements.lock .venv/installer
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	@touch $@

.venv/development: requirements-dev.lock .venv/runtime
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements-dev.lock
	@touch $@

lint: setup-dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
types: setup-dev
	@$(BIN)/mypy
imports: setup-dev
	@$(BIN)/lint-imports

check: lint types imports
	@$(BIN)/python -m pytest -m "not slow and not postgres" -n 2

test: lint types imports
	@$(BIN)/python -m pytest -n 2

evals: setup
	@$(BIN)/python -m bot evals tests/evals/messages.jsonl tests/evals/sets/*/*.jsonl

train: setup-dev
	@$(BIN)/python -m bot.agents.embedded.classifier.training

bench: setup-dev
	@$(BIN)/python -m benchmarks

audit: setup-dev
	@$(BIN)/pip-audit --strict --require-hashes -r requirements.lock

pictures: setup-dev
	@PYTHONPATH=. $(BIN)/python docs/pictures/make.py

locks: .venv/installer
	@for name in requirements requirements-dev requirements-uv; do \
	  $(BIN)/uv pip compile --quiet $$name.in -o $$name.lock --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --universal; done

clean:
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
