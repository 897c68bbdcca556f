#!/bin/sh
# Runs a command with a throw-away PostgreSQL server, named in
# CONSOLE_TEST_POSTGRES; the server and its data are gone afterwards.
#
#   scripts/with-postgres.sh go test ./internal/store/...
#
# PGBIN names the folder of initdb and pg_ctl where they are not found.
set -eu

if [ $# -eq 0 ]; then
    echo "usage: $0 command [argument...]" >&2
    exit 2
fi

if [ -z "${PGBIN:-}" ]; then
    if command -v initdb >/dev/null 2>&1; then
        PGBIN=$(dirname "$(command -v initdb)")
    else
        # Debian keeps one folder per version and none of them in PATH.
        PGBIN=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
    fi
fi
if [ ! -x "$PGBIN/initdb" ]; then
    echo "$0: no PostgreSQL server found; install it or set PGBIN" >&2
    exit 1
fi

dir=$(mktemp -d /tmp/pg.XXXXXX)

# The server refuses to run as root.
as_server() { "$@"; }
if [ "$(id -u)" -eq 0 ]; then
    chown postgres "$dir"
    as_server() { setpriv --reuid=postgres --regid=postgres --clear-groups -- "$@"; }
fi

stop() {
    as_server "$PGBIN/pg_ctl" -D "$dir/data" -m immediate -s stop >/dev/null 2>&1 || true
    rm -rf "$dir"
}
trap stop EXIT
trap 'exit 130' INT TERM

cd_back=$PWD
cd "$dir" # readable for the server's user
as_server "$PGBIN/initdb" -D "$dir/data" -U console -A trust -E UTF8 --locale=C >"$dir/initdb.log" 2>&1 || {
    cat "$dir/initdb.log" >&2
    exit 1
}
# A socket in the private folder only: nothing listens on the network.
as_server "$PGBIN/pg_ctl" -D "$dir/data" -l "$dir/data/log" -s -w \
    -o "-c listen_addresses='' -k $dir -c fsync=off -c full_page_writes=off -c max_connections=200" start || {
    cat "$dir/data/log" >&2
    exit 1
}
cd "$cd_back"

CONSOLE_TEST_POSTGRES="postgres:///postgres?host=$dir&user=console"
export CONSOLE_TEST_POSTGRES
"$@"
