"""The real server as a process of its own on loopback, and a real browser."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import time
import urllib.request
from pathlib import Path
from typing import Iterator

from playwright.sync_api import Browser, sync_playwright

from bot.paths import PROJECT
from tests import parts

COMMAND = PROJECT / ".venv" / "bin" / "safe-to-ask"
START_SECONDS = 60
# A browser that calls nobody: its own background services have no place in these tests, and root needs no sandbox.
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def served(log: Path | None = None) -> Iterator[str]:
    """The address of `safe-to-ask serve`, as soon as it is ready; its output goes to `log`."""
    port = free_port()
    with open(log or os.devnull, "wb") as output:
        server = subprocess.Popen(
            [str(COMMAND), "serve", "--port", str(port)], cwd=PROJECT, stdout=output, stderr=output
        )
        try:
            _wait_for(f"http://127.0.0.1:{port}/ready")
            yield f"http://127.0.0.1:{port}/"
        finally:
            server.terminate()
            server.wait(timeout=20)


@contextlib.contextmanager
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    program = parts.program("chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        try:
            yield started
        finally:
            started.close()


def _wait_for(url: str) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        with contextlib.suppress(OSError), urllib.request.urlopen(url) as response:
            if response.status == 200:
                return
        time.sleep(0.2)
    raise RuntimeError(f"the server was not ready within {START_SECONDS} s")
