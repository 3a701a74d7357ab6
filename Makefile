# The two commands: `make repro` trains and measures everything, `make test` proves the code.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PATH := $(abspath $(BIN)):$(PATH)
# No network and no telemetry while stages run; byte-stable results need a fixed number of threads and fixed hashing.
export HF_HUB_OFFLINE := 1
export HF_HUB_DISABLE_TELEMETRY := 1
export DO_NOT_TRACK := 1
export DVC_NO_ANALYTICS := 1
export TOKENIZERS_PARALLELISM := false

.DEFAULT_GOAL := help
.PHONY: help env repro test behaviour smoke lint bench experiments-rivals experiments-seeds experiments-curve lock clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-18s %s\n", $$1, $$2}'

$(VENV)/.installed: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "regact needs Python 3.11 or newer: make PYTHON=python3.11 ...")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch $@

env: $(VENV)/.installed ## Create the environment in .venv

repro: env ## Retrain and evaluate whatever is out of date
	dvc repro

test: env ## Run the tests
	python -m pytest

behaviour: env ## Hold the trained models to the limits in params.yaml
	python -m pytest -rs tests/test_trained_behaviour.py

smoke: env ## Label a document with each trained model, in an environment with nothing but what predicting needs
	$(PYTHON) -m venv .cache/smoke
	.cache/smoke/bin/python -m pip install --quiet --disable-pip-version-check --constraint requirements.lock .
	for model in models/*/; do .cache/smoke/bin/regact predict data/raw/n-alienchat-appeal.html --model $$model || exit 1; done
	du -sm .cache/smoke | awk '{print "installed: " $$1 " MB"}'

lint: env ## Check style and types
	ruff check .
	ruff format --check .
	mypy

bench: env ## Measure speed against named alternatives
	python -m benchmarks

# REAL="--real FILE" measures on that file too.
experiments-rivals: env ## Train the transformer's rivals with three seeds, and compare (hours)
	python -m experiments.rivals $(REAL)

experiments-seeds: env ## Tell how far the shipped transformer depends on the seed (half an hour)
	python -m experiments.rivals --only shipped $(REAL)

experiments-curve: env ## Tell what more documents would be worth (an hour)
	python -m experiments.learning_curve $(REAL)

# Far too large to be one of our dependencies: it gets an environment of its own.
LABEL_STUDIO := 1.23.2
.cache/label-studio/.installed-$(LABEL_STUDIO):
	$(PYTHON) -m venv .cache/label-studio
	.cache/label-studio/bin/python -m pip install --quiet --disable-pip-version-check label-studio==$(LABEL_STUDIO)
	touch $@

label-studio-check: env .cache/label-studio/.installed-$(LABEL_STUDIO) ## Try the exchange of annotations against a real Label Studio (1 GB)
	python scripts/label_studio_check.py .cache/label-studio/bin/label-studio

lock: ## Resolve requirements.lock anew
	$(PYTHON) -m venv .cache/lock
	.cache/lock/bin/python -m pip install --quiet pip-tools
	.cache/lock/bin/pip-compile --quiet --extra dev --strip-extras --no-emit-find-links --no-emit-index-url --output-file requirements.lock pyproject.toml
	# The project itself is installed from the checkout; torch's local version names a build, not a release.
	sed -i -e '/^regact @/,/^[^ ]/{/^regact @/d;/^ /d}' -e 's/^\(torch==[0-9.]*\)+cpu/\1/' requirements.lock

clean: ## Remove the environment and caches (not DVC's)
	rm -rf $(VENV) .cache .pytest_cache .mypy_cache .ruff_cache
