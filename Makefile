# make run: try it. make test: every check and test. Both set up what they need, and nothing that is up to date twice.
PYTHON ?= python3.10
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
HOST ?= 127.0.0.1
PORT ?= 5005

.PHONY: run test check unit train evaluate bench lock clean screenshots

run: $(STAMP)
	@$(BIN)/safe-to-ask serve --host $(HOST) --port $(PORT)

test: check unit

check: $(STAMP)
	$(BIN)/ruff format --check bot actions tests benchmarks
	$(BIN)/ruff check bot actions tests benchmarks
	$(BIN)/mypy bot actions
	$(BIN)/lint-imports
	$(BIN)/safe-to-ask knowledge check
	$(BIN)/safe-to-ask locales check

unit: train
	$(BIN)/python -m tests.parts
	$(BIN)/pytest -q

train: $(STAMP)
	$(BIN)/safe-to-ask train

evaluate: train
	$(BIN)/python -m benchmarks.understanding

bench: train
	$(BIN)/python -m benchmarks.speed

screenshots: train
	$(BIN)/python -m benchmarks.screenshots

# The environment is made anew only when the lock or the project's own declaration changes.
$(STAMP): requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

# Needs uv on the path; prints no address into the lock.
lock:
	uv pip compile pyproject.toml --extra dev --python-version 3.10 --generate-hashes --no-emit-index-url --no-header \
	  --quiet -o requirements.lock

clean:
	rm -rf $(VENV) models .cache .rasa
