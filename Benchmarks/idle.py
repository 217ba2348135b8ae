"""idle.py — how often a daemon that follows twenty quiet files wakes up, and what it costs. The bar: once a second."""

import os
import pathlib
import sys
import time

from daemon import running

SECONDS = 10
FILES = 20


def switches(pid):
    """Context switches of all threads so far: each wake-up is one."""
    total = 0
    for status in pathlib.Path(f"/proc/{pid}/task").glob("*/status"):
        for line in status.read_text().splitlines():
            if "ctxt_switches" in line:
                total += int(line.split()[1])
    return total


def memory(pid):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024


def ticks(pid):
    """User and system time in clock ticks."""
    after_name = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(after_name[11]) + int(after_name[12])


with running(files=FILES) as (process, _):
    time.sleep(3)
    before, cpu = switches(process.pid), ticks(process.pid)
    time.sleep(SECONDS)
    woken, cpu = switches(process.pid) - before, ticks(process.pid) - cpu
    spent = f"{woken} wake-ups and {cpu * 1000 // os.sysconf('SC_CLK_TCK')} ms of CPU in {SECONDS} s"
    print(f"idle over {FILES} files: {spent}, {memory(process.pid):.0f} MiB resident (at most {SECONDS} wake-ups)")
sys.exit(0 if woken <= SECONDS else 1)
