#!/usr/bin/env bash
# The law runs: one command for each line of "It is done when", with its figures. Exit status 1 when a line fails.
# Lines can be named (acceptance/law.sh 3 5); line 1 clones and sets up anew and takes the longest.
set -uo pipefail
cd "$(dirname "$0")/.."
here=$PWD
bin=$here/.venv/bin
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
held=0 failed=0

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

tests() { "$bin/pytest" -q --no-header -p no:cacheprovider "$@"; }

fresh_clone() {
    git clone --quiet "$here" "$scratch/clone" && cd "$scratch/clone" || return 1
    make roll && [ -s build/demo/index.html ] && opens && make test
    local status=$?
    cd "$here" || return 1
    return "$status"
}

# `make run` says READY, answers, and ends when it is asked to.
opens() {
    local address="" pid status=1
    make run >"$scratch/run.log" 2>&1 &
    pid=$!
    for _ in $(seq 240); do
        address=$(sed -n 's/^READY //p' "$scratch/run.log")
        [ -z "$address" ] && kill -0 "$pid" 2>/dev/null || break
        sleep 0.5
    done
    if [ -n "$address" ]; then
        "$bin/python" -c 'import sys, urllib.request as web; print(web.urlopen(sys.argv[1]).status, sys.argv[1])' "$address" && status=0
        pkill -TERM -P "$pid"
        wait "$pid"
    else
        cat "$scratch/run.log"
    fi
    return "$status"
}

expressions() {
    local status=0
    "$bin/ansinh" law eval 'age >= 75 && !has_pension' --bind '{"age": 76, "has_pension": false}' || status=1
    "$bin/ansinh" law eval '1.5 < 2.0'
    [ $? = 3 ] || status=1
    "$bin/ansinh" law eval '7 / zero == 1' --bind '{"zero": 0}'
    [ $? != 0 ] || status=1
    tests tests/lawengine/cel || status=1
    return "$status"
}

lawbook() {
    "$bin/ansinh" law book --out "$scratch/lawbook" && tests tests/law/test_lawbook.py &&
        grep -iE '[0-9]+ minutes' docs/how-to/add-a-programme.md
}

wanted=("$@")
line 1 "a fresh clone runs and passes its tests" fresh_clone
line 2 "published cases agree" tests tests/law/test_published.py -rP
line 3 "expressions mean what CEL says, the rest is refused" expressions
line 4 "garbled lists and households give a named error or a listed row" tests tests/kernel/test_garbled_lists.py tests/lawengine/test_household.py tests/lawdesk/test_roll_safety.py
line 5 "the lawbook links every number to its article; the how-to page was followed" lawbook
line 6 "every planted fault turns the build red" tests tests/law/test_mutations.py tests/architecture
printf '\n7. this script: %s lines run, %s hold\n' "$((held + failed))" "$held"
exit "$((failed > 0))"
