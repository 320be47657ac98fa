#!/usr/bin/env bash
# Speed: a hundred million people in bounded memory, then everything that `make bench` measures. Takes a quarter of an hour.
set -euo pipefail
cd "$(dirname "$0")/.."
.venv/bin/python -m bench hundred-million
make bench
