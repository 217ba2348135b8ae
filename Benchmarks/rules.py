#!/usr/bin/env python3
"""What thousands of Sigma rules cost: events of Windows hosts scanned with all public rules for Windows, and with a hundred of them,
in one run.

usage: rules.py GEN [MIB]   (GEN is the compiled generator; the public rules are looked for in $SIGMAHQ, else beside the checkout)
"""

import json
import os
import pathlib
import re
import sys
import tempfile

from measure import least, once

BINARY = os.environ.get("TOCSIN_BINARY", ".build/release/tocsin")
RULES = pathlib.Path(os.environ.get("SIGMAHQ", "../shared/sigma/sigmahq"))
# Events a second on one core, how much more all rules may cost than a hundred, and what checking every public rule may take.
RATE = 250_000
RATIO = 2
SECONDS = 0.7
MEMORY = 150
TIMES = 5
faults = []


def bar(what, holds):
    print(f"  {'met   ' if holds else 'MISSED'}  {what}")
    if not holds:
        faults.append(what)


def collect(directory, rules):
    """A directory of rules with the shipped decoders below it."""
    directory.mkdir()
    (directory / "decoders").symlink_to(pathlib.Path("Detectors/decoders").resolve())
    for number, rule in enumerate(rules):
        (directory / f"{number:04}.yml").symlink_to(rule.resolve())
    return directory


def replay(rules, log):
    return [BINARY, "replay", str(log), "--detectors", str(rules), "-o", "json", "--stats"]


def scan(name, rules, log, lines):
    """Microseconds of CPU time for each event, without what starting takes."""
    first = log.with_name("first.jsonl")
    start = least(replay(rules, first), TIMES)
    whole = least(replay(rules, log), TIMES)
    stats = json.loads(whole.stderr.strip().splitlines()[-1])
    if stats["records"] != lines:
        faults.append(f"{name}: {stats['records']} records, and the log has {lines}")
    cost = (whole.cpu - start.cpu) / lines * 1e6
    matches = sum(stats["matches"].values())
    print(f"  {cost:5.2f} µs/event  {1e6 / cost:9,.0f} events/s  {start.cpu:5.2f} s to start  {whole.peak:4.0f} MiB  {matches:6} matches  {name}")
    return cost, matches


def main():
    files = sorted(RULES.rglob("*.yml")) if RULES.is_dir() else []
    windows = [path for path in files if re.search(r"^ *product: windows\b", path.read_text(), re.M)]
    if len(windows) < 200:
        print(f"rules.py: skipped: the public Sigma rules are not in {RULES}; name their directory in $SIGMAHQ")
        return 0
    mib = int(sys.argv[2]) if len(sys.argv) > 2 else 128
    with tempfile.TemporaryDirectory() as directory:
        directory = pathlib.Path(directory)
        (log, truth) = (directory / "windows.jsonl", directory / "truth")
        once(f"{sys.argv[1]} windows --bytes {mib << 20} --seed 1 --truth {truth} > {log}")
        once(f"head -n 1 {log} > {log.with_name('first.jsonl')}")
        truth = json.loads(truth.read_text())
        every = collect(directory / "every", windows)
        hundred = collect(directory / "hundred", windows[:: len(windows) // 100][:100])
        print(f"\n{mib} MiB of Windows events, {truth['lines']:,} of {(mib << 20) // truth['lines']:,} bytes\n")
        few, _ = scan("100 rules", hundred, log, truth["lines"])
        all_, matches = scan(f"{len(windows):,} rules", every, log, truth["lines"])
        print()
        bar(f"{1e6 / all_:,.0f} events/s with all rules, at least {RATE:,}", 1e6 / all_ >= RATE)
        bar(f"all rules cost {all_ / few:.2f} × a hundred, at most {RATIO}", all_ <= RATIO * few)
        # What an attacker runs is what rules are for.
        bar(f"{matches} matches for {truth['attacks']} attacks, at least one each", matches >= truth["attacks"])
    # Rules that cannot be loaded are named in the output and in the status.
    check = least(f"{BINARY} check {RULES} || [ $? -eq 2 ]", TIMES)
    loaded = re.search(rb"loaded in ([0-9.]+) s", check.stdout)
    bar(f"all public rules are loaded in {loaded[1].decode()} s, in less than {SECONDS}", float(loaded[1]) < SECONDS)
    bar(f"checking them takes {check.peak:.0f} MiB, less than {MEMORY}", check.peak < MEMORY)
    if faults:
        print("".join(f"rules.py: {fault}\n" for fault in faults), file=sys.stderr, end="")
        return 1
    return 0


sys.exit(main())
