"""A Tocsin of one's own, as the service runs it: `tocsin run` over files in a scratch directory, alerts to a pipe."""

import contextlib
import os
import pathlib
import shutil
import subprocess
import tempfile
import time

BINARY = os.environ.get("TOCSIN_BINARY", ".build/release/tocsin")

CONFIGURATION = """\
inputs:
  - file: {directory}/logs/*.log
detectors: [{detectors}]
sinks:
  - stdout: {{format: json}}
state: {directory}/state
timezone: UTC
"""


@contextlib.contextmanager
def running(files, environment=None, within=None):
    """Yields (process, paths of `files` empty logs); the daemon is ended and all is removed afterwards.

    Its directory is made in `within`, or where temporary files belong.
    """
    directory = pathlib.Path(tempfile.mkdtemp(prefix="tocsin-bench-", dir=within))
    try:
        (directory / "logs").mkdir()
        (directory / "state").mkdir()
        logs = [directory / "logs" / f"access{number}.log" for number in range(files)]
        for log in logs:
            log.touch()
        configuration = directory / "tocsin.yaml"
        configuration.write_text(CONFIGURATION.format(directory=directory, detectors=pathlib.Path("Detectors").resolve()))
        with open(directory / "stderr", "wb") as errors:
            process = subprocess.Popen(
                [BINARY, "run", "-c", configuration],
                stdout=subprocess.PIPE,
                stderr=errors,
                bufsize=0,
                env=os.environ | (environment or {}),
            )
        time.sleep(2)
        if process.poll() is not None:
            raise SystemExit(f"bench: tocsin run ended: {(directory / 'stderr').read_text()}")
        try:
            yield process, logs
        finally:
            process.terminate()
            process.wait(timeout=30)
    finally:
        shutil.rmtree(directory)
