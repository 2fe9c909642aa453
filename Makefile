# Two commands for a fresh machine that has git, make and Python: `make demo` and `make test`.

PYTHON ?= python3
BIN := .venv/bin
ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
endif
PO := core/pingyi/locale/zh_CN/LC_MESSAGES/pingyi

.PHONY: demo test quick lint texts docs pictures templates bench clean

demo: .venv/ready ## an invented university, checked and rendered
	$(BIN)/pingyi init demo --demo
	$(BIN)/pingyi check demo
	$(BIN)/pingyi render demo
	@echo
	@echo "The forms are in demo/out - 表格在 demo/out 文件夹里"

test: .venv/ready-dev lint ## lint, types, import contracts, tests
	$(BIN)/pytest -n auto

quick: .venv/ready-dev ## the tests that take no time
	$(BIN)/pytest -n auto -m "not slow and not office"

lint: .venv/ready-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

texts: .venv/ready-dev ## collect messages, update and compile the Chinese catalogue
	$(BIN)/pybabel -q extract -k translate --no-location --omit-header --sort-output -o $(PO).pot core plugins
	$(BIN)/pybabel -q update -l zh_CN -i $(PO).pot -o $(PO).po --no-fuzzy-matching --ignore-obsolete -w 120
	sed -i.old -E '/^"(Project-Id-Version|Report-Msgid|POT-|PO-|Last-Translator|Language-Team|Generated-By)/d' $(PO).po
	$(BIN)/pybabel -q compile -i $(PO).po -o $(PO).mo
	rm $(PO).pot $(PO).po.old

docs: .venv/ready-dev ## write the help of each command into its page
	$(BIN)/python docs/refresh.py

templates: .venv/ready-dev ## build the official Word templates again
	$(BIN)/python -m pingyi_forms.build
	$(BIN)/python -m pingyi_forms.reports.build

pictures: .venv/ready-dev ## draw the pictures in docs/ again (needs LibreOffice and poppler-utils)
	$(BIN)/python docs/pictures/make.py

bench: .venv/ready-dev ## measure rates and start-up on this machine
	$(BIN)/python benchmarks/run.py

clean:
	rm -rf .venv demo dist build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

.venv/ready: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -q --disable-pip-version-check "pip>=25.1"
	$(BIN)/python -m pip install -q --disable-pip-version-check -e .
	touch $@

.venv/ready-dev: .venv/ready
	$(BIN)/python -m pip install -q --disable-pip-version-check --group dev
	touch $@
