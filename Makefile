# Vesper. `make demo` shows it, `make test` says whether it holds. What a rule needs and this machine
# lacks is installed by .ci/need, which says so.
PREFIX ?= /usr/local
# The flag has types known by their address and not looked up by name at the start: decision 0075.
# The C++ runtime that Swift's own needs goes into the program, and no name of it is looked up: decision 0096.
LINKED_IN = .build/linked-in
RELEASE = swift build -c release --static-swift-stdlib \
  -Xswiftc -Xfrontend -Xswiftc -disable-concrete-type-metadata-mangled-name-accessors \
  -Xlinker --no-export-dynamic -Xswiftc -L$(CURDIR)/$(LINKED_IN) -Xswiftc -Xclang-linker -Xswiftc -static-libgcc
VESPER = $(CURDIR)/.build/release/vesper
LIBRARIES = libsodium-dev libkeyutils-dev pkg-config
TESTING = python3-venv binutils chromium gdb keyutils poppler-utils strace tmux qpdf libpango-1.0-0 libpangoft2-1.0-0 \
  git rclone rsync syncthing emacs-nox nano neovim vim \
  libharfbuzz-subset0 fonts-noto-cjk fonts-noto-color-emoji
# A class of tests stays in one of the two processes, with the household it shares.
PYTEST = $(CURDIR)/.venv/bin/python -m pytest -q -p no:cacheprovider -n 2 --dist loadscope --durations 12
IN = $(DESTDIR)$(PREFIX)
IN_DEMO = XDG_DATA_HOME=$(CURDIR)/demo/data XDG_STATE_HOME=$(CURDIR)/demo/state

.PHONY: build built-tests simulate install uninstall deb test-deb demo tools test coverage kills faults fuzz pages bench bench-short lint format clean

build: $(LINKED_IN)/libstdc++.a
	@.ci/need $(LIBRARIES)
	$(RELEASE) --product vesper

# A folder with nothing else in it: there the linker finds no shared one.
$(LINKED_IN)/libstdc++.a:
	mkdir -p $(@D)
	ln -sf "$$(clang -print-file-name=$(@F))" $@

