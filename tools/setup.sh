#!/usr/bin/env bash
# Make an environment from a lock file: tools/setup.sh FOLDER LOCK. Uses uv where it is installed, else venv and pip.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$1 lock=$2 python=${PYTHON:-python3}

say() { printf '%s\n' "$*" >&2; }

command -v "$python" >/dev/null || { say "Python 3.11 or newer is needed: apt-get install python3 python3-venv"; exit 1; }
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    say "Python 3.11 or newer is needed; $python is $("$python" -V). Name another one: make PYTHON=python3.12 …"
    exit 1
}

make_environment() {
    if command -v uv >/dev/null; then
        uv venv --quiet --python "$python" --no-python-downloads "$folder"
    elif ! "$python" -m ensurepip --version >/dev/null 2>&1; then
        # Debian ships Python without its venv module.
        if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
            say "Installing python3-venv …"
            { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends python3-venv; } >/dev/null
        else
            say "Python's venv module is missing. Install it with: sudo apt-get install python3-venv"
            exit 1
        fi
        "$python" -m venv "$folder"
    else
        "$python" -m venv "$folder"
    fi
}

[ -x "$folder/bin/python" ] || make_environment
say "Installing $lock into $folder …"
if command -v uv >/dev/null; then
    install() { uv pip install --quiet --python "$folder/bin/python" "$@"; }
else
    "$folder/bin/python" -m pip --version >/dev/null 2>&1 || "$folder/bin/python" -m ensurepip >/dev/null
    install() { "$folder/bin/python" -m pip install -qq --disable-pip-version-check "$@"; }
fi
install --require-hashes -r "$lock"
install --no-deps --no-build-isolation --editable .
