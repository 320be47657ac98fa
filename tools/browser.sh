#!/usr/bin/env bash
# See that a browser for the page tests is here: tools/browser.sh yes|no. Installs Debian's Chromium when it may.
set -euo pipefail
[ "${1:-yes}" = yes ] || exit 0
for name in chromium chromium-browser google-chrome; do
    ! command -v "$name" >/dev/null || exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing Chromium for the page tests …" >&2
    { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends chromium; } >/dev/null
    exit 0
fi
echo "The page tests need Chromium. Install it with: sudo apt-get install chromium (or leave them out: BROWSER=no make test)" >&2
exit 1
