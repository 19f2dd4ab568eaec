# Meltemi. `make help` lists the targets; every target does its own set-up.

SHELL := /usr/bin/env bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

export JAVA_HOME := $(shell .ci/find-jdk)
export MAVEN_OPTS ?= --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow
MVN := mvn --batch-mode --no-transfer-progress
ENVOY = ENVOY_PATH=$$(.ci/find-envoy)
SOURCES := $(shell find pom.xml translator ca webhook istiod -name pom.xml -o -path '*/src/main/*' -type f) \
	$(wildcard charts/*/values.yaml charts/*/files/profiles/*)
PORT ?= 8080
BUILT := istiod/target/dist/.built

.PHONY: help
help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

.PHONY: build
build: $(BUILT) ## build istiod (istiod/bin/istiod runs it)

$(BUILT): $(SOURCES)
	rm -rf istiod/target/dist/lib # Maven adds jars to it and takes none away
	$(MVN) -q -Dquick -pl istiod -am package -DskipTests
	istiod/bin/train-aot-cache
	touch $@

.PHONY: demo
demo: $(BUILT) ## Bookinfo on real Envoys on this machine; Ctrl-C ends it (PORT=8080)
	$(ENVOY) istiod/bin/istiod demo --port $(PORT)

.PHONY: demo-check
demo-check: $(BUILT) ## the demo, scripted: apply and verify each walk-through
	$(ENVOY) istiod/bin/istiod demo --check --port $(PORT)

.PHONY: test
test: $(BUILT) ## every test: unit, golden, laws, feature, and against real Envoys
	$(ENVOY) $(MVN) verify

.PHONY: check
check: ## the quick gates: format, Error Prone, unit, golden, laws, ArchUnit
	$(MVN) -pl translator,ca,webhook,istiod verify

.PHONY: fast
fast: ## unit tests of one module without the gates: make fast M=translator
	$(MVN) -q -Dquick -pl $(M) -am test

.PHONY: golden
golden: ## rewrite the golden files from what is said now
	@if [[ "$${CI:-}" == true ]]; then echo "Golden files are not rewritten in CI"; exit 1; fi
	$(MVN) -q -Dquick -pl translator,webhook test -Dtest='*GoldenTest' -Dgolden.rewrite=true

.PHONY: crds
crds: ## rewrite charts/base/files/crds from what the decoders read
	@if [[ "$${CI:-}" == true ]]; then echo "CRDs are not rewritten in CI"; exit 1; fi
	$(MVN) -q -Dquick -pl translator test -Dtest=CrdTest -Dcrds.rewrite=true

.PHONY: charts-golden
charts-golden: ## rewrite what the charts make of the values under it/src/test/resources/charts
	@if [[ "$${CI:-}" == true ]]; then echo "Golden files are not rewritten in CI"; exit 1; fi
	$(MVN) -q -Dquick -pl it -am test -Dtest=ChartGoldenTest -Dgolden.rewrite=true -Dsurefire.failIfNoSpecifiedTests=false

.PHONY: fmt
fmt: ## format the sources
	$(MVN) -q spotless:apply

.PHONY: bench
bench: $(BUILT) ## JMH of the translator and the CA, then a load test of a running istiod (BENCH="--proxies 300 ...")
	$(MVN) -q -Dquick -pl translator,ca -am test-compile
	.ci/jmh translator
	.ci/jmh ca
	.ci/issuance-load
	$(MVN) -q -Dquick -pl it -am test-compile
	.ci/load-test $(BENCH)

.PHONY: fuzz
fuzz: ## Jazzer on what strangers' bytes reach, translator and CA (SECONDS=20 for each)
	.ci/fuzz $(or $(SECONDS),20)

.PHONY: mutants
mutants: ## takes each defence away and wants its test to fail (NAME="doors policy/jwt-none" for some)
	$(MVN) -q -Dquick -pl it -am package -DskipTests dependency:build-classpath -Dmdep.outputFile=target/test-classpath -Dmdep.regenerateFile=true
	$(ENVOY) .ci/mutants $(NAME)

.PHONY: images
images: $(BUILT) ## container images as archives in target/images (HUB, TAG); needs no engine
	istiod/images/build all

.PHONY: cluster
cluster: ## a Kubernetes for tests: KUBECONFIG, or k3s, or one node on this machine (CLUSTER=name)
	@.ci/kube/cluster up

.PHONY: cluster-down
cluster-down: ## end that cluster
	.ci/kube/cluster down

.PHONY: e2e
e2e: ## the tests on that cluster, after make images
	.ci/kube/e2e

.PHONY: clean
clean: ## remove what was built
	$(MVN) -q clean
