"""What a command costs: CPU time and peak memory, as the kernel counts them.

As a program (`measure.py FD COMMAND…`) it runs the command and writes its cost to the descriptor. A peak starts at the memory
of the process that started the command, so that has to be a small one: this program, not the comparison with its answers.
"""

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass


@dataclass
class Cost:
    # User and system time of the command and its children, in seconds.
    cpu: float
    # The largest resident set of the command or of one of its children, in MiB.
    peak: float
    stdout: bytes
    stderr: bytes


def once(command, stdin=subprocess.DEVNULL):
    """Runs a command (a list, or text for bash) and fails loudly when it fails."""
    if isinstance(command, str):
        command = ["bash", "-o", "pipefail", "-c", command]
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err, tempfile.TemporaryFile() as result:
        helper = [sys.executable, "-I", "-S", __file__, str(result.fileno()), *command]
        subprocess.run(helper, stdin=stdin, stdout=out, stderr=err, pass_fds=[result.fileno()], check=True)
        for file in (out, err, result):
            file.seek(0)
        cpu, peak, code = result.read().split()
        cost = Cost(float(cpu), int(peak) / 1024, out.read(), err.read())
    if int(code) != 0:
        said = cost.stderr.decode(errors="replace")[-2000:]
        raise SystemExit(f"bench: {' '.join(map(str, command))}: exit {int(code)}\n{said}")
    return cost


def least(command, times):
    """The cheapest of several runs: noise only ever adds."""
    return min((once(command) for _ in range(times)), key=lambda cost: cost.cpu)


if __name__ == "__main__":
    child = os.posix_spawnp(sys.argv[2], sys.argv[2:], os.environ)
    _, status, usage = os.wait4(child, 0)
    text = f"{usage.ru_utime + usage.ru_stime} {usage.ru_maxrss} {os.waitstatus_to_exitcode(status)}"
    os.write(int(sys.argv[1]), text.encode())
