#!/usr/bin/env bash
# See that the page tests have their browser: tools/browser.sh yes|no. Installs Debian's Chromium where it may.
set -euo pipefail
[ "${1:-yes}" = yes ] || exit 0

missing=()
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null ||
    missing+=(chromium fonts-dejavu-core)
# What drives the browser needs it, and a small Debian has it not.
PATH=$PATH:/sbin ldconfig -p | grep -q 'libatomic\.so\.1' || missing+=(libatomic1)
[ ${#missing[@]} -gt 0 ] || exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing ${missing[*]} for the page tests …" >&2
    export DEBIAN_FRONTEND=noninteractive
    { apt-get -qq update && apt-get -qq install -y --no-install-recommends "${missing[@]}"; } >/dev/null
    exit 0
fi
echo "The page tests need a browser. Install it with: sudo apt-get install ${missing[*]}" >&2
echo "(or leave them out: BROWSER=no make test)" >&2
exit 1
