#!/usr/bin/env bash
# Solve the requirements anew and write the lock files: hashes, every platform, no registry address.
# `UPGRADE= make lock` keeps the versions that are locked and only takes in what is new.
set -euo pipefail
cd "$(dirname "$0")/.."
solve() {
    .venv/bin/uv pip compile --quiet --universal --python-version 3.11 ${UPGRADE---upgrade} --generate-hashes \
        --no-header --no-annotate --no-emit-index-url pyproject.toml requirements.in "$@"
}
solve --output-file requirements.lock
solve --constraints requirements.lock requirements-dev.in --output-file requirements-dev.lock
solve --constraints requirements.lock requirements-bench.in --output-file requirements-bench.lock
