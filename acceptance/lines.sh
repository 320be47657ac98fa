# What the acceptance scripts share; sourced, not run. Lines can be named: acceptance/law.sh 3 5
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1
here=$PWD
bin=$here/.venv/bin
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
held=0 failed=0
wanted=("$@")

# line NUMBER "what it says" COMMAND …: run it, tell whether it holds and how long it took.
line() {
    local number=$1 says=$2 begun status=0
    shift 2
    [ "${#wanted[@]}" = 0 ] || [[ " ${wanted[*]} " == *" $number "* ]] || return 0
    printf '\n%s. %s\n' "$number" "$says"
    begun=$SECONDS
    "$@" || status=$?
    if [ "$status" = 0 ]; then held=$((held + 1)); else failed=$((failed + 1)); fi
    printf '%s %s (%s s)\n' "$([ "$status" = 0 ] && echo '   holds:' || echo '   FAILS:')" "$number" "$((SECONDS - begun))"
}

# ended NUMBER: the last line counts the others, and the exit status is 1 when one fails.
ended() {
    printf '\n%s. this script: %s lines run, %s hold\n' "$1" "$((held + failed))" "$held"
    exit "$((failed > 0))"
}

tests() { "$bin/pytest" -q --no-header -p no:cacheprovider "$@"; }

# `make run` says READY, answers, and ends when it is asked to.
opens() {
    local address="" pid status=1 begun=$SECONDS
    make run >"$scratch/run.log" 2>&1 &
    pid=$!
    for _ in $(seq 600); do
        address=$(sed -n 's/^READY //p' "$scratch/run.log")
        [ -z "$address" ] && kill -0 "$pid" 2>/dev/null || break
        sleep 0.5
    done
    if [ -n "$address" ]; then
        "$bin/python" -c 'import sys, urllib.request as web; print(web.urlopen(sys.argv[1]).status, sys.argv[1])' "$address" && status=0
        echo "open after $((SECONDS - begun)) s"
        pkill -TERM -P "$pid"
        wait "$pid"
    else
        cat "$scratch/run.log"
    fi
    return "$status"
}
