#!/bin/sh
# Writes what a binary was built from, read out of the binary itself, and what
# its style sheet, scripts and icons were built from, read out of the lock file.
#
#   scripts/sbom.sh bin/console
set -eu

binary=$1
mkdir -p dist
${GO:-go} run github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod@v1.10.0 bin -json -version "$("$binary" version)" -output dist/console.cdx.json "$binary"
npm sbom --package-lock-only --sbom-format=cyclonedx >dist/assets.cdx.json

# Every module that the binary names is in the list, or the list is worthless.
missing=0
for module in $(${GO:-go} version -m "$binary" | awk '$1=="dep"{print $2"@"$3}'); do
    grep -qF "pkg:golang/$module" dist/console.cdx.json || { echo "not in dist/console.cdx.json: $module" >&2; missing=1; }
done
echo "dist/console.cdx.json: $(grep -c '"purl": "pkg:golang/' dist/console.cdx.json) modules; dist/assets.cdx.json: $(grep -c '"purl": "pkg:npm/' dist/assets.cdx.json) packages"
exit $missing
