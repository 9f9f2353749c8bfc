"""The real server as a process of its own on loopback."""

from __future__ import annotations

import contextlib
import http.client
import os
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Mapping

from bot.audit.ports import free_port
from bot.errors import SafeToAskError

START_SECONDS = 90.0
STOP_SECONDS = 20.0
COMMAND = Path(sys.executable).with_name("safe-to-ask")


class ServerProcess:
    """`safe-to-ask serve`, ready when entered and stopped when left. output: file for its log; None drops it."""

    def __init__(
        self, environment: Mapping[str, str] | None = None, output: Path | None = None, verbose: bool = False
    ) -> None:
        self.port = free_port()
        self._environment = {**os.environ, **(environment or {})}
        self._output = output or Path(os.devnull)
        self._arguments = [str(COMMAND), "serve", "--port", str(self.port), *(["--verbose"] if verbose else [])]

    @property
    def pid(self) -> int:
        """The process."""
        return self._process.pid

    @property
    def address(self) -> str:
        """Where it serves, with a slash at the end."""
        return f"http://127.0.0.1:{self.port}/"

    def __enter__(self) -> ServerProcess:
        with self._output.open("ab") as output:
            self._process = subprocess.Popen(self._arguments, env=self._environment, stdout=output, stderr=output)
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until and self._process.poll() is None:
            if self._ready():
                return self
            time.sleep(0.2)
        self.kill()
        raise SafeToAskError(f"The server was not ready within {START_SECONDS:.0f} s. Try 'safe-to-ask serve' by hand.")

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._process.terminate()
        try:
            self._process.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """End it by SIGKILL, as a crash would."""
        self._process.kill()
        self._process.wait()

    def _ready(self) -> bool:
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
            connection.request("GET", "/ready")
            return connection.getresponse().status == 200
        return False
