# make help lists the targets.
.DEFAULT_GOAL := help
.PHONY: help run cluster down build test test-unit test-slow lint generate verify images bench
export DOTNET_CLI_TELEMETRY_OPTOUT = 1
export DOTNET_NOLOGO = 1

help: ## list the targets
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

run: ## bring up a cluster, build and install Environs, run a sample environment
	@hack/run

cluster: ## start this checkout's one-node Kubernetes, or find it running (root, Debian 12)
	@hack/cluster/up

down: ## remove that cluster and all that it made
	@hack/cluster/down

build: ## compile everything
	@dotnet build Operator.sln --nologo --verbosity quiet

test: ## run every suite, on a real cluster too; the last line adds them up
	@hack/test

test-unit: ## run what needs no cluster, within a minute
	@hack/test unit

test-slow: ## run the tests that wait as long as users do
	@hack/test slow

lint: ## check formatting, shell scripts and the chart
	@hack/lint

generate: ## write the CRDs, their reference and the plain manifests anew
	@dotnet run --project hack/generate --verbosity quiet
	@hack/generate-manifests

verify: ## fail if a generated file is out of step, or anything warns
	@dotnet run --project hack/generate --verbosity quiet -- --check
	@hack/generate-manifests --check
	@hack/lint
	@dotnet build Operator.sln --nologo --verbosity quiet

images: ## build every image and load it into the cluster
	@images/build

bench: ## measure environments beside bare pods of the same image
	@hack/bench
