# make run   set everything up and start the bot: on Telegram if a token is set, else as a chat in the terminal
# make test  set everything up and run every check
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
RUNNING := $(VENV)/.running-is-installed
TESTING := $(VENV)/.testing-is-installed

.PHONY: run chat setup test check lock clean

run: $(RUNNING)
	@$(BIN)/python -m bot run

chat: $(RUNNING)
	@$(BIN)/python -m bot chat

setup: $(RUNNING)
	@$(BIN)/python -m bot setup

test: $(TESTING)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m knowledge
	$(BIN)/python -m pytest

lock: $(TESTING)
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header --output-file requirements.lock pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header --extra dev --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml

clean:
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Backstride needs Python 3.11 or newer; set PYTHON=python3.12, say." >&2; exit 2; }
	@echo "Setting up (once) ..."
	@$(PYTHON) -m venv $(VENV) \
		|| { echo "This Python cannot make a virtual environment; on Debian: apt install python3-venv" >&2; exit 2; }

$(RUNNING): requirements.lock | $(BIN)/python
	@$(PIP) --require-hashes --requirement requirements.lock
	@touch $@

$(TESTING): requirements-dev.lock pyproject.toml | $(BIN)/python
	@$(PIP) --require-hashes --requirement requirements-dev.lock
	@$(PIP) --no-build-isolation --no-deps --editable .
	@touch $(RUNNING) $@
