#!/usr/bin/env bash
# Installs the Debian packages that the tests need and that are missing:
#   ensure-tools.sh chromium postgresql
set -eu

missing=()
for tool in "$@"; do
  case $tool in
    chromium)
      command -v chromium >/dev/null || missing+=(chromium)
      fc-list :lang=zh 2>/dev/null | grep -q . || missing+=(fonts-noto-cjk)
      ;;
    postgresql) compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing+=(postgresql) ;;
    *) echo "ensure-tools: unknown tool $tool" >&2; exit 2 ;;
  esac
done
[ ${#missing[@]} -gt 0 ] || exit 0

echo "installing: ${missing[*]}"
sudo=
[ "$(id -u)" = 0 ] || sudo=sudo
export DEBIAN_FRONTEND=noninteractive
$sudo apt-get update -qq
$sudo apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
