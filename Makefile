# The commands of the course. `make` alone lists them. Needs GNU make 3.81 or later and bash.

SHELL := bash
VENV := .venv
PY := $(VENV)/bin/python
COURSE := $(VENV)/bin/course
READY := $(VENV)/ready
SCRIPTS := build/notebooks

# The first of these that is 3.11 to 3.13 and can make an environment is taken.
PYTHON ?= python3.11 python3.12 python3.13 python3 /usr/bin/python3
# Passed on to `course lab`, `course run`, `course.site`, `course.lite` and `uv pip compile`:
# make lab LAB_FLAGS=--no-browser
LAB_FLAGS ?=
RUN_FLAGS ?=
SITE_FLAGS ?=
LITE_FLAGS ?=
PYODIDE ?=
LOCK_FLAGS ?=
PYTEST_FLAGS ?= -n auto
# Called so, `make -n test` doesn't run what it should only show.
SELF := $(MAKE)

# The environment is complete where its last step has noted this folder and its Python still runs.
# One that was broken off, moved with its folder, or lost its Python is made anew.
NOTED := $(shell $(PY) -c "print(open('$(READY)').read().strip())" 2>/dev/null)
ifneq ($(NOTED),$(CURDIR))
ANEW := anew
endif

# JupyterLab doesn't ask whether it may fetch news and look for updates: a room may be offline.
LAB_SETTINGS := $(VENV)/share/jupyter/lab/settings
QUIET_LAB := {"@jupyterlab/apputils-extension:notification": \
  {"fetchNews": "false", "checkForUpdates": false}}

# uv installs the lock in a tenth of pip's time. Which one is said by the lock itself.
UV := $(shell sed -n 's/^\(uv==[^ ;]*\).*/\1/p' requirements.txt 2>/dev/null)

# What fetching the pictures needs: it goes on beside the rest, and prints lines where somebody
# watches. Bars would run through uv's lines: it draws none where stderr is no terminal.
FOR_DATA := filelock numpy pillow platformdirs tqdm

# What uv and pip say, cut down to signs of life, and to everything from the first error on.
BRIEFLY := awk '/^ *(Collecting|Processing) / { if (++n % 40 == 0) print "  " n " packages looked up" } \
  /Downloading .*\([0-9][0-9]+(\.[0-9]+)? ?Mi?B\)/ { print "  downloading " $$2, $$3, $$4 } \
  /^Installing collected/ { print "  unpacking them" } \
  /^ *(ERROR|error|×)/ { failed = 1 } \
  failed || /Retrying/ { print } \
  { fflush() }'

# Notebooks as scripts, in one go, for mypy. A lesson may pass a dict of ints where floats are
# expected, and use a short name again for something else: else it would get wordy.
AS_SCRIPTS := import sys, pathlib, jupytext; \
  relaxed = '\n\# mypy: disable-error-code=\"arg-type, assignment, call-overload, dict-item, index, misc, var-annotated\"\n' \
  '\# mypy: allow-redefinition\n'; \
  [pathlib.Path('$(SCRIPTS)', pathlib.Path(name).stem + '.py').write_text( \
  jupytext.writes(jupytext.read(name), 'py:percent') + relaxed) for name in sys.argv[1:]]

.DEFAULT_GOAL := help
.PHONY: help setup lab teach run small site lite pictures test released lint lock clean anew

help: ## this list
	@echo "make TARGET, where TARGET is one of"
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  \1	\2/p' $(firstword $(MAKEFILE_LIST))

setup: $(READY) ## build .venv with the packages and the `course` command
	@echo "Ready: $(COURSE) --help lists the commands, make lab opens the course."

$(READY): requirements.txt pyproject.toml $(ANEW)
	@rm -f $@
ifdef ANEW
	@for python in $(PYTHON); do \
	  "$$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
	    2>/dev/null || continue; \
	  echo "Making $(VENV) with $$("$$python" --version) ($$python)."; \
	  "$$python" -m venv --clear $(VENV) >/dev/null 2>&1 && exit 0; \
	  echo "  It can't make an environment (on Debian and Ubuntu: apt install python3-venv)."; \
	done; \
	echo "No Python 3.11, 3.12 or 3.13 that can make an environment was found (tried: $(PYTHON))." \
	  "Install one, or name yours: make setup PYTHON=/path/to/python3.11" >&2; \
	exit 1