# Man page and completions come from the program itself.
install:
	@test -x $(VESPER) || $(MAKE) build
	install -D -s -m 755 $(VESPER) $(IN)/bin/vesper
	install -d $(addprefix $(IN)/share/,man/man1 bash-completion/completions zsh/site-functions \
	  fish/vendor_completions.d doc/vesper)
	$(VESPER) --generate-manual | gzip -9n > $(IN)/share/man/man1/vesper.1.gz
	$(VESPER) --generate-completion-script bash > $(IN)/share/bash-completion/completions/vesper
	$(VESPER) --generate-completion-script zsh > $(IN)/share/zsh/site-functions/_vesper
	$(VESPER) --generate-completion-script fish > $(IN)/share/fish/vendor_completions.d/vesper.fish
	install -m 644 README.md CHANGELOG.md $(wildcard docs/*.md) $(IN)/share/doc/vesper

# Vaults are in people's homes; nothing here touches them.
uninstall:
	rm -f $(IN)/bin/vesper $(IN)/share/man/man1/vesper.1.gz \
	  $(IN)/share/bash-completion/completions/vesper $(IN)/share/zsh/site-functions/_vesper \
	  $(IN)/share/fish/vendor_completions.d/vesper.fish
	rm -rf $(IN)/share/doc/vesper

deb: build
	@.ci/need dpkg-dev
	packaging/make-deb $(VESPER)

# In a fresh Debian made for it (root, two minutes): man page, completions, the main job, removal.
test-deb: deb
	@.ci/need debootstrap
	packaging/test-deb .build/vesper_*.deb

# The story is told by the same program at a fixed clock; then the binary that is shipped opens it.
demo: build
	$(RELEASE) --product vesper-demo
	rm -rf demo
	@PATH="$(CURDIR)/.venv/bin:$$PATH" .build/release/vesper-demo demo
	@echo && echo "The same vault, opened now by $(VESPER):"
	@$(IN_DEMO) $(VESPER) status
	@echo "seven quiet lanterns by the river" | \
	  $(IN_DEMO) $(VESPER) list --as Ada --last 3 --passphrase-fd 0
	@echo && echo "Open the page in a browser: $(CURDIR)/demo/summary.html"

tools:
	@.ci/need $(TESTING)

# A machine that runs this in the background may ignore Ctrl-C, which some tests type: hence `env`.
test: lint tools .venv/ready
	@.ci/need $(LIBRARIES)
	$(MAKE) --no-print-directory -j 2 build built-tests
	.ci/suites $(TESTS)/debug/vesperPackageTests.xctest
	cd Tests/Conformance && VESPER_BIN=$(VESPER) VESPER_DEMO=$(TESTS)/debug/vesper-demo env --default-signal $(PYTEST)

# Beside the program, in a place of its own: its build keeps one core busy for most of the time.
TESTS = $(CURDIR)/.build/tests
built-tests:
	@.ci/need $(LIBRARIES)
	swift build --build-tests --scratch-path $(TESTS)

# The long runs about consent: generated histories, and small faults that the tests have to find.
histories:
	python3 Tests/Conformance/consent_mutations.py --plain --release --histories $(or $(HISTORIES),200000) $(if $(SEED),--seed $(SEED))

mutants: .venv/ready
	.venv/bin/python Tests/Conformance/consent_mutations.py
	.venv/bin/python Tests/Conformance/consent_mutations.py --program

.venv/ready: Tests/Conformance/requirements.txt | tools
	python3 -m venv .venv
	.venv/bin/pip install --quiet --disable-pip-version-check -r $<
	@touch $@

# Pictures of the demo couple's page and of pages of every kind, to be looked at: HTML, print preview and
# PDF, in pages/; pages/sheets has all of one page side by side.
pages: tools .venv/ready
	rm -rf pages
	VESPER_PAGES=$(CURDIR)/pages/source swift test --disable-xctest --filter "looked at"
	PATH="$(CURDIR)/.venv/bin:$$PATH" swift run vesper-demo pages/demo
	cd Tests/Conformance && $(CURDIR)/.venv/bin/python pages.py $(CURDIR)/pages/source $(CURDIR)/pages

# How far the tests go through what reads bytes from outside, and through the wrappers of every cipher:
# Tests/Coverage/files.txt names the files, all of which have to be covered whole.
COVERED = $(CURDIR)/.build/coverage
coverage:
	@.ci/need $(LIBRARIES)
	swift build --build-tests --enable-code-coverage --scratch-path $(COVERED)
	rm -rf $(COVERED)/raw
	export LLVM_PROFILE_FILE=$(COVERED)/raw/%p.profraw; \
	  tests="$(COVERED)/debug/vesperPackageTests.xctest --testing-library swift-testing"; \
	  $$tests --skip VesperTests & others=$$!; $$tests --filter VesperTests; ended=$$?; wait $$others && exit $$ended
	$(dir $(realpath $(shell command -v swift)))llvm-profdata merge -sparse $(COVERED)/raw/*.profraw -o $(COVERED)/tests.profdata
	Tests/Coverage/report.py $(COVERED)/debug/vesperPackageTests.xctest $(COVERED)/tests.profdata

# Two partners write at once, and a thousand of their commands die in the midst of it: docs/reliability.md.
kills: build tools .venv/ready
	cd Tests/Conformance && KILLS=$(or $(KILLS),1000) VESPER_BIN=$(VESPER) env --default-signal \
	  $(CURDIR)/.venv/bin/python -m unittest test_kill.RandomKills

# Every system call that can fail, and every order in which a crash can lose writes: docs/reliability.md.
# Two kinds of command at once for each core: under strace each waits half of its time. A passphrase's key costs
# next to nothing in them (.ci/quick-derivation.c).
faults: build tools .venv/ready
	cc -O2 -Wall -Werror -shared -fPIC .ci/quick-derivation.c -o .build/quick-derivation.so -lsodium -ldl
	cd Tests/Conformance && export FAULTS=all CRASHES=all VESPER_BIN=$(VESPER) PYTHON=$(CURDIR)/.venv/bin/python; \
	  $$PYTHON -c 'from typed_acts import SCRIPT; print(*[act.name for act in SCRIPT], sep="\n")' | \
	  xargs -d '\n' -P $$((2 * $$(nproc))) -I ACT env ACTS=ACT LD_PRELOAD=$(CURDIR)/.build/quick-derivation.so \
	  $$PYTHON -m unittest test_faults.Faults; ended=$$?; \
	  $$PYTHON -m unittest test_faults.Unread test_faults.ShortWrites test_crash_orders && exit $$ended

# Three devices, two partners, and everything that an engine can do: SCHEDULES=100000 SEED=1. A broken one is
# shrunk and printed with its seed. `swift test` runs the first thousand.
simulate:
	swift build --build-tests -c release -Xswiftc -enable-testing --scratch-path .build/simulate
	.ci/simulate .build/simulate/release/vesperPackageTests.xctest $${SCHEDULES:-100000} $${SEED:-1}

# Each parser that reads bytes from outside, under libFuzzer and the address sanitizer. RUNS=10000000 is long.
RUNS ?= 20000
FUZZING = swift build -c release -Xswiftc -enable-testing -Xswiftc -sanitize=fuzzer,address
fuzz:
	@.ci/need $(LIBRARIES)
	cd Fuzz && $(FUZZING) --product fuzzing && $(FUZZING) --product vault-fuzzing
	Fuzz/run --runs $(RUNS) $(PARSERS)

# Vesper, what people would use instead, and the least work that could do the same: docs/performance.md, which
# this writes anew, says how to read it. The first time it makes the vaults, which are kept in /var/tmp.
BENCHING = age gcc gnupg pass pkg-config python3-venv strace valgrind
PERFORMANCE = docs/performance.md
bench: build
	@.ci/need $(LIBRARIES) $(BENCHING)
	python3 Benchmarks/Peers/bench.py --program $(VESPER) --into $(PERFORMANCE) --chart docs/growth.svg
	cd Benchmarks && swift package --disable-sandbox benchmark --target VaultBenchmarks --format jmh --path .build --no-progress
	python3 Benchmarks/Peers/ratios.py Benchmarks/.build/Current_run.jmh.json $(PERFORMANCE)
	python3 Benchmarks/Peers/instructions.py --program $(VESPER) --into $(PERFORMANCE)

# Fewer rounds, up to 100,000 entries, printed only: ten minutes on two cores, once the vaults are there.
bench-short: build
	@.ci/need $(LIBRARIES) $(BENCHING)
	python3 Benchmarks/Peers/bench.py --program $(VESPER) --short

lint:
	swift format lint --strict -r Sources Tests

format:
	swift format -i -r Sources Tests

clean:
	rm -rf .build Benchmarks/.build Fuzz/.build .venv demo pages
