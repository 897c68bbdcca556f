#!/bin/sh
# Does without a container engine what the Dockerfile's last stage promises: the
# static file runs as nobody in a folder that holds nothing but certificates,
# zones and room for data, and says that it is healthy.
set -eu

root=$(mktemp -d)
chroot=$(command -v chroot || echo /usr/sbin/chroot)
pid=
stop() {
    [ -z "$pid" ] || kill "$pid" 2>/dev/null || true
    [ -z "$pid" ] || wait "$pid" 2>/dev/null || true
    rm -rf "$root"
}
trap stop EXIT
trap 'exit 130' INT TERM

make -s static OUT="$root/console"
if ldd "$root/console" >/dev/null 2>&1; then
    echo "the file is not static" >&2
    exit 1
fi
chmod 755 "$root"
mkdir -p "$root/etc/ssl/certs" "$root/data" "$root/tmp"
chmod 1777 "$root/tmp" "$root/data"
cp /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
cp "$(${GO:-go} env GOROOT)/lib/time/zoneinfo.zip" "$root/zoneinfo.zip"

# The image's environment, but for a port of this machine's.
# A container engine adds the way to names as well.
cp /etc/resolv.conf "$root/etc/" 2>/dev/null || true
port=${PORT:-18099}
set -- env -i ZONEINFO=/zoneinfo.zip CONSOLE_LISTEN="127.0.0.1:$port" CONSOLE_DATABASE=/data/console.db \
    CONSOLE_CHANGE_WINDOWS='production=Mon-Fri 09:00-18:00 Asia/Shanghai' CONSOLE_API_TIMEOUT=2s
inside="$chroot --userspec=65532:65532 $root /console"
set -- "$@" CONSOLE_SECRET="$("$@" $inside keygen)"
"$@" $inside serve >"$root/tmp/log" 2>&1 &
pid=$!
for _ in $(seq 100); do
    "$@" $inside health >/dev/null 2>&1 && break
    kill -0 $pid 2>/dev/null || { cat "$root/tmp/log" >&2; exit 1; }
    sleep 0.1
done
"$@" $inside health
"$@" $inside doctor >"$root/tmp/doctor" 2>&1 || true
cat "$root/tmp/doctor"
# Whatever the network is like here: certificates were found, and the rest is well.
if grep -E '^fail' "$root/tmp/doctor" | grep -v '^fail  host' || grep -q 'unknown authority' "$root/tmp/doctor"; then
    exit 1
fi
kill -TERM $pid
wait $pid
pid=
echo "the image's file: $(du -h "$root/console" | cut -f1), static, ends by itself"