endif
	@echo "Installing what requirements.txt lists, TensorFlow among it, and fetching the pictures."
	@set -o pipefail; trap 'kill $$(jobs -p) 2>/dev/null' EXIT; \
	uv() { $(PY) -m uv pip install --python $(PY) "$$@" 2>&1 | $(BRIEFLY); }; \
	$(PY) -m pip install -q "$(UV)" && uv -c requirements.txt $(FOR_DATA) && { \
	  $(PY) -m course.early_pictures $$(test -t 2 && echo --watched) 2> >(cat >&2) & \
	  uv -r requirements.txt; } || { \
	  echo "  uv doesn't work here: pip takes over, which takes a few minutes."; \
	  $(PY) -m pip install -r requirements.txt 2>&1 | $(BRIEFLY); } || { \
	  echo "The packages could not be installed: see above, then run make setup again." >&2; exit 1; }; \
	$(PY) -m pip install -q --no-deps --no-build-isolation -e . -e ./course || exit 1; \
	wait
	@mkdir -p $(LAB_SETTINGS) && echo '$(QUIET_LAB)' > $(LAB_SETTINGS)/overrides.json
	@echo "$(CURDIR)" > $@

anew:

lab: setup ## fetch the data and open your copy of the course, in work/, in JupyterLab
	@$(COURSE) lab $(LAB_FLAGS)

teach: setup ## the same with the solutions and nbgrader's panels, for teachers
	@$(COURSE) lab --teach $(LAB_FLAGS)

run: setup ## execute the solved lessons and check their claims
	@$(COURSE) run $(RUN_FLAGS)

small: setup ## the same as on public Binder: one core, a thread each, 2 GB with JupyterLab in it
	@taskset -c 0 binder/start $(COURSE) run --memory 2 $(RUN_FLAGS)

site: setup ## the course as a web page in build/site (SITE_FLAGS=--without-answers)
	@$(PY) -m pip install -q --no-build-isolation -e '.[site]'
	@$(COURSE) data
	@$(PY) -m course.site $(SITE_FLAGS)

pictures: setup ## the README's pictures, from today's lessons (needs Chromium)
	@$(PY) -m pip install -q --no-build-isolation -e '.[browser]'
	@$(COURSE) data
	@$(PY) -m tests.browser.pictures

lite: setup ## the course as a page that runs in the browser, in build/lite (PYODIDE=folder)
	@PYODIDE="$(PYODIDE)" $(PY) -m course.lite $(LITE_FLAGS)

test: setup ## fetch the data, then every check that needs no browser
	$(COURSE) data
	$(PY) -m ruff check .
	$(PY) -m tests.beside "make lint released" $(SELF) --no-print-directory lint released \
	  -- $(PY) -m pytest $(PYTEST_FLAGS)

released: setup
	$(COURSE) release --check

lint: setup ## ruff and mypy, over the notebooks too; spelling and grammar of all texts
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	@rm -rf $(SCRIPTS); mkdir -p $(SCRIPTS)
	@$(PY) -c "$(AS_SCRIPTS)" solutions/*/*.ipynb
	MYPYPATH=$$(echo solutions/*/ | tr ' ' ':') $(PY) -m mypy \
	  helpers course benchmarks recipes tests solutions/*/exercises $(SCRIPTS)/*.py
	$(PY) -m tests.english

lock: setup ## pin requirements.txt and environment.yml from pyproject.toml (LOCK_FLAGS=--upgrade)
	$(PY) -m uv pip compile -q --universal --python-version 3.11 --no-annotate \
	  --extra test --extra tools --custom-compile-command "make lock" $(LOCK_FLAGS) -o requirements.txt pyproject.toml
	@{ sed '/- pip:/q' environment.yml; sed -n 's/^[a-z]/      - &/p' requirements.txt; } \
	  > environment.yml.part
	@mv environment.yml.part environment.yml

clean: ## remove what was generated; the data and grading/ stay
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name .git -prune -o -path ./grading -prune -o -type d \
	  \( -name __pycache__ -o -name .ipynb_checkpoints \) -prune -exec rm -rf {} +
