#!/usr/bin/env bash
# Installs the Debian packages that the tests need and that are missing:
#   ensure-tools.sh chromium postgresql nginx caddy apache
set -eu

# Where Debian keeps servers; not everyone's PATH has it.
PATH=$PATH:/usr/sbin

missing=()
for tool in "$@"; do
  case $tool in
    chromium)
      command -v chromium >/dev/null || missing+=(chromium)
      fc-list :lang=zh 2>/dev/null | grep -q . || missing+=(fonts-noto-cjk)
      ;;
    postgresql) compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing+=(postgresql) ;;
    nginx) command -v nginx >/dev/null || missing+=(nginx-light) ;;
    caddy) command -v caddy >/dev/null || missing+=(caddy) ;;
    apache) # without the package that is a service
      { command -v apache2 && ls /usr/lib/apache2/modules/mod_auth_openidc.so; } >/dev/null 2>&1 || missing+=(apache2-bin libapache2-mod-auth-openidc)
      ;;
    *) echo "ensure-tools: unknown tool $tool" >&2; exit 2 ;;
  esac
done
[ ${#missing[@]} -gt 0 ] || exit 0

echo "installing: ${missing[*]}"
sudo=
[ "$(id -u)" = 0 ] || sudo=sudo
export DEBIAN_FRONTEND=noninteractive
$sudo apt-get update -qq
# Tests start their own servers: none of Debian's may take a port.
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
  printf '#!/bin/sh\nexit 101\n' | $sudo tee $policy >/dev/null
  $sudo chmod 755 $policy
  trap '$sudo rm -f $policy' EXIT
fi
$sudo apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
