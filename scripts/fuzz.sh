#!/bin/sh
# Runs every fuzz target of the module, one after the other, each for a while.
# What one finds is kept under its package's testdata/fuzz, where plain tests
# run it from then on.
#
#   scripts/fuzz.sh 60s
#
# PATTERN limits the packages, for instance PATTERN=./internal/sim/...
set -u

time=${1:-60s}
failed=0
for package in $(go list "${PATTERN:-./...}"); do
    targets=$(go test -list '^Fuzz' "$package" | grep '^Fuzz') || continue
    for target in $targets; do
        echo "== $package $target $time"
        go test -run '^$' -fuzz "^$target\$" -fuzztime "$time" "$package" || failed=1
    done
done
exit $failed
