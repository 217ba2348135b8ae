#!/bin/bash
# setup.sh GROUP… — see that what the named groups need is installed, and install what is missing.
# Groups: build (libraries to link), test, bench, profile, prove. Quiet when nothing is missing.
set -euo pipefail

packages_of() {
  case $1 in
    build) echo pkg-config zlib1g-dev libisal-dev libcurl4-openssl-dev libsystemd-dev "$(hyperscan)" ;;
    test) echo python3 systemd systemd-journal-remote ;;
    bench) echo gzip isal python3 ripgrep strace ;;
    profile) echo binutils valgrind ;;
    prove) echo debootstrap systemd-container ;;
    *) die "no such group: $1 (build, test, bench, profile, prove)" ;;
  esac
}

# Hyperscan is for x86-64 only; Vectorscan is the same library elsewhere. Either one will do where it is there.
hyperscan() {
  if installed libvectorscan-dev || [ "$(uname -m)" != x86_64 ]; then
    echo libvectorscan-dev
  else
    echo libhyperscan-dev
  fi
}

die() {
  echo "setup: $*" >&2
  exit 1
}

installed() {
  [ "$(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

[ $# -gt 0 ] || die 'which group? (build, test, bench, profile, prove)'

if ! command -v swift >/dev/null; then
  die 'no swift on the PATH; Tocsin needs Swift 6.2 or later: https://www.swift.org/install/linux/'
fi

wanted=()
for group in "$@"; do
  read -ra packages <<<"$(packages_of "$group")"
  wanted+=("${packages[@]}")
done

if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
  # Not Debian: what counts for building is that pkg-config finds the libraries.
  for library in zlib libisal libcurl libsystemd libhs; do
    pkg-config --exists "$library" 2>/dev/null ||
      die "this is not Debian or Ubuntu, and pkg-config finds no $library; install its development package by hand" \
        "(on Debian all of them are: ${wanted[*]})"
  done
  exit 0
fi

missing=()
for package in "${wanted[@]}"; do
  installed "$package" || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || die "missing packages and neither root nor sudo here; as root: apt-get install ${missing[*]}"
  as_root=(sudo)
fi

install=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "${missing[@]}")
echo "setup: installing with apt: ${missing[*]}"
# Lists may be absent or stale (a fresh container): refresh them only when the first attempt fails.
if ! "${install[@]}" >/dev/null 2>&1; then
  "${as_root[@]}" apt-get update --quiet=2 || die 'apt-get update failed (its message is above)'
  "${install[@]}" >/dev/null || die "apt-get could not install ${missing[*]} (its message is above)"
fi
