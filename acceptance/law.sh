#!/usr/bin/env bash
# The law runs: one command for each line of "It is done when", with its figures. Exit status 1 when a line fails.
# Lines can be named (acceptance/law.sh 3 5); line 1 clones and sets up anew and takes the longest.
source "$(dirname "$0")/lines.sh" "$@"

fresh_clone() {
    git clone --quiet "$here" "$scratch/clone" && cd "$scratch/clone" || return 1
    make roll && [ -s build/demo/index.html ] && opens && make test
    local status=$?
    cd "$here" || return 1
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

line 1 "a fresh clone runs and passes its tests" fresh_clone
line 2 "published cases agree" tests tests/law/test_published.py -rP
line 3 "expressions mean what CEL says, the rest is refused" expressions
line 4 "garbled lists and households give a named error or a listed row" tests tests/kernel/test_garbled_lists.py tests/lawengine/test_household.py tests/lawdesk/test_roll_safety.py
line 5 "the lawbook links every number to its article; the how-to page was followed" lawbook
line 6 "every planted fault turns the build red" tests tests/law/test_mutations.py tests/architecture
ended 7
