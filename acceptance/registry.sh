#!/usr/bin/env bash
# The registry and the workplace: one command for each line of "It is done when", with its figures. Exit status 1 when a
# line fails. Lines can be named (acceptance/registry.sh 2 4). Line 1 clones and sets up anew; line 3 kills fifty times on
# each database and links two millions of people; together they take more than an hour.
source "$(dirname "$0")/lines.sh" "$@"

fresh_clone() {
    git clone --quiet "$here" "$scratch/clone" && cd "$scratch/clone" || return 1
    local status=0
    # A province within two minutes; started again it keeps its data.
    opens && grep -q "người" "$scratch/run.log" && opens && grep -E "giữ nguyên" "$scratch/run.log" && make test || status=1
    cd "$here" || return 1
    return "$status"
}

proofs() {
    local status=0 url
    url=$(tools/postgres.sh start) || return 1
    tests tests/registry/test_matrix.py || status=1
    ANSINH_KILLS=50 tests tests/kill || status=1
    ANSINH_KILLS=50 ANSINH_DATABASE_URL=$url tests tests/kill || status=1
    tests tests/registry/test_time_travel.py || status=1
    "$bin/python" -m bench linkage || status=1
    return "$status"
}

line 1 "a fresh clone opens a province in two minutes, keeps it, and passes its tests on both databases" fresh_clone
line 2 "a list never seen before, in TCVN3 too, with every row accounted for" tests tests/registry/test_imports.py tests/registry/test_import_rules.py tests/registry/test_import_pages.py
line 3 "routes × roles × territory, kills, time travel, linkage" proofs
line 4 "every page at both widths and contrasts, with axe" make shots
line 5 "walls, budgets, types, words, translations, each with a planted fault" make check
ended 6
