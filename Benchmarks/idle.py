"""idle.py — how often a daemon that follows twenty quiet files wakes up, and what it costs. The bar: never.

Each thread sleeps until there is something to do. With the watchdog that systemd asks for, one thread wakes to tell it.
"""

import os
import pathlib
import socket
import sys
import tempfile
import time

from daemon import running

SECONDS = 10
FILES = 20
# One, because a thread may have been about to sleep when the first count was taken.
LIMIT = 1
# A watchdog of ten seconds is told every five: two or three times.
WATCHDOG = 10
LIMIT_WATCHED = LIMIT + SECONDS * 2 // WATCHDOG + 1


def switches(pid):
    """Voluntary context switches of each thread so far: a thread that sleeps once more was awake in between."""
    counts = {}
    for status in pathlib.Path(f"/proc/{pid}/task").glob("*/status"):
        try:
            text = status.read_text()
        except OSError:
            continue  # it ended in between
        fields = dict(line.split(":\t", 1) for line in text.splitlines() if ":\t" in line)
        counts[status.parent.name] = int(fields["voluntary_ctxt_switches"])
    return counts


def wakeups(before, after):
    """Of threads that were there all the time, of new ones, and one for each that ended: it took its count along."""
    stayed = sum(count - before.get(thread, 0) for thread, count in after.items())
    return stayed + len(before.keys() - after.keys())


def memory(pid):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024


def ticks(pid):
    """User and system time in clock ticks."""
    after_name = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(after_name[11]) + int(after_name[12])


def measure(what, limit, environment=None):
    # The directories above the logs are watched, too; in /tmp others come and go.
    with running(files=FILES, environment=environment, within="/dev/shm") as (process, _):
        # What starting began comes to rest.
        time.sleep(3)
        before, cpu = switches(process.pid), ticks(process.pid)
        time.sleep(SECONDS)
        woken, cpu = wakeups(before, switches(process.pid)), ticks(process.pid) - cpu
        spent = f"{woken} wake-ups and {cpu * 1000 // os.sysconf('SC_CLK_TCK')} ms of CPU in {SECONDS} s"
        print(f"idle over {FILES} files{what}: {spent}, {memory(process.pid):.0f} MiB resident (at most {limit} wake-ups)")
        return woken <= limit


def watched():
    """As under systemd: with a socket to tell the watchdog on."""
    with tempfile.TemporaryDirectory(prefix="tocsin-bench-") as directory, socket.socket(
        socket.AF_UNIX, socket.SOCK_DGRAM
    ) as manager:
        manager.bind(f"{directory}/notify")
        told = {"NOTIFY_SOCKET": f"{directory}/notify", "WATCHDOG_USEC": str(WATCHDOG * 1_000_000)}
        held = measure(f" with a watchdog of {WATCHDOG} s", LIMIT_WATCHED, told)
        manager.setblocking(False)
        messages = []
        while True:
            try:
                messages.append(manager.recv(4096))
            except BlockingIOError:
                break
        if sum(b"WATCHDOG=1" in message for message in messages) < 2:
            raise SystemExit("bench: the watchdog was not told")
        return held


# Both are measured, also when the first is above its bar.
held = [measure("", LIMIT), watched()]
sys.exit(0 if all(held) else 1)
