"""latency.py — from the write of a line to its alert on standard output, by a daemon that follows. The bar: median 20 ms."""

import os
import select
import statistics
import sys
import time

from daemon import running

SAMPLES = 100
LIMIT = 0.020
PATIENCE = 5


def line(number):
    stamp = time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime())
    return f'198.18.7.{number} - - [{stamp}] "GET /index.php?page=../../../../../../etc/passwd HTTP/1.1" 404 153 "-" "curl/8.0"\n'


def wait_for(stream, text):
    seen = b""
    while text not in seen:
        if not select.select([stream], [], [], PATIENCE)[0]:
            raise SystemExit(f"bench: no alert for {text.decode()} within {PATIENCE} s")
        chunk = os.read(stream.fileno(), 1 << 16)
        if not chunk:
            raise SystemExit("bench: tocsin run closed its standard output")
        seen += chunk


with running(files=1) as (process, logs):
    delays = []
    with open(logs[0], "ab", buffering=0) as log:
        for number in range(1, SAMPLES + 1):
            text = line(number).encode()
            began = time.perf_counter()
            log.write(text)
            wait_for(process.stdout, f'"198.18.7.{number}"'.encode())
            delays.append(time.perf_counter() - began)
            # What belongs to this alert must not be waiting when the next begins.
            time.sleep(0.05)

median, worst = statistics.median(delays), max(delays)
said = f"median {median * 1000:.1f} ms, worst of {SAMPLES} {worst * 1000:.1f} ms"
print(f"latency from line to alert: {said} (median at most {LIMIT * 1000:.0f})")
sys.exit(0 if median < LIMIT else 1)
