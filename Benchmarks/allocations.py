#!/usr/bin/env python3
"""Shows with a profiler that records cost no allocation: counts calls of malloc under callgrind for a log of quiet records and for
one of twice the length. What is left between the two belongs to chunks and matches.

usage: allocations.py TOCSIN [RECORDS]   (needs valgrind; the binary must carry symbols but no debug information)
"""
import re
import subprocess
import sys
import tempfile
from pathlib import Path

QUIET = [
    "Mar  1 {h:02}:{m:02}:{s:02} host CRON[{n}]: pam_unix(cron:session): session opened for user root(uid=0) by (uid=0)",
    "Mar  1 {h:02}:{m:02}:{s:02} host CRON[{n}]: pam_unix(cron:session): session closed for user root",
    "Mar  1 {h:02}:{m:02}:{s:02} host systemd-logind[400]: Removed session {n}.",
    '192.0.2.7 - - [01/Mar/2026:{h:02}:{m:02}:{s:02} +0000] "GET /index.html HTTP/1.1" 200 {n} "-" "curl/8"',
]


def write(path: Path, records: int) -> None:
    with path.open("w") as log:
        for n in range(records):
            second = n // 100
            log.write(QUIET[n % len(QUIET)].format(h=second // 3600, m=second // 60 % 60, s=second % 60, n=1000 + n % 30000) + "\n")


def mallocs(tocsin: str, log: Path, profile: Path) -> int:
    subprocess.run(
        ["valgrind", "--tool=callgrind", f"--callgrind-out-file={profile}", tocsin, "replay", str(log), "-o", "json"],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    names, callee, calls = {}, "", 0
    for line in profile.read_text(errors="replace").splitlines():
        if found := re.match(r"(c?)fn=\((\d+)\)(?: (.*))?", line):
            if found[3]:
                names[found[2]] = found[3].strip()
            if found[1]:
                callee = names.get(found[2], "")
        elif line.startswith("calls=") and callee in ("malloc", "calloc", "realloc"):
            calls += int(line[6:].split()[0])
    return calls


def main() -> int:
    tocsin = sys.argv[1]
    records = int(sys.argv[2]) if len(sys.argv) > 2 else 50_000
    with tempfile.TemporaryDirectory() as directory:
        counts = []
        for factor in (1, 2):
            log = Path(directory, f"{factor}.log")
            write(log, records * factor)
            counts.append(mallocs(tocsin, log, Path(directory, "profile")))
    more = counts[1] - counts[0]
    print(f"{records} records: {counts[0]} allocations; {2 * records}: {counts[1]}; {more / records:.4f} for each record more")
    if more > records / 20:
        print("allocations.py: more than one in twenty records allocates", file=sys.stderr)
        return 1
    return 0


sys.exit(main())
