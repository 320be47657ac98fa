"""The monthly programmes written in OpenFisca. Runs in an environment of its own and imports nothing of ours."""
