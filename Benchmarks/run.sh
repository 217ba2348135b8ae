#!/bin/bash
# run.sh [MIB | --smoke] — Tocsin against public tools on the same logs in the same run: CPU time, memory, and right answers.
#
# The default is 512 MiB of each log and memory up to 4 GiB; --smoke takes 32 MiB and judges the answers only.
set -euo pipefail
cd "$(dirname "$0")/.."

mode=full
mib=512
case ${1:-} in
  --smoke) mode=smoke mib=32 ;;
  '') ;;
  *[!0-9]*)
    echo "usage: $0 [MIB | --smoke]" >&2
    exit 2
    ;;
  *) mib=$1 ;;
esac

out=.build/bench
gen=$out/gen
mkdir -p "$out"
if [ ! -x "$gen" ] || [ -n "$(find Benchmarks/Generator -newer "$gen" -print -quit)" ]; then
  echo 'bench: compiling the generator'
  swiftc -O -wmo -swift-version 6 -static-stdlib Benchmarks/Generator/*.swift -o "$gen"
  rm -f "$out"/*.log "$out"/*.gz
fi

for kind in auth access; do
  log=$out/$kind-$mib.log
  if [ ! -s "$log" ]; then
    echo "bench: writing $mib MiB of $kind log"
    "$gen" "$kind" --bytes $((mib << 20)) --seed 1 --truth "$log.truth" >"$log.part"
    mv "$log.part" "$log"
  fi
  if [ ! -s "$log.gz" ]; then
    gzip --stdout "$log" >"$log.gz.part"
    mv "$log.gz.part" "$log.gz"
  fi
done

exec python3 Benchmarks/compare.py --mode "$mode" --mib "$mib" --data "$out"
