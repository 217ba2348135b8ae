"""The comparison behind run.sh: prints a table of ratios and fails when an answer is wrong or a bar is missed."""

import argparse
import json
import os
import subprocess
import sys

from measure import once
from truth import Answers, check

BINARY = os.environ.get("TOCSIN_BINARY", ".build/release/tocsin")
DETECTORS = "Detectors"
REPLAY = [BINARY, "replay", "--detectors", DETECTORS, "--year", "2026", "--timezone", "UTC", "-o", "json", "--stats"]
# What is compared with tools of one thread: threads that wait for each other's memory cost a few percent more.
ALONE = [*REPLAY, "--threads", "1"]
# Windows may take 64 MiB, everything else as much again.
MEMORY = 128
# How far peaks may lie apart, in MiB, for memory to count as flat.
FLAT = 16

options = argparse.ArgumentParser()
options.add_argument("--mode", choices=["full", "smoke"], required=True)
options.add_argument("--mib", type=int, required=True)
options.add_argument("--data", required=True)
options = options.parse_args()
full = options.mode == "full"
times = 5 if full else 1
faults = []


def bar(what, holds):
    """A bar of speed or memory: judged at full size only, where noise is small."""
    if full:
        print(f"  {'met   ' if holds else 'MISSED'}  {what}")
        if not holds:
            faults.append(what)


def literals():
    """What rg is to look for: the literals of our own detectors, one a line."""
    path = f"{options.data}/literals"
    lines = [line for line in once([BINARY, "check", "--print-literals", DETECTORS]).stdout.split(b"\n") if line]
    with open(path, "wb") as file:
        file.write(b"".join(line + b"\n" for line in lines))
    return path, len(lines)


def table(log, lines, words):
    """Costs of all commands on one log, printed in units of `wc -l`."""
    commands = {
        "wc -l": f"wc -l {log}",
        f"rg -i -F -c -j1, {words[1]} literals": f"rg -i -F -c -j1 -f {words[0]} {log} || [ $? -eq 1 ]",
        "tocsin replay": [*REPLAY, log],
        "tocsin replay, one thread": [*ALONE, log],
        "igzip -d > /dev/null": f"igzip -d -c {log}.gz > /dev/null",
        "zcat | wc -l": f"zcat {log}.gz | wc -l",
        "tocsin replay, gzip, one thread": [*ALONE, f"{log}.gz"],
    }
    # In turns, since a machine may be slower for a while.
    rounds = [{name: once(command) for name, command in commands.items()} for _ in range(times)]
    costs = {name: min((round[name] for round in rounds), key=lambda cost: cost.cpu) for name in commands}
    unit = costs["wc -l"].cpu
    print(f"\n{log}: {lines:,} lines\n\n  {'CPU':>9}  {'× wc -l':>8}  {'M lines/s':>9}  {'peak':>8}")
    for name, cost in costs.items():
        print(f"  {cost.cpu * 1000:6.0f} ms  {cost.cpu / unit:8.1f}  {lines / cost.cpu / 1e6:9.1f}  {cost.peak:4.0f} MiB  {name}")
    print()
    wc, rg, both, scan, igzip, zcat, gzip = costs.values()
    return wc, rg, both, scan, igzip, zcat, gzip


def compare(kind, most, beats_rg, words):
    log = f"{options.data}/{kind}-{options.mib}.log"
    with open(f"{log}.truth") as file:
        truth = json.load(file)
    once(f"cat {log} {log}.gz > /dev/null")
    wc, rg, both, scan, igzip, zcat, gzip = table(log, truth["lines"], words)

    for what, cost in (("plain", both), ("plain, one thread", scan), ("gzip", gzip)):
        wrong = check(truth, Answers(cost, DETECTORS))
        print(f"  {'WRONG ' if wrong else 'right '}  answers, {what}" + "".join(f"\n          {fault}" for fault in wrong))
        faults.extend(f"{kind}, {what}: {fault}" for fault in wrong)
    bar(f"{kind}: {scan.cpu / wc.cpu:.1f} × wc -l, at most {most}", scan.cpu <= most * wc.cpu)
    if beats_rg:
        bar(f"{kind}: {scan.cpu / rg.cpu:.2f} × rg, below 1", scan.cpu < rg.cpu)
    apart = igzip.cpu + scan.cpu
    bar(f"{kind}: gzip costs {gzip.cpu / apart:.2f} × (igzip -d + plain scan), at most 1.10", gzip.cpu <= 1.10 * apart)
    system = 0.7 * zcat.cpu + scan.cpu
    bar(f"{kind}: gzip costs {gzip.cpu / system:.2f} × (0.7 × (zcat | wc -l) + plain scan), below 1", gzip.cpu < system)
    peak = max(both.peak, scan.peak, gzip.peak)
    bar(f"{kind}: peak memory {peak:.0f} MiB, at most {MEMORY}", peak <= MEMORY)


def flatness(kind):
    """Peak memory on 64 MiB and on 4 GiB, straight from the generator."""
    peaks = {}
    for mib in (64, 4096):
        with subprocess.Popen(
            [f"{options.data}/gen", kind, "--bytes", str(mib << 20), "--seed", "1"], stdout=subprocess.PIPE
        ) as generator:
            peaks[mib] = once([*REPLAY, "-"], stdin=generator.stdout).peak
    text = ", ".join(f"{peak:.0f} MiB for {mib} MiB" for mib, peak in peaks.items())
    bar(f"{kind}: peak memory is flat: {text}", abs(peaks[4096] - peaks[64]) <= FLAT and max(peaks.values()) <= MEMORY)


words = literals()
compare("auth", 18, True, words)
compare("access", 40, False, words)
if full:
    print("\nmemory, 64 MiB to 4 GiB\n")
    flatness("auth")
    flatness("access")

if faults:
    print(f"\nbench: {len(faults)} of the promises do not hold:", file=sys.stderr)
    print("".join(f"  {fault}\n" for fault in faults), file=sys.stderr, end="")
    sys.exit(1)
print("\nbench: " + ("all bars met, all answers right" if full else "all answers right"))
