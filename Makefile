# Podo Budget: `make help` lists what there is.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null || echo .uv/bin/uv)
RUN_READY := $(VENV)/.ready-to-run
DEV_READY := $(VENV)/.ready-to-develop
CODE := backend bot tests benchmarks alembic

.DEFAULT_GOAL := help
.PHONY: help setup run bot chat test lint format migrate lock bench chaos fuzz screenshots clean

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(DEV_READY) ## Fill .venv with all that developing needs (the command is .venv/bin/podo)

run: $(RUN_READY) ## Bring up the whole app on SQLite under data/: API, pages, and the bot if a token is set (PORT=8000)
	@$(BIN)/podo up $(if $(PORT),--port $(PORT))

bot: $(RUN_READY) ## Run the bot alone
	@$(BIN)/podo bot

chat: $(RUN_READY) ## Talk to the bot in this terminal, without Telegram
	@$(BIN)/podo chat

test: $(DEV_READY) ## Run the whole suite, on SQLite and on a Postgres that it starts itself
	$(BIN)/python -m pytest -n 2 --dist loadgroup

lint: $(DEV_READY) ## Check format, rules, types, arrows between packages, dead code
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/ruff check $(CODE)
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/vulture

format: $(DEV_READY) ## Format the code and mend what can be mended
	$(BIN)/ruff check --fix-only $(CODE)
	$(BIN)/ruff format $(CODE)

migrate: $(RUN_READY) ## Bring the database of DATABASE_URL to the newest schema
	@$(BIN)/podo db upgrade

lock: $(DEV_READY) ## Pin the dependencies anew, with hashes
	$(UV) pip compile --quiet --universal --generate-hashes --no-header --no-emit-index-url --group build pyproject.toml -o requirements.txt
	$(UV) pip compile --quiet --universal --generate-hashes --no-header --no-emit-index-url --group dev pyproject.toml -o requirements-dev.txt

bench: $(DEV_READY) ## Measure speed as ratios (benchmarks/README.md)
	$(BIN)/python -m benchmarks

chaos: $(DEV_READY) ## Kill the worker again and again, and count: nothing lost, nothing twice
	$(BIN)/python -m benchmarks.chaos

fuzz: $(DEV_READY) ## Try the whole API with generated requests, at length
	PODO_FUZZ=200 $(BIN)/python -m pytest tests/web/test_contract.py

screenshots: $(DEV_READY) ## Photograph every page into screenshots/ (needs /usr/bin/chromium)
	$(BIN)/python -m tests.web.pages.screenshots

clean: ## Take away what was installed and cached; data/ stays
	rm -rf $(VENV) .uv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

$(DEV_READY): requirements-dev.txt pyproject.toml | $(UV)
	@$(UV) venv --quiet --allow-existing --python $(PYTHON) $(VENV)
	@$(UV) pip sync --quiet --compile-bytecode --python $(BIN)/python --require-hashes requirements-dev.txt
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $(DEV_READY) $(RUN_READY)

$(RUN_READY): requirements.txt pyproject.toml | $(UV)
	@$(UV) venv --quiet --allow-existing --python $(PYTHON) $(VENV)
	@rm -f $(DEV_READY)
	@$(UV) pip sync --quiet --compile-bytecode --python $(BIN)/python --require-hashes requirements.txt
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $(RUN_READY)

# uv, where the machine has none, in a folder of its own.
.uv/bin/uv:
	@$(PYTHON) -m venv .uv || { echo "This Python cannot make virtual environments: install its venv package (on Debian: apt-get install python3-venv)." >&2; exit 1; }
	@.uv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.txt
