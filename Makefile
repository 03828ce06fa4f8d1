# The commands of the house. All but `help` and `clean` first bring `.venv` up to date (tools/).

.DEFAULT_GOAL := help
.PHONY: help environment run test check contracts migration lock replay bench journeys-compose \
        new-service clean

bin := .venv/bin
python := $(bin)/python
PORT ?= 8000

help: ## say what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-17s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

environment: ## make .venv what requirements.lock says
	@PYTHON="$(PYTHON)" tools/bootstrap

run: environment ## start the company in one process on http://127.0.0.1:8000 (PORT=, DATA=; LATER=30: thirty days on)
	@exec $(bin)/yinbao up --port $(PORT) $(if $(DATA),--data "$(DATA)") $(if $(LATER),--later $(LATER))

test: environment ## run every test (T=folder or file for a part of them)
# Some images forbid bytecode: then each of the fifty programs that tests start is compiled anew.
	@env -u PYTHONDONTWRITEBYTECODE $(python) -m pytest -q -n 3 --dist loadfile $(T)

check: environment ## formatting, lints, types, floors and rooms, contracts, migrations, compose file, links
	$(bin)/ruff check
	$(bin)/ruff format --check
	$(bin)/mypy
	$(bin)/lint-imports
	$(bin)/yinbao contracts --check
	$(bin)/yinbao statutes document --check
	@if command -v npm >/dev/null; then \
	    echo the AsyncAPI parser reads contracts/published; \
	    npm ci --silent --prefix contracts && npm run --silent --prefix contracts check; \
	elif [ "$$CI" = true ]; then echo "no npm here to check contracts/published" >&2; exit 1; \
	else echo "no npm here: contracts/published is not checked by the AsyncAPI parser"; fi
	$(bin)/yinbao drift
	$(python) -m pytest -q tests/architecture tests/docs
	@if command -v docker >/dev/null && docker compose version >/dev/null 2>&1; then \
	    echo docker compose config -q; docker compose config -q; \
	else echo "no docker compose here: docker-compose.yml is not checked"; fi

contracts: environment ## renew contracts/published/
	$(bin)/yinbao contracts

migration: environment ## write the next migration of a service: SERVICE=claims MESSAGE="what it does"
	@test -n "$(SERVICE)" -a -n "$(MESSAGE)" || { echo 'make migration SERVICE=claims MESSAGE="…"' >&2; exit 2; }
	@$(bin)/yinbao draft "$(SERVICE)" "$(MESSAGE)"

lock: environment ## renew the lock files after a change of dependencies (UPGRADE=1: take the newest)
	$(python) tools/lock.py $(if $(UPGRADE),--upgrade)

replay: environment ## settle real claims: DATA=claims.csv (URL= of a running company)
	@test -n "$(DATA)" || { echo "make replay DATA=claims.csv" >&2; exit 2; }
	@$(bin)/yinbao replay "$(DATA)" $(if $(URL),--url "$(URL)")

bench: environment ## run the benchmarks: a table, and bench/results/latest.json (ONLY="bus claim")
	@$(python) -m bench $(ONLY)

journeys-compose: environment ## run the journeys against the containers, then tear them down
	@tests/journeys/on-compose

new-service: environment ## make a service that passes all checks: NAME=x
	@test -n "$(NAME)" || { echo "make new-service NAME=x" >&2; exit 2; }
	@$(bin)/yinbao new-service "$(NAME)"

clean: ## remove what was made here: .venv and caches; never .data
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +
