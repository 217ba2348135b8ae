# Tocsin. `make` alone lists what can be made.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
# Scripts leave nothing behind in the tree.
export PYTHONDONTWRITEBYTECODE := 1

DESTDIR ?=
PREFIX ?= /usr
SYSCONFDIR ?= /etc
UNITDIR ?= $(PREFIX)/lib/systemd/system

SWIFT ?= swift
RELEASE := --configuration release --static-swift-stdlib --product tocsin
BINARY := .build/release/tocsin
SWIFT_FILES := Sources Tests Benchmarks/Generator Package.swift

.PHONY: help demo build test install uninstall bench bench-smoke prove prove-rules format lint clean

help: ## This list
	@printf '\n  \033[1mTocsin\033[0m reads the logs of a Linux host and rings when something is wrong.\n\n'
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  \033[36mmake %-12s\033[0m %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@printf '\n  make install honours DESTDIR, PREFIX (%s) and SYSCONFDIR (%s).\n\n' '$(PREFIX)' '$(SYSCONFDIR)'

demo: build ## Install what is missing, build, and replay the sample attacks
	$(BINARY) replay Samples/ --detectors Detectors --year 2026 --timezone UTC

build: ## Build the release binary into .build/release
	@scripts/setup.sh build
	$(SWIFT) build $(RELEASE)

test: ## Build and run all tests, then the detectors against the samples
	@scripts/setup.sh build test
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build
	.build/debug/tocsin test Samples --detectors Detectors

install: $(BINARY) ## Install binary, unit, detectors, configuration and documents
	install -D -m 0755 $(BINARY) '$(DESTDIR)$(PREFIX)/bin/tocsin'
	install -d '$(DESTDIR)$(UNITDIR)'
	sed 's|/usr/bin/tocsin|$(PREFIX)/bin/tocsin|' systemd/tocsin.service > '$(DESTDIR)$(UNITDIR)/tocsin.service'
	chmod 0644 '$(DESTDIR)$(UNITDIR)/tocsin.service'
	install -D -m 0644 systemd/tocsin.service.d/audit.conf '$(DESTDIR)$(PREFIX)/share/doc/tocsin/examples/audit.conf'
	rm -rf '$(DESTDIR)$(PREFIX)/share/tocsin/detectors'
	install -d '$(DESTDIR)$(PREFIX)/share/tocsin/detectors'
	cp -R Detectors/. '$(DESTDIR)$(PREFIX)/share/tocsin/detectors/'
	install -d '$(DESTDIR)$(SYSCONFDIR)/tocsin/conf.d' '$(DESTDIR)$(SYSCONFDIR)/tocsin/detectors' '$(DESTDIR)$(SYSCONFDIR)/tocsin/decoders'
	if [ -e '$(DESTDIR)$(SYSCONFDIR)/tocsin/tocsin.yaml' ]; then \
	  echo 'kept: $(DESTDIR)$(SYSCONFDIR)/tocsin/tocsin.yaml'; \
	else \
	  install -m 0644 systemd/tocsin.yaml '$(DESTDIR)$(SYSCONFDIR)/tocsin/tocsin.yaml'; \
	fi
	install -m 0644 README.md CHANGELOG.md LICENSE docs/*.md '$(DESTDIR)$(PREFIX)/share/doc/tocsin/'
	install -m 0644 systemd/README.md '$(DESTDIR)$(PREFIX)/share/doc/tocsin/systemd.md'

uninstall: ## Remove what install put there; configuration and state stay
	rm -f '$(DESTDIR)$(PREFIX)/bin/tocsin' '$(DESTDIR)$(UNITDIR)/tocsin.service'
	rm -rf '$(DESTDIR)$(PREFIX)/share/tocsin' '$(DESTDIR)$(PREFIX)/share/doc/tocsin'

# Built only where it is missing, so that `sudo make install` needs no toolchain.
$(BINARY):
	@$(MAKE) build

bench: build ## Compare speed and memory with public tools, in one run (512 MiB; SIZE=… in MiB)
	@scripts/setup.sh bench profile
	Benchmarks/run.sh $(SIZE)
	python3 Benchmarks/rules.py .build/bench/gen
	python3 Benchmarks/latency.py
	python3 Benchmarks/idle.py
	objcopy --strip-debug '$(BINARY)' '$(BINARY)-symbols'
	python3 Benchmarks/allocations.py '$(BINARY)-symbols'

bench-smoke: build ## The same on 32 MiB: are the answers right?
	@scripts/setup.sh bench
	Benchmarks/run.sh --smoke

prove-rules: ## Compare a million decisions of random Sigma rules with the specification (some minutes)
	@scripts/setup.sh build test
	$(SWIFT) build --build-tests
	TOCSIN_PROVE=1 $(SWIFT) test --skip-build --filter 'ExactnessTests|FirstOpeningsTests|PrefilterTests'

prove: prove-rules build ## The same, then boot systemd in a container and try the service for real (root)
	@scripts/setup.sh prove
	scripts/prove-systemd.sh

format: ## Format the Swift files in place
	$(SWIFT) format --in-place --recursive $(SWIFT_FILES)

lint: ## Check the style of every file
	$(SWIFT) format lint --strict --recursive $(SWIFT_FILES)
	scripts/lint.sh

clean: ## Remove build products (the container root of `prove` in .build-root too)
	rm -rf .build .build-root
