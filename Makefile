# The commands of this project; `make` alone lists them.
PYTHON ?= python3
TOOLS = @command -v $(PYTHON) >/dev/null || { \
	echo "There is no $(PYTHON): install Python 3.11, 3.12 or 3.13, or name one in PYTHON." >&2; exit 1; }; \
	exec $(PYTHON) tools
export ARGS DB HOST JOBS KEEP PORT REUSE

help: ## list the commands
	@sed -n 's/^\([a-z]*\): ## /  make \1	/p' Makefile

run: ## serve Odoo with demo data on http://localhost:8069 (PORT=, HOST=)
	$(TOOLS) run

reset: ## drop the demo database
	$(TOOLS) reset

test: ## run all tests (ARGS="…" goes to pytest, JOBS=1: one worker, to read the output; DB=, KEEP=1, REUSE=1: the database)
	$(TOOLS) test

year: ## play a year in a browser, by clicks and keys alone (some minutes)
	$(TOOLS) year

lint: ## check style and packaging (ARGS="…" names some of the linters)
	$(TOOLS) lint

format: ## format Python, XML and JavaScript in place
	$(TOOLS) format

bench: ## measure (ARGS="…" goes to benchmarks/run.py)
	$(TOOLS) bench

db: ## make the database NAME= anew with the addons installed (DEMO=1: with demo data)
	$(TOOLS) db "$(NAME)" $(if $(DEMO),--demo)

screenshots: ## take the pictures of the guides and of the addons' pages anew (KEEP=1 keeps the database)
	$(TOOLS) screenshots

translations: ## write the terms to translate into i18n/
	$(TOOLS) translations

clean: ## remove everything that these commands made
	$(TOOLS) clean

.PHONY: help run reset test year lint format bench db screenshots translations clean
