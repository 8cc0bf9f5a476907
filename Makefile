# Two commands do everything: `make run` and `make test`. The README tells the rest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
BASE_URL ?= http://127.0.0.1:$(PORT)
PHOTOS ?= 40
SCREENSHOTS ?= var/screenshots
CHECKERS := tests/checkers/node_modules/.package-lock.json
PROJECT_PATHS := site home services media enquiries staff tests

export PYTHONPATH := $(CURDIR)/site:$(CURDIR)

.PHONY: run dev test lighthouse bench drill-disk drill-editors lint format lock pictures screenshots guide-pictures clean

run: $(VENV)/run.installed
	@$(BIN)/python manage.py prepare --port $(PORT)
	@echo "The site is on http://127.0.0.1:$(PORT)/ and its admin on http://127.0.0.1:$(PORT)/admin/. Stop it with Ctrl-C."
	@PORT=$(PORT) BASE_URL=$(BASE_URL) $(BIN)/honcho --no-colour start

dev: $(VENV)/dev.installed
	@DJANGO_SETTINGS_MODULE=clinic.settings.dev $(BIN)/python manage.py prepare --port $(PORT)
	@DJANGO_SETTINGS_MODULE=clinic.settings.dev PORT=$(PORT) BASE_URL=$(BASE_URL) $(BIN)/honcho --no-colour -f Procfile.dev start

test: $(VENV)/dev.installed $(CHECKERS)
	@$(BIN)/python tests/browser/install.py
	$(BIN)/python -m pytest

lighthouse: $(VENV)/dev.installed $(CHECKERS)
	@$(BIN)/python tests/browser/install.py
	@$(BIN)/python tests/checkers/lighthouse.py

bench: $(VENV)/dev.installed
	$(BIN)/python tests/bench/images.py $(PHOTOS)

drill-disk: $(VENV)/dev.installed
	$(BIN)/python tests/drills/disk_full.py

drill-editors: $(VENV)/dev.installed
	$(BIN)/python tests/drills/editors.py

lint: $(VENV)/dev.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --check --lint $(PROJECT_PATHS)
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	DJANGO_SETTINGS_MODULE=clinic.settings.test $(BIN)/python manage.py makemigrations --check --dry-run

format: $(VENV)/dev.installed
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/djlint --reformat --quiet $(PROJECT_PATHS)

lock: $(VENV)/dev.installed
	$(BIN)/uv pip compile -q --no-strip-extras --generate-hashes --no-header --no-annotate --python-version 3.11 --universal requirements.in -o requirements.txt
	$(BIN)/uv pip compile -q --no-strip-extras --generate-hashes --no-header --no-annotate --python-version 3.11 --universal requirements-dev.in -o requirements-dev.txt

pictures: $(VENV)/dev.installed
	$(BIN)/python home/starter/pictures/render.py

screenshots: $(VENV)/dev.installed
	@$(BIN)/python tests/browser/install.py
	$(BIN)/python tests/browser/pictures.py $(SCREENSHOTS)

guide-pictures: $(VENV)/dev.installed
	@$(BIN)/python tests/browser/install.py
	$(BIN)/python tests/browser/guide_pictures.py

clean:
	rm -rf $(VENV) $(dir $(CHECKERS)) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis htmlcov .coverage*

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "This project needs Python 3.11 or later. Name one with: make PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
		{ echo "Python could not make an environment. On Debian: apt-get install python3-venv"; rm -rf $(VENV); exit 1; }

$(VENV)/run.installed: requirements.txt $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/dev.installed: requirements-dev.txt $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@ $(VENV)/run.installed

# npm writes this file last. It is older than the lock where the lock has changed, and gone where the folder is.
$(CHECKERS): tests/checkers/package-lock.json | $(VENV)/dev.installed
	@$(BIN)/python tests/checkers/install.py
	@touch $@
