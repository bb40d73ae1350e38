"""`podo` as a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import IO, Self

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-c", "from backend.cli import main; main()"]
SECRET = "a-webhook-secret-for-tests-only-0123456789"


class Podo:
    """One `podo …` process; its output goes to a file that a failing test shows."""

    shows_log = True

    def __init__(self, folder: Path, *arguments: str, **settings: str) -> None:
        self.log = folder / f"{arguments[0]}-{time.monotonic_ns()}.log"
        self._file: IO[bytes] = self.log.open("wb")
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        self.process = subprocess.Popen(
            [*COMMAND, *arguments],
            cwd=folder,
            env=kept | {"PYTHONPATH": str(ROOT), "LOG_FORMAT": "json"} | settings,
            stdout=self._file,
            stderr=subprocess.STDOUT,
        )

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        self.process.wait()
        self._file.close()

    def stop(self) -> tuple[int, float]:
        """End it as an operator does; gives its exit code and how long that took."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(timeout=15)
        self._file.close()
        return code, time.monotonic() - began

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.kill()
        if not self._file.closed:
            self._file.close()
        if self.shows_log:
            sys.stdout.write(self.log.read_text(errors="replace")[-4000:])


def run(folder: Path, *arguments: str, stdin: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [*COMMAND, *arguments],
        cwd=folder,
        env=kept | {"PYTHONPATH": str(ROOT)} | settings,
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
