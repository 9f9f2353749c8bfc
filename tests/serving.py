"""The real server as a process of its own on loopback, and a real browser."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Iterator

from playwright.sync_api import Browser, sync_playwright

from bot.audit.server_process import ServerProcess
from tests import parts

# A browser that calls nobody: its own background services have no place in these tests, and root needs no sandbox.
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


@contextlib.contextmanager
def served(log: Path | None = None) -> Iterator[str]:
    """The address of `safe-to-ask serve`, as soon as it is ready; its output goes to `log`."""
    with ServerProcess(output=log) as server:
        yield server.address


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
