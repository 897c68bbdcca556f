#!/bin/sh
# Builds the console twice from what is committed: in two folders of different
# names, each with a build cache of its own so that nothing is compiled once for
# both, and compares the files.
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
commit=$(git rev-parse HEAD)
version=$(git describe --tags --always "$commit")
for place in one a/much/longer/name; do
    mkdir -p "$work/$place"
    git archive "$commit" | tar -x -C "$work/$place"
    GOCACHE=$work/cache-$(basename "$place") make -s -C "$work/$place" "${TARGET:-build}" VERSION="$version" OUT=bin/console
done
one=$(sha256sum <"$work/one/bin/console")
two=$(sha256sum <"$work/a/much/longer/name/bin/console")
if [ "$one" != "$two" ]; then
    echo "the two builds differ: $one $two" >&2
    exit 1
fi
echo "both builds: ${one%% *}"
