#!/bin/bash
# prove-systemd.sh — boot a real systemd in a container and see the service do what its unit promises.
#
# The container's root is made once by debootstrap, of this host's release, and kept in .build-root/base. Each run works on a
# copy, without network. Needs root. TOCSIN_BINARY names another binary than the release build,
# TOCSIN_SEED the order of the attacks.
set -euo pipefail
cd "$(dirname "$0")/.."

binary=${TOCSIN_BINARY:-.build/release/tocsin}
base=.build-root/base
root=.build-root/run

die() {
  echo "prove: $*" >&2
  exit 1
}

[ "$(id -u)" -eq 0 ] || die 'a container needs root: sudo make prove'
[ -x "$binary" ] || die "no binary at $binary: make build"
for tool in debootstrap systemd-nspawn; do
  command -v "$tool" >/dev/null || die "no $tool: scripts/setup.sh prove"
done
# shellcheck source=/dev/null
release=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
[ -n "$release" ] || die 'this host has no Debian release name to boot a sibling of'

# The packages that hold the libraries the binary was linked with, whatever this release calls them.
libraries=$(ldd "$binary" | awk '$2 == "=>" {print $3}' | while read -r library; do
  dpkg-query --search "*/$(basename "$(realpath "$library")")" 2>/dev/null | awk -F: '{print $1; exit}' || true
done | sort -u | paste -sd,)
packages="systemd,systemd-sysv,dbus,bsdutils,tzdata,$libraries"

if [ "$(cat .build-root/packages 2>/dev/null)" != "$release $packages" ]; then
  echo "prove: making a $release root (once; kept in $base)"
  rm -rf .build-root
  mkdir -p .build-root
  debootstrap --variant=minbase --include="$packages" "$release" "$base" >.build-root/debootstrap.log 2>&1 ||
    die "debootstrap failed: $(tail -n 3 .build-root/debootstrap.log)"
  echo "$release $packages" >.build-root/packages
fi

rm -rf "$root"
cp -a --reflink=auto "$base" "$root"
make --silent install DESTDIR="$PWD/$root" BINARY="$binary"
install -D -m 0755 scripts/prove-inside.sh "$root/prove/inside.sh"
install -m 0644 systemd/tocsin.service.d/audit.conf "$root/prove/audit.conf"
echo "${TOCSIN_SEED:-$RANDOM}" >"$root/prove/seed"
cat >"$root/etc/systemd/system/prove.service" <<'UNIT'
[Unit]
After=multi-user.target
[Service]
Type=oneshot
ExecStart=/prove/inside.sh
StandardOutput=file:/prove/output
StandardError=inherit
ExecStopPost=/bin/systemctl --no-block poweroff
UNIT
mkdir -p "$root/etc/systemd/system/default.target.wants"
ln -sf ../prove.service "$root/etc/systemd/system/default.target.wants/prove.service"
ln -sf /usr/lib/systemd/system/multi-user.target "$root/etc/systemd/system/default.target"

echo 'prove: booting'
timeout --kill-after=10 180 systemd-nspawn --quiet --register=no --keep-unit --boot --directory="$root" --private-network \
  --console=pipe >.build-root/console.log 2>&1 </dev/null || true
cat "$root/prove/output" 2>/dev/null || die "the container never got there: $(tail -n 5 .build-root/console.log)"
grep -q '^prove: all held$' "$root/prove/output" || die 'not all held (.build-root/console.log, .build-root/run/prove/journal)'
