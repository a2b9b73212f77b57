# The commands of the project: `make run` and `make test` set up what they need.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
SYSTEM := $(VENV)/.system
TOUR   ?= tour-out
JOBS   ?= 2

# GCC 12 gets llama.cpp's code for AMX (matrix units of server processors) wrong: it crashes at the first prompt.
ifeq ($(shell uname -m),x86_64)
NO_AMX := -mno-amx-tile -mno-amx-int8 -mno-amx-bf16
endif
BUILD  := CFLAGS="$(CFLAGS) $(NO_AMX)" CXXFLAGS="$(CXXFLAGS) $(NO_AMX)"
LB     := build/llama-bench
LLAMA  := $(BUILD) $(BIN)/python -m pip install --quiet --force-reinstall --no-deps --require-hashes --requirement $(VENV)/llama.lock

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help setup llama gpu run test check screenshots bench llama-bench tour starter eval-starter lock clean

help: ## show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup: $(READY) $(SYSTEM) ## virtual environment, locked dependencies, system libraries

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -m app.system_check python
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(PYTHON) -m app.system_check build
	@echo "Installing the locked dependencies; the first time compiles llama.cpp (3–5 minutes on two cores) …"
	@$(BIN)/python -m pip install --quiet --upgrade pip
	@$(BUILD) $(BIN)/python -m pip install --quiet --require-hashes --requirement requirements.lock
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m app.system_check llama || $(MAKE) --no-print-directory llama
	@touch $@

llama: ## compile llama.cpp anew, as after a change of the processor
	@echo "Compiling llama.cpp for this processor …"
	@sed -n '/^llama-cpp-python==/,/[^\\]$$/p' requirements.lock > $(VENV)/llama.lock
	@$(BIN)/python -m pip cache --quiet remove llama_cpp_python || true
	@$(LLAMA)
	@$(BIN)/python -m app.system_check llama || $(LLAMA) --no-cache-dir
	@$(BIN)/python -m app.system_check llama

gpu: setup ## compile llama.cpp for this machine's GPU: CUDA, Metal or Vulkan, whichever fits
	@sed -n '/^llama-cpp-python==/,/[^\\]$$/p' requirements.lock > $(VENV)/llama.lock
	@$(BUILD) $(BIN)/python -m app.system_check gpu --build $(VENV)/llama.lock

$(SYSTEM): app/system_check.py
	@mkdir -p $(VENV)
	@$(PYTHON) -m app.system_check window
	@touch $@

run: setup ## open the window; with no display, run the headless tour
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ] || [ "$$(uname)" = Darwin ]; then $(BIN)/python -m app; \
	else echo "There is no display, so the headless tour runs in place of the window."; $(BIN)/python -m app tour --out $(TOUR); fi

tour: setup ## run every tool on shipped samples, write results and pictures to $(TOUR)
	@$(BIN)/python -m app tour --out $(TOUR)

test: setup ## the whole suite, in as many processes as JOBS says
	@QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest --numprocesses $(JOBS) --dist loadfile --no-loadscope-reorder --max-worker-restart 0

check: setup ## format, lint, types, layers, budgets
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python tests/architecture/budgets.py

screenshots: setup ## make the pictures in docs/screenshots anew
	@$(BIN)/python -m app.ui.screenshots --out docs/screenshots --stage tests.helpers.showroom

bench: setup ## measure the window and the local route, as ratios within one run
	@status=0; $(BIN)/python -m app bench gui || status=1; $(BIN)/python -m app bench engines --out build/bench || status=1; exit $$status

llama-bench: $(VENV)/llama-bench ## compile llama.cpp's own benchmark, for `make bench` to compare with (5–8 minutes on two cores)

$(VENV)/llama-bench: requirements.lock | setup
	@rm -rf $(LB) && mkdir -p $(LB)/sources
	@sed -n '/^llama-cpp-python==/,/[^\\]$$/p' requirements.lock > $(VENV)/llama.lock
	@$(BIN)/python -m pip download --quiet --no-deps --no-binary llama-cpp-python --require-hashes --requirement $(VENV)/llama.lock --dest $(LB)
	@tar -xzf $(LB)/llama_cpp_python-*.tar.gz --strip-components 1 --directory $(LB)/sources
	@$(BUILD) cmake -S $(LB)/sources/vendor/llama.cpp -B $(LB)/build -DCMAKE_BUILD_TYPE=Release -DBUILD_SHARED_LIBS=OFF \
	  -DLLAMA_BUILD_TESTS=OFF -DLLAMA_BUILD_EXAMPLES=OFF -DLLAMA_BUILD_SERVER=OFF -DLLAMA_BUILD_APP=OFF -DLLAMA_OPENSSL=OFF $(CMAKE_ARGS) > $(LB)/configure.log
	@echo "Compiling llama-bench …"
	@cmake --build $(LB)/build --target llama-bench --parallel 2 > $(LB)/build.log
	@cp $(LB)/build/bin/llama-bench $@
	@rm -rf $(LB)

starter: setup ## train the starter model from nothing (an hour and more)
	@test -x build/training/bin/python || $(PYTHON) -m venv build/training
	@build/training/bin/python -m pip install --quiet --requirement training/requirements.txt
	@build/training/bin/python -m training.make_starter

eval-starter: setup ## measure the starter as a user gets it: worker, grammar, loop (ARGS="--tool sql --limit 20")
	@$(BIN)/python -m training.evaluate $(ARGS)

lock: setup ## resolve the dependencies anew
	@$(BIN)/uv pip compile pyproject.toml --extra dev --generate-hashes --universal --python-version 3.11 --upgrade \
	  --no-emit-index-url --no-emit-find-links --no-header --no-annotate --quiet --output-file requirements.lock

clean: ## remove what was built
	rm -rf $(VENV) build $(TOUR) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
